"""Why a search of establishments has found nothing: a number misspelt, one that is absent, words that name nothing."""

from dataclasses import dataclass

from portal.identifiers import Refused, finess, siret
from portal.registers.rules.folding import ByNumber, read_query


@dataclass(frozen=True)
class Misspelt:
    """What was typed is a number that cannot be one; the sentence says why, the proposal what was probably meant."""

    message: str
    proposal: str | None


@dataclass(frozen=True)
class Absent:
    """A number that is well formed (a FINESS, a SIREN or a SIRET), and that the register does not know."""

    kind: str
    number: str


@dataclass(frozen=True)
class NowhereThere:
    """No establishment at this postal or INSEE code."""

    number: str


@dataclass(frozen=True)
class NoSuchName:
    """No establishment answers to these words."""


Nothing = Misspelt | Absent | NowhereThere | NoSuchName

_SIRET, _PLACE = 14, 5


def explain(text: str, *, check_key: bool) -> Nothing:
    """Why nothing was found for what was typed."""
    number = read_query(text)
    if not isinstance(number, ByNumber):
        return NoSuchName()
    typed = number.prefixes[0]
    match len(typed):
        case length if length == _PLACE:
            return NowhereThere(typed)
        case length if length == _SIRET:
            return _read("SIRET", typed, siret.parse(typed, check_key=check_key))
        case _:
            # Nine digits are those of a FINESS and of a SIREN alike, with the same key.
            kind = "FINESS ou SIREN" if typed.isdigit() else "FINESS"
            return _read(kind, typed, finess.parse(typed, check_key=check_key))


def _read(kind: str, typed: str, found: str | Refused) -> Nothing:
    return Misspelt(found.message, found.proposal) if isinstance(found, Refused) else Absent(kind, typed)
