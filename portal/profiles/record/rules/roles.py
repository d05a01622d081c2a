"""The nine roles and the three actions of source 001: who may hold a role, and which go with a team."""

from portal.labelled import Labelled


class Action(Labelled):
    """« Chaque ligne du fichier correspond à une action sur un profil d’utilisateur. »."""

    CREATE = "C", "Créer un nouveau profil"
    MODIFY = "M", "Modifier un profil existant"
    DELETE = "S", "Supprimer un profil existant"


class Role(Labelled):
    """« Rôle / Profil correspondant », in the order and the words of the source."""

    CDC3D = "CDC3D", "Médecin déclarant (sans équipe)"
    CDC3E = "CDC3E", "Médecin déclarant (en équipe)"
    CDC3A = "CDC3A", "Gestion d’une équipe (médecin)"
    CDC4 = "CDC4", "Gestion d’une équipe (non médecin)"
    CDC1 = "CDC1", "Collaborateur partie administrative"
    CDC2 = "CDC2", "Collaborateur partie administrative et médicale"
    SYNT = "SYNT", "Consultation des synthèses (suivi quotidien)"
    OEC1 = "OEC1", "Officier d’état civil (accès volet administratif)"
    OEC2 = "OEC2", "Officier d’état civil (accès volet administratif et volet médical)"


# Their labels say « médecin », and that of CDC4 « non médecin ». The other five say neither: a physician may well
# read the daily figures (SYNT), so the source is not made to say more than it does.
OF_PHYSICIANS = frozenset({Role.CDC3D, Role.CDC3E, Role.CDC3A})
OF_OTHERS = frozenset({Role.CDC4})

# « Oui (pour un rôle en équipe) »: one declares in a team, or runs one. A collaborator or a registrar may be put in
# a team or in none: « Laisser le champ vide si le profil n’est pas dans une équipe. »
IN_TEAM = frozenset({Role.CDC3E, Role.CDC3A, Role.CDC4})
WITHOUT_TEAM = frozenset({Role.CDC3D})
