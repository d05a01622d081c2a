"""The sample people: who they are, the state in which they start, what to play with each and what to look at.

One password opens them all and stands in clear on /demo: these accounts exist only where `portal.config` has
checked that the portal, its address and its mail stay on this machine, and their data is invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.accounts.rules import Kind, Right
from portal.demo.physicians import DOMAIN, rpps_of_sample

PASSWORD = "violette-sous-la-pluie"  # noqa: S105 - public on purpose, see above

# A real hospital, of public data: its legal entity, and one of its places.
ENTITY, PLACE = "010780054", "010000024"


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What only time or wrong passwords make: days and sign-ins left to the password, None for a new one."""

    days_left: int | None = None
    sign_ins_left: int | None = None
    must_change: bool = False
    blocked: bool = False


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One fictitious person; `play` says what to do, `watch` what the portal then owes."""

    first_name: str
    last_name: str
    kind: Kind
    play: str
    watch: str
    rpps: str | None = None
    certdc_id: str | None = None
    email: str | None = None
    mssante: str | None = None
    contact: str | None = None
    specific: bool = False
    rights: Mapping[Right, str] = field(default_factory=dict)
    situation: Situation = Situation()

    @property
    def identifier(self) -> str:
        """What this person types to sign in."""
        return self.rpps or self.certdc_id or self.email or f"{self.last_name} {self.first_name}"


PEOPLE = (
    Sample(
        first_name="Camille",
        last_name="Aubépine",
        kind=Kind.HEALTH_PROFESSIONAL,
        rpps=rpps_of_sample(1),
        mssante=f"camille.aubepine@{DOMAIN}",
        play="Se connecter avec le numéro RPPS, puis recopier le code reçu dans la messagerie.",
        watch="Le code vit 10 minutes et un nouveau code ne tue pas l’ancien. « Mon compte » dit les jours et les "
        "connexions qui restent, les navigateurs et les sessions.",
    ),
    Sample(
        first_name="Basile",
        last_name="Bouleau",
        kind=Kind.HEALTH_PROFESSIONAL,
        rpps=rpps_of_sample(2),
        play=f"Se connecter et enregistrer l’adresse basile.bouleau@{DOMAIN}.",
        watch="Seule une adresse MSSanté est acceptée, et elle n’est enregistrée qu’après le code qu’elle a reçu.",
    ),
    Sample(
        first_name="Clémence",
        last_name="Coquelicot",
        kind=Kind.HEALTH_PROFESSIONAL,
        rpps=rpps_of_sample(3),
        mssante=f"clemence.coquelicot@{DOMAIN}",
        situation=Situation(days_left=-30),
        play="Se connecter avec un mot de passe de plus de 18 mois.",
        watch="Le code d’abord, puis le choix d’un nouveau mot de passe ; rien d’autre ne s’ouvre avant.",
    ),
    Sample(
        first_name="Désiré",
        last_name="Dahlia",
        kind=Kind.HEALTH_PROFESSIONAL,
        rpps=rpps_of_sample(4),
        mssante=f"desire.dahlia@{DOMAIN}",
        situation=Situation(sign_ins_left=0),
        play="Se connecter après 90 connexions avec le même mot de passe.",
        watch="Le même chemin que pour un mot de passe trop ancien ; les deux compteurs repartent ensuite.",
    ),
    Sample(
        first_name="Élise",
        last_name="Églantine",
        kind=Kind.HEALTH_PROFESSIONAL,
        rpps=rpps_of_sample(5),
        mssante=f"elise.eglantine@{DOMAIN}",
        situation=Situation(days_left=8),
        play="Avancer l’horloge d’un jour et attendre une minute, le temps du travail de nuit.",
        watch="Un courriel prévient que le mot de passe expire dans 7 jours.",
    ),
    Sample(
        first_name="Fabien",
        last_name="Fougère",
        kind=Kind.HEALTH_PROFESSIONAL,
        rpps=rpps_of_sample(6),
        mssante=f"fabien.fougere@{DOMAIN}",
        situation=Situation(sign_ins_left=11),
        play="Se connecter une fois.",
        watch="Un courriel prévient qu’il reste 10 connexions, et « Mon compte » le dit aussi.",
    ),
    Sample(
        first_name="Gaëlle",
        last_name="Genêt",
        kind=Kind.HEALTH_PROFESSIONAL,
        rpps=rpps_of_sample(7),
        mssante=f"gaelle.genet@{DOMAIN}",
        situation=Situation(blocked=True),
        play="Tenter de se connecter, puis suivre « Mot de passe oublié ou compte bloqué ? ».",
        watch="La connexion ne dit pas que le compte est bloqué ; le lien reçu le débloque en gardant le mot de passe. "
        "Le blocage finit aussi de lui-même après 24 heures.",
    ),
    Sample(
        first_name="Hugo",
        last_name="Hêtre",
        kind=Kind.HEALTH_PROFESSIONAL,
        rpps=rpps_of_sample(8),
        mssante=f"hugo.hetre@{DOMAIN}",
        situation=Situation(must_change=True),
        play="Se connecter pour la première fois, avec le mot de passe donné par le référent.",
        watch="Après le code, un mot de passe personnel est à choisir ; celui du référent ne sert plus.",
    ),
    Sample(
        first_name="Inès",
        last_name="Iris",
        kind=Kind.HEALTH_PROFESSIONAL,
        rpps=rpps_of_sample(9),
        situation=Situation(days_left=-30),
        play="Demander « Mot de passe oublié » sans avoir d’adresse MSSanté.",
        watch="La même page que pour tout le monde, aucun courriel, et les deux issues : le référent ou la carte CPS.",
    ),
    Sample(
        first_name="Jules",
        last_name="Jasmin",
        kind=Kind.STAFF,
        mssante=f"jules.jasmin@{DOMAIN}",
        specific=True,
        play="Se connecter par « Nom / Prénom », sans accents ni majuscules si l’on veut.",
        watch="Un compte spécifique n’a ni numéro RPPS ni identifiant CertDc.",
    ),
    Sample(
        first_name="Karine",
        last_name="Kalmia",
        kind=Kind.SI_MANAGER,
        certdc_id="si.kalmia",
        contact="karine.kalmia@ch-demo.example",
        rights={Right.SI_MANAGER: ""},
        play="Demander « Mot de passe oublié » avec l’identifiant CertDc, puis ouvrir « Mon raccordement » : "
        "une demande dans chaque état.",
        watch="Le lien part à l’adresse professionnelle ordinaire du gestionnaire SI, qui n’a pas à être MSSanté. La "
        "liste dit de chaque demande à qui d’agir, et depuis quand.",
    ),
    Sample(
        first_name="Louis",
        last_name="Lilas",
        kind=Kind.STAFF,
        certdc_id="referent.lilas",
        mssante=f"louis.lilas@{DOMAIN}",
        rights={Right.REFERENT: ENTITY},
        play="Ouvrir « Administration », puis un établissement : ajouter une adresse, donner un mot de passe, "
        "envoyer un lien, vider une équipe, exporter les profils.",
        watch="Chaque onglet dit combien de personnes attendent, et le remède est sur leur ligne. Rien d’un autre "
        "établissement ne se voit.",
    ),
    Sample(
        first_name="Mona",
        last_name="Muguet",
        kind=Kind.MAILBOX_HOLDER,
        email="mona.muguet@medimail-demo.example",
        play="Se connecter avec l’adresse du compte Medimail, puis demander « Mot de passe oublié ».",
        watch="Le code arrive à cette adresse, mais aucun lien de réinitialisation : elle n’est pas MSSanté. Tristan "
        "Tilleul, qui administre Medimail, peut lui en faire envoyer un depuis sa fiche.",
    ),
    Sample(
        first_name="Noé",
        last_name="Narcisse",
        kind=Kind.MAILBOX_HOLDER,
        email=f"noe.narcisse@{DOMAIN}",
        mssante=f"noe.narcisse@{DOMAIN}",
        rights={Right.ADMINISTRATOR: ""},
        play="Se connecter deux fois depuis le même navigateur.",
        watch="L’administration ne retient aucun navigateur : le code est demandé à chaque fois.",
    ),
    Sample(
        first_name="Ophélie",
        last_name="Orchis",
        kind=Kind.MAILBOX_HOLDER,
        email=f"ophelie.orchis@{DOMAIN}",
        mssante=f"ophelie.orchis@{DOMAIN}",
        rights={Right.MEDIMAIL_ADMINISTRATOR: ""},
        play="Se connecter, ouvrir une seconde session ailleurs, puis la fermer depuis « Mon compte » ; ouvrir "
        "« Structures Medimail » : toutes les structures.",
        watch="La page suivante demandée par la session fermée est refusée. Le GRADeS crée, déplace et ferme les "
        "structures.",
    ),
    Sample(
        first_name="Pascale",
        last_name="Pervenche",
        kind=Kind.MAILBOX_HOLDER,
        email=f"pascale.pervenche@{DOMAIN}",
        mssante=f"pascale.pervenche@{DOMAIN}",
        rights={Right.INSTRUCTOR: ""},
        play="Ouvrir « Instruction », prendre la demande en retard, demander une correction avec un modèle.",
        watch="Karine Kalmia reçoit le motif par courriel ; l’historique est le même des deux côtés, sauf les notes "
        "internes, que seuls les instructeurs voient.",
    ),
    Sample(
        first_name="Quentin",
        last_name="Quetsche",
        kind=Kind.MAILBOX_HOLDER,
        email=f"quentin.quetsche@{DOMAIN}",
        mssante=f"quentin.quetsche@{DOMAIN}",
        rights={Right.INSTRUCTOR: ""},
        play="Dans un autre navigateur, prendre la même demande que Pascale Pervenche, une seconde après elle.",
        watch="Rien n’est fait deux fois : la page dit qui est passé avant, et quand.",
    ),
    Sample(
        first_name="Rémi",
        last_name="Roseau",
        kind=Kind.SI_MANAGER,
        certdc_id="si.roseau",
        contact="remi.roseau@ch-demo.example",
        rights={Right.SI_MANAGER: ""},
        play="Ouvrir « Mon raccordement », inviter un collègue, changer les établissements, demander la "
        "production. Puis se déconnecter dans un autre onglet pendant qu’un message s’écrit, et l’envoyer.",
        watch="Sa seule demande s’ouvre aussitôt. Un établissement ajouté attend l’instructeur, la liste reste "
        "raccordée. Le message est de retour après la connexion.",
    ),
    Sample(
        first_name="Suzanne",
        last_name="Sauge",
        kind=Kind.STAFF,
        certdc_id="referente.sauge",
        mssante=f"suzanne.sauge@{DOMAIN}",
        rights={Right.REFERENT: PLACE},
        play="Dans un autre navigateur, modifier le même profil que Louis Lilas, après lui.",
        watch="Son établissement s’ouvre aussitôt. Rien n’est écrasé : la page dit que le profil a changé, et sa "
        "saisie est encore là.",
    ),
    Sample(
        first_name="Tristan",
        last_name="Tilleul",
        kind=Kind.MAILBOX_HOLDER,
        email=f"tristan.tilleul@{DOMAIN}",
        mssante=f"tristan.tilleul@{DOMAIN}",
        play="Ouvrir « Structures Medimail » : valider, relancer, rejeter un compte, changer une adresse mail.",
        watch="Administrateur d’une structure mère : sa fille s’ouvre aussi. Ce que seul le GRADeS peut faire n’est "
        "pas proposé.",
    ),
    Sample(
        first_name="Violaine",
        last_name="Verveine",
        kind=Kind.MAILBOX_HOLDER,
        email=f"violaine.verveine@{DOMAIN}",
        mssante=f"violaine.verveine@{DOMAIN}",
        play="Ouvrir « Structures Medimail » : une seule structure, fille de celle de Tristan Tilleul.",
        watch="La structure mère ne se voit pas, ni ses comptes.",
    ),
)
