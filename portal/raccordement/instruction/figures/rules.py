"""Counting the moves of a period by weeks, and the length of stages by their median: arithmetic on plain values."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median, quantiles
from zoneinfo import ZoneInfo

from portal.raccordement.record.states import Action, State

WEEK = timedelta(weeks=1)
DEFAULT_WEEKS = 12
MAX_WEEKS = 105
_PARIS = ZoneInfo("Europe/Paris")

# The stages whose length is measured, what ends each, and the acts that do: one put back or withdrawn ends none.
STAGES: Mapping[State, tuple[str, frozenset[Action]]] = {
    State.DEPOSITED: ("jusqu’à la prise en charge", frozenset({Action.TAKE})),
    State.UNDER_REVIEW: (
        "jusqu’à la décision",
        frozenset({Action.ASK_CORRECTION, Action.ACCEPT, Action.REFUSE}),
    ),
    State.TO_CORRECT: ("jusqu’au renvoi", frozenset({Action.CORRECT})),
    State.SANDBOX: ("jusqu’à la demande de production", frozenset({Action.ASK_PRODUCTION})),
    State.PRODUCTION_ASKED: (
        "jusqu’à la réponse",
        frozenset({Action.OPEN_PRODUCTION, Action.REFUSE_PRODUCTION}),
    ),
}


@dataclass(frozen=True)
class Move:
    """A move of a record: when, by what act, from which state to which, and when it had come to the first."""

    at: datetime
    action: Action
    left: State
    reached: State
    since: datetime | None


@dataclass(frozen=True)
class Period:
    """Whole weeks, from a Monday to a Sunday, both included."""

    since: date
    until: date

    @property
    def weeks(self) -> Sequence[date]:
        """The Mondays."""
        return [self.since + WEEK * n for n in range(((self.until - self.since).days + 1) // 7)]


def period(since: date | None, until: date | None, today: date) -> Period:
    """The whole weeks that hold these days; twelve weeks, this one included, when nothing is asked for."""
    end = _monday(until or today) + timedelta(days=6)
    begin = _monday(since) if since else end + timedelta(days=1) - WEEK * DEFAULT_WEEKS
    return Period(begin, end)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def too_long(found: Period) -> bool:
    """Whether so many weeks would be neither read nor drawn."""
    return len(found.weeks) > MAX_WEEKS


def arrivals(moves: Iterable[Move], found: Period) -> Mapping[State, Sequence[int]]:
    """For each state, how many requests came to it each week of the period."""
    counted: Counter[tuple[State, date]] = Counter()
    for move in moves:
        counted[move.reached, _monday(move.at.astimezone(_PARIS).date())] += 1
    return {state: [counted[state, week] for week in found.weeks] for state in State}


@dataclass(frozen=True)
class Stage:
    """How long a stage took: half of the requests less than `middle`, nine in ten less than `most`, in seconds."""

    state: State
    until: str
    count: int
    middle: float
    most: float


def stages(moves: Iterable[Move]) -> Sequence[Stage]:
    """The stages that ended in the period; one that nobody went through is not there."""
    lengths: defaultdict[State, list[float]] = defaultdict(list)
    for move in moves:
        if move.since and move.left in STAGES and move.action in STAGES[move.left][1]:
            lengths[move.left].append((move.at - move.since).total_seconds())
    return [
        Stage(state, until, len(lengths[state]), median(lengths[state]), _ninth(lengths[state]))
        for state, (until, _) in STAGES.items()
        if lengths[state]
    ]


def _ninth(values: list[float]) -> float:
    return quantiles(values, n=10, method="inclusive")[-1] if len(values) > 1 else values[0]


_HOUR, _DAY = 3600, 86_400


def spelt(seconds: float) -> str:
    """« 40 minutes », « 5 heures », « 3,2 jours »."""
    if seconds < _HOUR:
        return _plural(round(seconds / 60), "minute")
    if seconds < 2 * _DAY:
        return _plural(round(seconds / _HOUR), "heure")
    days = round(seconds / _DAY, 1)
    return f"{days:g}".replace(".", ",") + "\u00a0jours"


def _plural(count: int, noun: str) -> str:
    return f"{count}\u00a0{noun}{'s' if count > 1 else ''}"
