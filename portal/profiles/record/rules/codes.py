"""All that may be said of a line: one table, code → outcome, column, message, remedy.

Codes are stable: people filter and programs read reports by them. docs/metier/codes-rapport.md is drawn from here.
"""

from enum import StrEnum
from typing import Self

from portal.profiles.record.rules.names import Name
from portal.tabular.report import Outcome

_Said = tuple[str, Outcome, Name | None, str, str]


def _error(word: str, column: Name | None, message: str, remedy: str) -> _Said:
    return word, Outcome.ERROR, column, message, remedy


def _alert(word: str, column: Name | None, message: str, remedy: str) -> _Said:
    return word, Outcome.ALERT, column, message, remedy


class Code(StrEnum):
    """A stable code, with all that a report says of it.

    Attributes:
        outcome: ALERTE where the line is applied but for one field, ERREUR where it is not.
        column: The one to look at; None where several are, or where each of two may be.
        message: What happened.
        remedy: What to do.
    """

    outcome: Outcome
    column: Name | None
    message: str
    remedy: str

    def __new__(cls, word: str, outcome: Outcome, column: Name | None, message: str, remedy: str) -> Self:
        """Tie all four to the word."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.outcome, member.column, member.message, member.remedy = outcome, column, message, remedy
        return member

    CELLS = _error(
        "nombre_de_cases",
        None,
        "Cette ligne n’a pas treize cases.",
        "Ajoutez ou retirez les « ; » en trop ou manquants ; un texte qui contient « ; » se met entre guillemets.",
    )
    FINESS_MISSING = _error(
        "finess_absent",
        None,
        "Le numéro FINESS manque.",
        "Indiquez le FINESS juridique et le FINESS territorial de l’établissement.",
    )
    FINESS_INVALID = _error(
        "finess_invalide",
        None,
        "Ce n’est pas un numéro FINESS.",
        "Saisissez ses neuf caractères, sans rien d’autre.",
    )
    FINESS_KEY = _error(
        "finess_cle",
        None,
        "La clé de ce numéro FINESS est fausse.",
        "Relisez-le : un chiffre est faux, ou deux sont intervertis.",
    )
    FINESS_ZERO = _error(
        "finess_zero_perdu",
        None,
        "Un tableur a effacé le zéro du début de ce numéro FINESS.",
        "Mettez la colonne au format « Texte », puis rétablissez le zéro.",
    )
    FINESS_SPREADSHEET = _error(
        "finess_tableur",
        None,
        "Un tableur a transformé ce numéro FINESS.",
        "Mettez la colonne au format « Texte », puis saisissez le numéro de nouveau.",
    )
    OUTSIDE = _error(
        "finess_hors_perimetre",
        Name.FINESS_ET,
        "Cet établissement n’est pas de ceux dont vous êtes référent.",
        "Vérifiez le FINESS territorial ; s’il est juste, adressez-vous au référent de cet établissement.",
    )
    OTHER_EJ = _error(
        "finess_ej_different",
        Name.FINESS_EJ,
        "Cet établissement territorial dépend d’un autre FINESS juridique.",
        "Reprenez le FINESS juridique de l’export de votre établissement.",
    )
    TEAM_MISSING = _error(
        "equipe_absente",
        Name.TEAM,
        "Ce rôle s’exerce en équipe.",
        "Indiquez le nom de l’équipe.",
    )
    TEAM_EXTRA = _error(
        "equipe_en_trop",
        Name.TEAM,
        "Le rôle CDC3D est sans équipe.",
        "Videz le nom de l’équipe, ou choisissez le rôle CDC3E.",
    )
    TEAM_INVALID = _error(
        "equipe_invalide",
        Name.TEAM,
        "Ce nom d’équipe ne peut pas être gardé.",
        "Un nom d’équipe compte de 1 à 100 caractères, dont une lettre ou un chiffre, sans caractère invisible.",
    )
    ACTION_UNKNOWN = _error(
        "action_inconnue",
        Name.ACTION,
        "Le code action est C, M ou S.",
        "Indiquez C pour créer, M pour modifier ou S pour supprimer.",
    )
    LAST_NAME_MISSING = _error("nom_absent", Name.LAST_NAME, "Le nom manque.", "Indiquez le nom.")
    LAST_NAME_INVALID = _error(
        "nom_invalide",
        Name.LAST_NAME,
        "Ce nom ne peut pas être gardé.",
        "Un nom compte au plus 100 caractères\u00a0: lettres, espaces, apostrophes, traits d’union, "
        "points d’abréviation.",
    )
    FIRST_NAME_MISSING = _error("prenom_absent", Name.FIRST_NAME, "Le prénom manque.", "Indiquez le prénom.")
    FIRST_NAME_INVALID = _error(
        "prenom_invalide",
        Name.FIRST_NAME,
        "Ce prénom ne peut pas être gardé.",
        "Un prénom compte au plus 100 caractères\u00a0: lettres, espaces, apostrophes, traits d’union, "
        "points d’abréviation.",
    )
    NOBODY = _error(
        "rpps_et_identifiant_absents",
        Name.RPPS,
        "Rien ne désigne la personne.",
        "Indiquez le N° RPPS d’un médecin, ou l’identifiant d’un non-médecin.",
    )
    RPPS_MISSING = _error(
        "rpps_absent",
        Name.RPPS,
        "Ce rôle est celui d’un médecin.",
        "Indiquez son N° RPPS, ou choisissez un autre rôle.",
    )
    RPPS_INVALID = _error(
        "rpps_invalide",
        Name.RPPS,
        "Ce n’est pas un N° RPPS.",
        "Saisissez ses onze chiffres, sans rien d’autre.",
    )
    RPPS_KEY = _error(
        "rpps_cle",
        Name.RPPS,
        "La clé de ce N° RPPS est fausse.",
        "Relisez-le : un chiffre est faux, ou deux sont intervertis.",
    )
    RPPS_SPREADSHEET = _error(
        "rpps_tableur",
        Name.RPPS,
        "Un tableur a transformé ce N° RPPS.",
        "Mettez la colonne au format « Texte », puis saisissez le numéro de nouveau.",
    )
    ROLE_UNKNOWN = _error(
        "role_inconnu",
        Name.ROLE,
        "Ce rôle n’existe pas.",
        "Indiquez l’un des neuf rôles : CDC3D, CDC3E, CDC3A, CDC4, CDC1, CDC2, SYNT, OEC1 ou OEC2.",
    )
    ROLE_OF_OTHERS = _error(
        "role_non_medecin",
        Name.ROLE,
        "Le rôle CDC4 est celui d’un non-médecin.",
        "Choisissez CDC3A pour un médecin, ou videz le N° RPPS.",
    )
    IDENTIFIER_INVALID = _error(
        "identifiant_invalide",
        Name.IDENTIFIER,
        "Cet identifiant ne peut pas être gardé.",
        "De 3 à 64 lettres sans accent, chiffres, points, tirets ou traits bas, dont une lettre au moins.",
    )
    IDENTIFIER_TAKEN = _error(
        "identifiant_pris",
        Name.IDENTIFIER,
        "Cet identifiant n’est pas libre.",
        "Choisissez-en un autre pour cette personne.",
    )
    IDENTIFIER_IGNORED = _alert(
        "identifiant_ignore",
        Name.IDENTIFIER,
        "L’identifiant est ignoré : un médecin se connecte avec son N° RPPS.",
        "Rien à faire ; laissez la case vide pour un médecin.",
    )
    PASSWORD_MISSING = _error(
        "motdepasse_absent",
        Name.PASSWORD,
        "Le mot de passe initial manque.",
        "Indiquez le mot de passe avec lequel la personne se connectera la première fois.",
    )
    PASSWORD_WEAK = _error(
        "motdepasse_faible",
        Name.PASSWORD,
        "Ce mot de passe est trop facile à deviner.",
        "Prenez quelques mots sans rapport entre eux ni avec la personne.",
    )
    PASSWORD_IGNORED = _alert(
        "motdepasse_ignore",
        Name.PASSWORD,
        "Le mot de passe est ignoré : celui de la personne n’est pas expiré.",
        "Rien à faire ; la personne peut choisir « Mot de passe oublié ou compte bloqué ? ».",
    )
    EMAIL_OUTSIDE = _error(
        "email_hors_mssante",
        Name.EMAIL,
        "Seules les adresses MSSanté sont acceptées : elles se terminent par @mssante.fr ou .mssante.fr.",
        "Indiquez l’adresse MSSanté de la personne, ou videz la case.",
    )
    EMAIL_INVALID = _error(
        "email_invalide",
        Name.EMAIL,
        "Cette adresse MSSanté ne peut pas être gardée.",
        "Corrigez-la, ou videz la case.",
    )
    EMAIL_TAKEN = _error(
        "email_pris",
        Name.EMAIL,
        "Cette adresse est celle d’une autre personne.",
        "Indiquez l’adresse personnelle de celle-ci : les liens de connexion y seront envoyés.",
    )
    EMAIL_IGNORED = _alert(
        "email_ignore",
        Name.EMAIL,
        "L’adresse est ignorée : la personne en a déjà une autre.",
        "Pour la remplacer, importez ensuite une ligne M.",
    )
    NAME_IGNORED = _alert(
        "nom_ignore",
        Name.LAST_NAME,
        "Le nom est ignoré : le compte de cette personne en porte un autre.",
        "Vérifiez que c’est bien elle. Le nom d’un non-médecin se change par une ligne M ; celui d’un médecin, non.",
    )
    GUARDED = _alert(
        "compte_protege",
        None,
        "Ce champ est ignoré : il ne se change pas par un référent pour ce compte.",
        "La personne le change elle-même, ou s’adresse à l’assistance.",
    )
    DATE_IMPOSSIBLE = _error(
        "date_impossible",
        None,
        "Cette date ne se lit pas.",
        "Écrivez-la JJ/MM/AAAA, par exemple 03/04/2026.",
    )
    DATES_REVERSED = _error(
        "dates_inversees",
        Name.ENDS_ON,
        "La fin précède le début.",
        "Corrigez l’une des deux dates.",
    )
    PROFILE_EXISTS = _error(
        "profil_existant",
        None,
        "Cette personne a déjà ce profil.",
        "Pour le modifier, mettez le code action M.",
    )
    PROFILE_UNKNOWN = _error(
        "profil_inconnu",
        None,
        "Aucun profil de cet établissement ne correspond : même personne, même rôle, même équipe.",
        "Reprenez la ligne de l’export ; pour changer de rôle ou d’équipe, supprimez ce profil et créez l’autre.",
    )
    ACCOUNT_CLOSED = _error(
        "compte_ferme",
        None,
        "Le compte de cette personne est fermé.",
        "Adressez-vous à l’assistance.",
    )
    DUPLICATE = _error(
        "doublon",
        None,
        "Une ligne plus haut dit déjà cela de la même personne, ou dit le contraire.",
        "Gardez une seule des deux lignes.",
    )
    OUTRUN = _error(
        "ligne_depassee",
        None,
        "Le compte de cette personne a changé pendant l’import.",
        "Importez cette ligne de nouveau.",
    )
