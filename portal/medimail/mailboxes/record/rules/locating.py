"""Where somebody is: postal code, city, département and région hold together, and the last two follow from the first.

« La région doit obligatoirement être renseignée » (source 002 p. 18); source 003 asks for the four. A postal code that
the register does not know, such as those of CEDEX, still tells its département.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.reference import Facts, Lists
from portal.medimail.mailboxes.record.rules.sheets import Fault, Sheet
from portal.medimail.structures.rules.locating import Town, departement_of, is_named


def located(sheet: Sheet, lists: Lists, communes: Sequence[Town]) -> Sheet:
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
    if (
        sheet.postal_code
        and sheet.city
        and facts.communes
        and not any(is_named(sheet.city, town) for town in facts.communes)
    ):
        names = ", ".join(commune.name for commune in facts.communes[:5])
        yield Fault(
            Field.CITY,
            "ville_hors_cp",
            f"Le code postal {sheet.postal_code} est celui de\u00a0: {names}. Corrigez le code postal ou la ville.",
        )
    if possible and facts.lists.departements and possible.isdisjoint(facts.lists.departements):
        yield Fault(
            Field.POSTAL_CODE,
            "code_postal_inconnu",
            f"Aucun département n’a de code postal qui commence comme {sheet.postal_code}\u00a0; corrigez-le.",
        )
    elif sheet.departement and possible and sheet.departement not in possible:
        yield Fault(
            Field.DEPARTEMENT,
            "departement_hors_cp",
            f"Le code postal {sheet.postal_code} n’est pas de ce département\u00a0; corrigez le code "
            "postal ou le département.",
        )
    known = facts.lists.departements.get(sheet.departement)
    if known and sheet.region and known[1] != sheet.region:
        yield Fault(
            Field.REGION,
            "region_hors_departement",
            f"{known[0]} n’est pas dans cette région\u00a0; corrigez la région.",
        )


def _departements(postal_code: str, towns: Sequence[Town]) -> frozenset[str]:
    """Those that a postal code may be of; none when there is none."""
    if towns:
        return frozenset(town.departement for town in towns)
    return frozenset({departement_of(postal_code)} if postal_code else ())
