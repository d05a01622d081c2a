"""Where somebody is: postal code, city, département and région hold together, and the last two follow from the first.

« La région doit obligatoirement être renseignée » (source 002 p. 18); source 003 asks for the four. A postal code that
the register does not know, such as those of CEDEX, still tells its département.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from portal.folding import words
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.reference import Commune, Facts, Lists
from portal.medimail.mailboxes.record.rules.sheets import Fault, Sheet

_CEDEX = "cedex"
_CORSICA = {"200": "2A", "201": "2A", "202": "2B", "206": "2B"}
_OVERSEAS = ("97", "98")


def located(sheet: Sheet, lists: Lists, communes: Sequence[Commune]) -> Sheet:
    """The sheet, of which an empty département or région is filled when what comes before leaves no doubt."""
    possible = _departements(sheet.postal_code, communes)
    only = next(iter(possible)) if len(possible) == 1 else ""
    departement = sheet.departement or (only if only in lists.departements else "")
    city = sheet.city or (communes[0].name.upper() if len(communes) == 1 else "")
    region = sheet.region or (lists.departements[departement][1] if departement in lists.departements else "")
    return replace(sheet, city=city, departement=departement, region=region)


def misplaced(sheet: Sheet, facts: Facts) -> Iterator[Fault]:
    """What does not hold together."""
    possible = _departements(sheet.postal_code, facts.communes)
    if sheet.postal_code and sheet.city and facts.communes and not _is_of(sheet.city, facts.communes):
        names = ", ".join(commune.name for commune in facts.communes[:5])
        yield Fault(
            Field.CITY,
            "ville_hors_cp",
            f"Le code postal {sheet.postal_code} est celui de\u00a0: {names}. Corrigez l’un.",
        )
    if sheet.departement and possible and sheet.departement not in possible:
        yield Fault(
            Field.DEPARTEMENT,
            "departement_hors_cp",
            f"Le code postal {sheet.postal_code} n’est pas de ce département\u00a0; corrigez l’un ou l’autre.",
        )
    known = facts.lists.departements.get(sheet.departement)
    if known and sheet.region and known[1] != sheet.region:
        yield Fault(
            Field.REGION,
            "region_hors_departement",
            f"{known[0]} n’est pas dans cette région\u00a0; corrigez la région.",
        )


def _departements(postal_code: str, communes: Sequence[Commune]) -> frozenset[str]:
    """Those that a postal code may be of; none when there is none."""
    if communes:
        return frozenset(commune.departement for commune in communes)
    if not postal_code:
        return frozenset()
    if postal_code.startswith(_OVERSEAS):
        return frozenset({postal_code[:3]})
    return frozenset({_CORSICA.get(postal_code[:3], postal_code[:2])})


def _is_of(city: str, communes: Sequence[Commune]) -> bool:
    """Whether this is one of these communes, an arrondissement of one, or the sorting office of one."""
    typed = _bare(city)
    return any(typed[: len(known)] == known and _follows(typed[len(known) :]) for known in map(_name, communes))


def _name(commune: Commune) -> list[str]:
    return _bare(commune.name)


def _bare(text: str) -> list[str]:
    return ["saint" if word == "st" else "sainte" if word == "ste" else word for word in words(text)]


def _follows(rest: list[str]) -> bool:
    return not rest or rest[0] == _CEDEX or rest[0][:1].isdigit()
