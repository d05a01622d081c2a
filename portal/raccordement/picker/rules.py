"""What a choice of establishments is, and what each button of the picker does to it (source 004 p. 3 and 12).

A juridical establishment (EJ) is picked, then its territorials (ET) are ticked; at most 200 of them in one request.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from portal.raccordement.record.rules import MAX_ESTABLISHMENTS

# What is searched: longer than any name.
MAX_TEXT = 100
# What one page lists: beyond, nobody reads it, and an attacker would have it made over and over.
MAX_LISTED = 1000
_NUMBER = re.compile(r"[0-9A-Z]{1,14}")
# As many juridical ones: each brings one territorial at least.
MAX_JURIDICALS = MAX_ESTABLISHMENTS


@dataclass(frozen=True)
class Choice:
    """Juridical establishments in the order of their choice, and the territorials ticked, by their numbers."""

    juridicals: tuple[str, ...] = ()
    territorials: frozenset[str] = frozenset()


class Gesture(StrEnum):
    """A button of the picker: its word, sent with the number of a juridical establishment."""

    ADD = "ajouter"
    REMOVE = "supprimer"
    ALL = "tous"
    NONE = "aucun"


@dataclass(frozen=True)
class Press:
    """A button pressed."""

    gesture: Gesture
    finess_ej: str


def read_press(text: str) -> Press | None:
    """The button that sends `ajouter:010780054`; None when it is another form's."""
    word, _, number = text.partition(":")
    return Press(Gesture(word), number) if word in set(Gesture) and is_number(number) else None


def is_number(text: str) -> bool:
    """Whether a text that was sent may be the number of an establishment, and so be looked for."""
    return _NUMBER.fullmatch(text) is not None


@dataclass(frozen=True)
class Added:
    """Picked, with so many territorials, all ticked."""

    finess_ej: str
    count: int


@dataclass(frozen=True)
class AddedBare:
    """Picked, with so many territorials that none is ticked: together they would be too many."""

    finess_ej: str
    count: int


@dataclass(frozen=True)
class Already:
    """It was picked before."""

    finess_ej: str


@dataclass(frozen=True)
class Removed:
    """Taken off, with its territorials."""

    finess_ej: str


@dataclass(frozen=True)
class AllTicked:
    """Its territorials, so many, are all ticked now."""

    finess_ej: str
    count: int


@dataclass(frozen=True)
class NoneTicked:
    """None of its territorials is ticked any more."""

    finess_ej: str


@dataclass(frozen=True)
class NoRoom:
    """Ticking them would make more than a request may have."""

    finess_ej: str
    count: int


@dataclass(frozen=True)
class PageFull:
    """The page lists as many establishments as it can: another request is the way."""


@dataclass(frozen=True)
class UnknownJuridical:
    """No open establishment of the register is under this number."""

    number: str


Done = Added | AddedBare | Already | Removed | AllTicked | NoneTicked | NoRoom | PageFull | UnknownJuridical


def press(choice: Choice, asked: Press, open_places: Sequence[str], listed: int) -> tuple[Choice, Done]:
    """What a button does.

    Args:
        choice: Before it.
        asked: The button.
        open_places: The territorials of the juridical establishment that are in the register.
        listed: How many establishments the page lists already.
    """
    number, those = asked.finess_ej, frozenset(open_places)
    match asked.gesture:
        case Gesture.REMOVE:
            kept = tuple(ej for ej in choice.juridicals if ej != number)
            return Choice(kept, choice.territorials - those), Removed(number)
        case Gesture.NONE:
            return replace(choice, territorials=choice.territorials - those), NoneTicked(number)
        case Gesture.ADD | Gesture.ALL if number not in choice.juridicals:
            return _add(choice, number, those, listed)
        case Gesture.ADD:
            return choice, Already(number)
        case Gesture.ALL:
            if has_room(choice, those):
                return replace(choice, territorials=choice.territorials | those), AllTicked(number, len(those))
            return choice, NoRoom(number, len(those))


def _add(choice: Choice, number: str, those: frozenset[str], listed: int) -> tuple[Choice, Done]:
    if not those:
        return choice, UnknownJuridical(number)
    if listed + len(those) > MAX_LISTED or len(choice.juridicals) >= MAX_JURIDICALS:
        return choice, PageFull()
    picked = replace(choice, juridicals=(*choice.juridicals, number))
    if not has_room(choice, those):
        return picked, AddedBare(number, len(those))
    return replace(picked, territorials=choice.territorials | those), Added(number, len(those))


def has_room(choice: Choice, those: Iterable[str]) -> bool:
    """Whether these may be ticked as well."""
    return len(choice.territorials | frozenset(those)) <= MAX_ESTABLISHMENTS


@dataclass(frozen=True)
class Known:
    """What decides of a territorial establishment: the juridical one above it, and when it left the register."""

    finess_ej: str
    left_on: date | None = None


@dataclass(frozen=True)
class NotTerritorial:
    """The number is that of a juridical establishment, given as a territorial one."""

    number: str


@dataclass(frozen=True)
class NotInRegister:
    """The register does not know this number."""

    number: str


@dataclass(frozen=True)
class NotPicked:
    """The territorial is under a juridical establishment that was not picked, or was taken off."""

    number: str


@dataclass(frozen=True)
class LeftRegister:
    """The establishment has left the register: it cannot be connected any more."""

    number: str
    left_on: date


@dataclass(frozen=True)
class NothingTicked:
    """No territorial is ticked under this juridical establishment."""

    finess_ej: str


@dataclass(frozen=True)
class NothingPicked:
    """No establishment is chosen at all."""


@dataclass(frozen=True)
class TooMany:
    """More territorials are ticked than one request may have."""

    count: int


Wrong = NotTerritorial | NotInRegister | NotPicked | LeftRegister | NothingTicked | NothingPicked | TooMany


def settle(choice: Choice, known: Mapping[str, Known], juridical_numbers: Iterable[str]) -> tuple[Choice, list[Wrong]]:
    """What may be kept of a choice as it was sent, and what was left out of it.

    Args:
        choice: The numbers, as a browser, or a program, sent them.
        known: The territorials that the register knows, those that have left it included.
        juridical_numbers: Those numbers, sent as territorials, that are known as juridical ones.
    """
    picked, juridicals = set(choice.juridicals), set(juridical_numbers)
    kept, wrong = set(), list[Wrong]()
    for number in sorted(choice.territorials):
        place = known.get(number)
        if place is None:
            wrong.append(NotTerritorial(number) if number in juridicals else NotInRegister(number))
        elif place.finess_ej not in picked:
            wrong.append(NotPicked(number))
        else:
            kept.add(number)
    return replace(choice, territorials=frozenset(kept)), wrong


def faults(choice: Choice, known: Mapping[str, Known]) -> list[Wrong]:
    """What keeps a choice from being sent; empty when nothing does."""
    if not choice.juridicals:
        return [NothingPicked()]
    found: list[Wrong] = []
    if len(choice.territorials) > MAX_ESTABLISHMENTS:
        found.append(TooMany(len(choice.territorials)))
    ticked = {number: known[number] for number in sorted(choice.territorials) if number in known}
    found += [LeftRegister(number, place.left_on) for number, place in ticked.items() if place.left_on]
    above = {place.finess_ej for place in ticked.values()}
    return found + [NothingTicked(ej) for ej in choice.juridicals if ej not in above]
