"""Why a file is not read: a stable code for programs, a French sentence that says what to do for the person.

Each code has its line in docs/metier/fichiers.md; a test holds the two together.
"""

from collections.abc import Iterable

from portal.identifiers.refused import Refused
from portal.tabular.limits import MEBIBYTE

_NEW_WORKBOOK = "Copiez vos seules lignes dans un classeur neuf, puis envoyez celui-ci."
_SAVE_AGAIN = "Ouvrez-le dans un tableur, enregistrez-le au format XLSX, puis envoyez ce nouveau fichier."

SENTENCES = {
    "fichier_vide": "Ce fichier est vide. Choisissez celui qui contient vos lignes.",
    "fichier_trop_gros": "Ce fichier pèse {size} ; la limite est de {limit}. Partagez-le en plusieurs fichiers.",
    "fichier_autre": "Ce fichier est {kind}, quel que soit son nom. Enregistrez vos lignes au format CSV, XLSX, XLS ou "
    "ODS, puis envoyez ce fichier-là.",
    "fichier_macros": "Ce classeur contient des macros, que le portail n’ouvre pas. Enregistrez-le au format "
    "« Classeur Excel (.xlsx) », puis envoyez ce nouveau fichier.",
    "fichier_protege": "Ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis "
    "envoyez-le de nouveau.",
    "fichier_abime": f"Ce classeur est abîmé et ne peut pas être lu en entier. {_SAVE_AGAIN}",
    "classeur_deplie": "Une fois décompressé, ce classeur dépasse {limit}. " + _NEW_WORKBOOK,
    "classeur_trop_lourd": f"Ce classeur demande trop de calculs ou de mémoire pour être lu. {_NEW_WORKBOOK}",
    "encodage_mele": "Ce fichier mélange deux encodages : la ligne {utf8} est en UTF-8, la ligne {other} ne l’est pas. "
    "Rouvrez-le dans un tableur, corrigez les lettres accentuées de ces lignes et enregistrez-le au format "
    "« CSV UTF-8 ».",
    "encodage_faux": "La ligne {line} ne se lit pas en {encoding}. Choisissez un autre encodage, ou enregistrez le "
    "fichier au format « CSV UTF-8 ».",
    "encodage_inconnu": "La ligne {line} contient un caractère qui n’est d’aucun encodage connu. Enregistrez le "
    "fichier au format « CSV UTF-8 », puis envoyez-le de nouveau.",
    "caractere_nul": "La ligne {line} contient un caractère nul, qu’aucun texte ne contient. " + _SAVE_AGAIN,
    "guillemets": "À la ligne {line}, un guillemet est mal placé ou n’est pas refermé. Corrigez-le : une case entre "
    "guillemets s’ouvre et se ferme par un guillemet, et un guillemet gardé dans le texte s’y écrit deux fois.",
    "ligne_longue": "La ligne {line} dépasse {limit} caractères. Vérifiez que le fichier est bien un tableau, avec une "
    "personne ou une donnée par ligne.",
    "lignes_trop": "Ce fichier compte plus de {limit} lignes. Partagez-les en plusieurs fichiers.",
    "colonnes_trop": "La cellule {cell} est trop loin à droite : un fichier a au plus {limit} colonnes. Videz ce qui "
    "dépasse de votre tableau, enregistrez, puis envoyez le fichier de nouveau.",
    "cellule_longue": "La cellule {cell} dépasse {limit} caractères. Raccourcissez-la ou, si c’est un CSV, refermez le "
    "guillemet qui l’ouvre, puis envoyez le fichier de nouveau.",
    "colonnes_absentes": "Il manque {names}. La première ligne du fichier doit nommer les colonnes, comme dans le "
    "modèle ; ajoutez ce qui manque, puis envoyez le fichier de nouveau.",
    "colonnes_doubles": "Plusieurs colonnes portent le même nom : {names}. Gardez-en une de chaque, puis envoyez le "
    "fichier de nouveau.",
    "fichier_sans_ligne": "Ce fichier n’a que sa ligne d’en-tête. Ajoutez vos lignes au-dessous, puis envoyez-le de "
    "nouveau.",
}


class NotRead(Exception):  # noqa: N818 - the refusal inside is for the person, and never leaves this package as an error
    """The file is refused: raised deep inside a reader, handed over as a value by the one who opens."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


def refusal(code: str, **values: object) -> NotRead:
    """The refusal of this code, its sentence filled in."""
    said = {name: counted(value) if isinstance(value, int) else value for name, value in values.items()}
    return NotRead(Refused(code, SENTENCES[code].format(**said)))


def counted(number: int) -> str:
    """A number as a French page writes it: 20 000, with spaces at which no line breaks."""
    return f"{number:,}".replace(",", "\u202f")


def weighed(size: int) -> str:
    """A size in bytes, in the unit that a file manager shows, rounded up."""
    if size < MEBIBYTE:
        return f"{counted(-(-size // 1024))}\u00a0Ko"
    return f"{counted(-(-size // MEBIBYTE))}\u00a0Mo"


def quoted(names: Iterable[str]) -> str:
    """Names in a sentence: « Nom », « Prénom »."""
    return ", ".join(f"«\u00a0{name}\u00a0»" for name in names)
