"""What the picker shows, and what pressing one of its buttons changes; the caller keeps the choice.

A page that picks establishments puts a `PickerForm` in its own form, reads the choice with `forms.read_choice`, acts
with `press`, then shows `view` with templates/raccordement/picker/_picker.html.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.config import settings
from portal.raccordement.picker import rules, store, unfound
from portal.raccordement.picker.rules import MAX_LISTED, MAX_TEXT, Choice, Done, Gesture, Known, Press, Wrong
from portal.raccordement.picker.unfound import Nothing
from portal.registers import store as registers
from portal.registers.models import Establishment, Register

# Establishments asked of the register, juridical ones shown, territorials shown under each.
_ASKED, SHOWN, EXAMPLES = 60, 10, 4
_SIREN = 9


@dataclass(frozen=True)
class Found:
    """A juridical establishment that answers to a search, by some of its territorials."""

    finess_ej: str
    siren: str
    total: int
    examples: tuple[Establishment, ...]
    chosen: bool


@dataclass(frozen=True)
class Search:
    """What a search has found.

    Attributes:
        text: What was typed.
        found: Juridical establishments, in the order of the register's answer.
        more: Whether others answer as well.
        left: What has left the register under the number typed, when nothing else answers.
        why: Why nothing does.
    """

    text: str = ""
    found: tuple[Found, ...] = ()
    more: bool = False
    left: Establishment | None = None
    why: Nothing | None = None


def search(session: Session, text: str, juridicals: Iterable[str] = ()) -> Search:
    """Look for establishments, grouped by juridical one in the order of the register's answer."""
    text = text.strip()[:MAX_TEXT]
    if not text:
        return Search()
    rows = registers.search(session, text, limit=_ASKED)
    groups = _by_juridical(rows)
    if not groups:
        number = "".join(text.split()).upper()
        left = store.left_by_number(session, number)
        return Search(text, left=left, why=unfound.explain(text, check_key=settings().check_keys))
    shown = list(groups)[:SHOWN]
    totals, picked = store.counts(session, shown), set(juridicals)
    found = tuple(_found(number, groups[number], totals.get(number, 0), chosen=number in picked) for number in shown)
    return Search(text, found, more=len(groups) > SHOWN or len(rows) == _ASKED)


def _found(number: str, rows: Sequence[Establishment], total: int, *, chosen: bool) -> Found:
    return Found(number, _siren(rows), total, tuple(rows[:EXAMPLES]), chosen)


def _siren(rows: Iterable[Establishment]) -> str:
    """The SIREN that the SIRET of the territorials share; nothing when they have none, or several."""
    numbers = {row.siret[:_SIREN] for row in rows if row.siret}
    return numbers.pop() if len(numbers) == 1 else ""


@dataclass(frozen=True)
class Place:
    """A territorial establishment, as its box shows it."""

    finess_et: str
    name: str
    town: str
    ticked: bool
    left_on: date | None


@dataclass(frozen=True)
class Picked:
    """A juridical establishment that was picked, and its territorials."""

    finess_ej: str
    siren: str
    places: tuple[Place, ...]

    @property
    def ticked(self) -> int:
        """How many are ticked."""
        return sum(place.ticked for place in self.places)


@dataclass(frozen=True)
class View:
    """What the picker shows; `published_on` is the day of the register, `is_empty` says that it was never loaded."""

    search: Search
    picked: tuple[Picked, ...]
    published_on: date | None
    is_empty: bool

    @property
    def ticked(self) -> int:
        """How many territorials are ticked in all."""
        return sum(picked.ticked for picked in self.picked)


def view(session: Session, choice: Choice, text: str = "") -> View:
    """The picker with this choice made and this text searched."""
    rows = store.under(session, choice.juridicals, choice.territorials, MAX_LISTED)
    edition, groups = registers.edition(session, Register.FINESS), _by_juridical(rows)
    return View(
        search=search(session, text, choice.juridicals),
        picked=tuple(_picked(number, groups.get(number, []), choice.territorials) for number in choice.juridicals),
        published_on=edition.published_on if edition else None,
        is_empty=edition is None and not rows and store.is_empty(session),
    )


def _by_juridical(rows: Iterable[Establishment]) -> dict[str, list[Establishment]]:
    """The territorials under the number of their juridical establishment, in the order in which they come."""
    groups: dict[str, list[Establishment]] = {}
    for row in rows:
        groups.setdefault(row.finess_ej, []).append(row)
    return groups


def _picked(number: str, rows: Sequence[Establishment], ticked: frozenset[str]) -> Picked:
    places = tuple(
        Place(row.finess_et, row.full_name, row.routing, row.finess_et in ticked, row.left_on) for row in rows
    )
    return Picked(number, _siren(rows), places)


def press(session: Session, choice: Choice, asked: Press) -> tuple[Choice, Done]:
    """Do what a button asks."""
    adds = asked.gesture in {Gesture.ADD, Gesture.ALL}
    rows = store.under(
        session, {*choice.juridicals, asked.finess_ej} if adds else {asked.finess_ej}, (), MAX_LISTED + 1
    )
    places = [row.finess_et for row in rows if row.finess_ej == asked.finess_ej]
    if asked.gesture in {Gesture.REMOVE, Gesture.NONE}:
        # What is ticked and has left the register since goes with its juridical establishment.
        rows = store.under(session, (), choice.territorials, MAX_LISTED)
        places += [row.finess_et for row in rows if row.finess_ej == asked.finess_ej]
    return rules.press(choice, asked, places, listed=len(rows) - len(places) if adds else 0)


def settle(session: Session, choice: Choice) -> tuple[Choice, list[Wrong]]:
    """What may be kept of a choice as a browser sent it, and what was left out."""
    if not choice.territorials:
        return choice, []
    known = _known(session, choice)
    strangers = choice.territorials - known.keys()
    juridicals = store.juridical_among(session, strangers) if strangers else set()
    return rules.settle(choice, known, juridicals)


def faults(session: Session, choice: Choice) -> list[Wrong]:
    """What keeps this choice from being sent."""
    return rules.faults(choice, _known(session, choice))


def _known(session: Session, choice: Choice) -> dict[str, Known]:
    rows = store.under(session, (), choice.territorials, MAX_LISTED)
    return {row.finess_et: Known(row.finess_ej, row.left_on) for row in rows}
