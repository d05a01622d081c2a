"""How each of the 36 fields is read: a value, or the reason why not. Case, spaces and accents refuse nobody.

Source 003 section 3 says how each is written; the same reading serves the form, the file and its report.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from portal.folding import words
from portal.identifiers import Refused, adeli, mssante, rpps
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.reference import Lists
from portal.medimail.mailboxes.record.rules.sheets import Fault, Read, Sheet, Title, Value
from portal.medimail.structures.rules.reading import LOCAL, MAX_LOCAL, address, number, phone
from portal.medimail.structures.rules.settings import NumberKind

Cell = Callable[[str], Value | Refused]

MAX_NAME, MAX_LINE, MAX_DESCRIPTION, MAX_CONNECTIONS = 100, 200, 500, 50
YEARS = range(2000, 2101)
_CENTURY = 2000

_POSTAL_CODE = re.compile(r"[0-9]{5}")
_DATES = (
    (re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{2})"), (1, 2, 3)),
    (re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"), (1, 2, 3)),
    (re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"), (3, 2, 1)),
)
_YES = {"oui": True, "non": False, "o": True, "n": False}
_ADDRESSES = re.compile(r"[;,\s]+")


def read(texts: Mapping[Field, str], lists: Lists, *, check_key: bool = True) -> Read:
    """Read the fields that are given; an empty text is nothing filled in, never a fault."""
    cells = {**_CELLS, **_of_lists(lists), **_of_numbers(texts, check_key=check_key)}
    values: dict[str, Any] = {}
    faults = []
    for name in Field:
        typed = line(texts.get(name, ""))
        if not typed:
            continue
        found = cells[name](typed)
        if isinstance(found, Refused):
            faults.append(Fault(name, found.code, found.message))
        else:
            values[name.value] = found
    return Read(Sheet(**values), tuple(faults))


def others(texts: Mapping[Field, str]) -> tuple[str, ...]:
    """The addresses of the accounts that a sheet rests on: those that open it, that of whoever reads the answers."""
    typed = " ".join(texts.get(name, "") for name in (Field.CONNECTIONS, Field.RETURN_ADDRESS)).lower()
    found = (address(part) for part in dict.fromkeys(_ADDRESSES.split(typed)))
    return tuple(one for one in found if isinstance(one, str))[: MAX_CONNECTIONS + 1]


def line(text: str) -> str:
    """One line of text, single-spaced."""
    return " ".join(text.split())


def _at_most(size: int) -> Cell:
    return lambda text: _short(text, size)


def _short(text: str, size: int) -> str | Refused:
    if len(text) <= size and text.isprintable():
        return text
    return Refused("texte_trop_long", f"{size}\u00a0caractères au plus, sans signe invisible\u00a0; abrégez.")


def _upper(text: str) -> str | Refused:
    # Measured once it is written: « ß » is two letters in capitals.
    return _short(text.upper(), MAX_NAME)


def _postal_code(text: str) -> str | Refused:
    if _POSTAL_CODE.fullmatch(text):
        return text
    return Refused("cp_forme", "Un code postal compte cinq chiffres, comme 31000.")


def _yes(text: str) -> bool | Refused:
    found = _YES.get("".join(words(text)))
    return Refused("oui_non", "Répondez par OUI ou par NON.") if found is None else found


def _kind(text: str) -> Kind | Refused:
    found = next((kind for kind in Kind if kind.value == text.upper()), None)
    return found or Refused("type_inconnu", "Les types de BAL sont MED, PER, INT, ORG et APP.")


def _place_kind(text: str) -> NumberKind | Refused:
    found = next((kind for kind in NumberKind if kind.value == text.lower()), None)
    return found or Refused("type_identifiant", "Le type d’identifiant est FINESS, SIREN ou SIRET.")


def _title(text: str) -> str | Refused:
    found = next((title.value for title in Title if words(title.value) == words(text)), None)
    return found or Refused("civilite_inconnue", "La civilité d’exercice est Docteur ou Professeur.")


def expires_on(text: str) -> date | Refused:
    """« AA-MM-JJ »; also as a browser's calendar sends it, and as one writes it."""
    for shape, (year, month, day) in _DATES:
        if found := shape.fullmatch(text):
            short = int(found[year])
            try:
                made = date(short if short >= YEARS[0] else _CENTURY + short, int(found[month]), int(found[day]))
            except ValueError:
                break
            if made.year in YEARS:
                return made
    return Refused("date_forme", "Cette date ne se lit pas\u00a0; écrivez-la comme 31/12/2027 ou 27-12-31.")


def _return_address(text: str) -> str | Refused:
    return mssante.parse(text)


def _local(text: str) -> str | Refused:
    """What comes before @; the domain is that of the structure."""
    found = mssante.parse(f"{text}@x.mssante.fr")
    return Refused(found.code, found.message) if isinstance(found, Refused) else found.partition("@")[0]


def _apicrypt(text: str) -> str | Refused:
    lowered = text.lower()
    if LOCAL.fullmatch(lowered) and len(lowered) <= MAX_LOCAL:
        return lowered
    return Refused(
        "apicrypt_forme",
        "Indiquez ce qui précède la clé de l’établissement\u00a0: «\u00a0test\u00a0» pour "
        "test.cle@medical31.apicrypt.org.",
    )


def _connections(text: str) -> tuple[str, ...] | Refused:
    """« Plusieurs comptes de connexion peuvent être ajoutés (séparateur ;) »."""
    typed = dict.fromkeys(part for part in _ADDRESSES.split(text.lower()) if part)
    wrong = next((part for part in typed if isinstance(address(part), Refused)), None)
    if wrong is not None:
        return Refused(
            "connexion_forme",
            f"«\u00a0{wrong[:MAX_NAME]}\u00a0» n’est pas une adresse mail\u00a0; corrigez-la, et séparez "
            "les adresses par un point-virgule.",
        )
    if len(typed) > MAX_CONNECTIONS:
        return Refused("connexions_trop", f"{MAX_CONNECTIONS}\u00a0comptes de connexion au plus\u00a0; retirez-en.")
    return tuple(typed)


def _one_of(labels: Iterable[str], code: str, what: str) -> Cell:
    """A label of a list, whatever its case and accents."""
    known = {" ".join(words(label)): label for label in labels}

    def cell(text: str) -> str | Refused:
        found = known.get(" ".join(words(text)))
        return found or Refused(code, f"{what} n’est pas dans la liste\u00a0; choisissez parmi les valeurs proposées.")

    return cell


def _coded(names: Mapping[str, str], code: str, what: str) -> Cell:
    """The code of a list, given by itself or by its name."""
    known = {" ".join(words(name)): key for key, name in names.items()}

    def cell(text: str) -> str | Refused:
        found = text.upper() if text.upper() in names else known.get(" ".join(words(text)))
        return found or Refused(code, f"{what} n’est pas dans la liste\u00a0; choisissez parmi les valeurs proposées.")

    return cell


def _of_lists(lists: Lists) -> Mapping[Field, Cell]:
    departements = {code: name for code, (name, _) in lists.departements.items()}
    return {
        Field.PROFESSION: _one_of(lists.trades, "profession_inconnue", "Cette profession"),
        Field.RESPONSIBLE_PROFESSION: _one_of(lists.trades, "profession_inconnue", "Cette profession"),
        Field.SPECIALTY: _one_of(lists.specialties, "specialite_inconnue", "Cette spécialité"),
        Field.DEPARTEMENT: _coded(departements, "departement_inconnu", "Ce département"),
        Field.REGION: _coded(lists.regions, "region_inconnue", "Cette région"),
    }


def _of_numbers(texts: Mapping[Field, str], *, check_key: bool) -> Mapping[Field, Cell]:
    kind = _place_kind(line(texts.get(Field.PLACE_KIND, "")))
    register = NumberKind.FINESS if isinstance(kind, Refused) else kind
    return {
        Field.RPPS: lambda text: rpps.parse(text, check_key=check_key),
        Field.ADELI: lambda text: adeli.parse(text, check_key=check_key),
        Field.RESPONSIBLE_RPPS: lambda text: rpps.parse(text, check_key=check_key),
        Field.PLACE_NUMBER: lambda text: number(register, text, check_key=check_key),
    }


_NAME, _LINE = _at_most(MAX_NAME), _at_most(MAX_LINE)
_CELLS: Mapping[Field, Cell] = {
    Field.ADDRESS: address,
    Field.LAST_NAME: _upper,
    Field.FIRST_NAME: _NAME,
    Field.COMPANY: _LINE,
    Field.SERVICE: _LINE,
    Field.STREET: _LINE,
    Field.COMPLEMENT: _LINE,
    Field.POSTAL_CODE: _postal_code,
    Field.CITY: _upper,
    Field.PHONE: phone,
    Field.OTHER_PHONE: phone,
    Field.DIPLOMA: _NAME,
    Field.IS_LIBERAL: _yes,
    Field.KIND: _kind,
    Field.PLACE_KIND: _place_kind,
    Field.RETURN_ADDRESS: _return_address,
    Field.RESPONSIBLE_LAST_NAME: _upper,
    Field.RESPONSIBLE_FIRST_NAME: _NAME,
    Field.DESCRIPTION: _at_most(MAX_DESCRIPTION),
    Field.TITLE: _title,
    Field.MSSANTE: _local,
    Field.APICRYPT: _apicrypt,
    Field.APICRYPT_SPECIALTY: _NAME,
    Field.EXPIRES_ON: expires_on,
    Field.ALIAS: _LINE,
    Field.CONNECTIONS: _connections,
    Field.STRUCTURE: _LINE,
}
