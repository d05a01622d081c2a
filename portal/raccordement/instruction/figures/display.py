"""What is drawn: columns and bars as shares of the width, so that they keep their shape from a telephone to a desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.raccordement.instruction.figures.rules import Period, Stage, spelt
from portal.raccordement.record.states import State
from portal.web.dates import MONTHS, plural

HEIGHT = 72  # pixels of the highest column
_GAP = 0.25  # of the room of a column, left empty

# Always drawn; the others only when a request came to them.
MAIN = (State.DEPOSITED, State.UNDER_REVIEW, State.TO_CORRECT, State.SANDBOX, State.PRODUCTION_ASKED, State.PRODUCTION)


@dataclass(frozen=True)
class Bar:
    """A rectangle: left side and width in hundredths of the drawing, top and height in pixels."""

    left: float
    width: float
    top: float
    height: float


@dataclass(frozen=True)
class Panel:
    """The columns of one state, all on the same scale."""

    state: State
    total: int
    summary: str
    bars: Sequence[Bar]
    counts: Sequence[int]


def panels(found: Mapping[State, Sequence[int]], period: Period) -> list[Panel]:
    """One drawing a state."""
    states = [state for state in State if state in MAIN or (state is not State.DRAFT and any(found[state]))]
    highest = max((count for state in states for count in found[state]), default=0) or 1
    return [_panel(state, found[state], period, highest) for state in states]


def _panel(state: State, counts: Sequence[int], period: Period, highest: int) -> Panel:
    room = 100 / len(counts)
    bars = [
        Bar(
            round(at * room + room * _GAP / 2, 2),
            round(room * (1 - _GAP), 2),
            round(HEIGHT - HEIGHT * count / highest, 1),
            round(HEIGHT * count / highest, 1),
        )
        for at, count in enumerate(counts)
        if count
    ]
    return Panel(state, sum(counts), _summary(counts, period), bars, counts)


def _summary(counts: Sequence[int], period: Period) -> str:
    if not any(counts):
        return "Aucune demande n’est arrivée à cet état pendant ces semaines."
    most = max(counts)
    week = period.weeks[counts.index(most)]
    return f"{plural(sum(counts), 'demande')} en tout\u00a0; au plus {most}, la semaine du {short(week)}."


def short(day: date) -> str:
    """« 6 avril », « 1er mai »: a day whose year goes without saying."""
    return f"{'1er' if day.day == 1 else day.day}\u00a0{MONTHS[day.month - 1]}"


def weekly(panels: Sequence[Panel], period: Period) -> list[tuple[str, list[int]]]:
    """The same numbers, a row a week."""
    return [(short(week), [panel.counts[at] for panel in panels]) for at, week in enumerate(period.weeks)]


@dataclass(frozen=True)
class Length:
    """A stage, its bar as a share of the longest, and its values in words."""

    name: str
    until: str
    share: float
    middle: str
    most: str
    count: int


def lengths(stages: Sequence[Stage]) -> list[Length]:
    """The stages, the longest of them as wide as the drawing."""
    longest = max((stage.middle for stage in stages), default=0) or 1
    return [
        Length(s.state.label, s.until, round(100 * s.middle / longest, 1), spelt(s.middle), spelt(s.most), s.count)
        for s in stages
    ]
