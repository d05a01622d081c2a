"""Where a structure is: the commune follows from the postal code, the département and the région from the commune.

Source 002 p. 4-5. That of a CEDEX is in no register, but tells its département, where the town is looked for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.identifiers import Refused
from portal.registers.rules.folding import fold

_WHOLE = re.compile(r"(.{2,}?)[\s,]+([0-9]{5})\s+([^0-9].*)")
_POSTAL_CODE = re.compile(r"[0-9]{5}")
_CORSICA = {"200": "2A", "201": "2A", "202": "2B", "206": "2B"}
_OVERSEAS = ("97", "98")
_CEDEX = "cedex"
_NAMED = 5


@dataclass(frozen=True)
class Town:
    """A commune of the register."""

    name: str
    departement: str


@dataclass(frozen=True)
class Located:
    """What is kept of a place."""

    postal_code: str = ""
    city: str = ""
    departement: str | None = None


def split(address: str) -> tuple[str, str, str] | None:
    """The street, postal code and town of an address written whole; None when it is not."""
    found = _WHOLE.fullmatch(address.strip())
    return (found[1].rstrip(" ,"), found[2], found[3].strip()) if found else None


def departement_of(postal_code: str) -> str:
    """The département that a postal code is of, by its digits."""
    if postal_code.startswith(_OVERSEAS):
        return postal_code[:3]
    return _CORSICA.get(postal_code[:3], postal_code[:2])


def bare(text: str) -> str:
    """A town as it is compared: « Bourg-en-Bresse CEDEX 9 » is « bourg en bresse »."""
    found = fold(text).split()
    return " ".join(found[: found.index(_CEDEX)] if _CEDEX in found else found)


def is_named(city: str, town: Town) -> bool:
    """Whether this is what the town is called, or an arrondissement of it (« Paris 15 »), or its sorting office."""
    return re.fullmatch(rf"{re.escape(bare(town.name))}( [0-9].*)?", bare(city)) is not None


def locate(postal_code: str, city: str, towns: Sequence[Town], named: Sequence[Town]) -> Located | Refused:
    """The place of this postal code and this town.

    Args:
        postal_code: As typed.
        city: As typed; empty, it follows from the postal code where that leaves no doubt.
        towns: Those that have this postal code.
        named: Those of this name in the département of the postal code, for a CEDEX.
    """
    if not postal_code and not city:
        return Located()
    if not _POSTAL_CODE.fullmatch(postal_code):
        return Refused(
            "code_postal_forme", f"Le code postal compte cinq chiffres\u00a0; vous avez saisi {len(postal_code)}."
        )
    if not towns:
        return _beyond(postal_code, city, named)
    if not city and len(towns) == 1:
        return Located(postal_code, towns[0].name, towns[0].departement)
    found = next((town for town in towns if is_named(city, town)), None)
    if found:
        return Located(postal_code, found.name, found.departement)
    names = ", ".join(town.name for town in towns[:_NAMED]) + ("…" if len(towns) > _NAMED else "")
    what = "Corrigez le code postal ou la commune." if city else "Saisissez la commune."
    return Refused("commune_autre", f"Le code postal {postal_code} est celui de\u00a0: {names}. {what}")


def _beyond(postal_code: str, city: str, named: Sequence[Town]) -> Located | Refused:
    """A postal code that the register does not know."""
    if not city:
        return Refused(
            "commune_vide", "Ce code postal n’est pas au registre des communes\u00a0; saisissez aussi la commune."
        )
    if named:
        return Located(postal_code, city, named[0].departement)
    return Refused(
        "commune_inconnue",
        f"Aucune commune de ce nom dans le département {departement_of(postal_code)}\u00a0; "
        "vérifiez le code postal et la commune.",
    )
