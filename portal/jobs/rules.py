"""When periodic work is due: pure arithmetic of slots, daylight saving time included.

A slot is an interval of time named by its start; work runs once per slot, at any moment of it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Daily:
    """Every day at this hour of the clocks of Paris."""

    at: time


Rhythm: TypeAlias = timedelta | Daily


def current(rhythm: Rhythm, now: datetime) -> datetime:
    """The start, in UTC, of the slot that holds this instant.

    A worker that comes back at noon thus finds last night's slot still open, and no older one: what a night job does
    follows from the state of the tables, so that one run makes up for all those missed.
    """
    if isinstance(rhythm, Daily):
        day = now.astimezone(PARIS).date()
        start = _start(day, rhythm.at)
        return start if start <= now else _start(day - timedelta(days=1), rhythm.at)
    return now - (now - _ORIGIN) % rhythm


def following(rhythm: Daily, now: datetime) -> datetime:
    """When, in UTC, the next slot after the one that holds this instant starts."""
    day = now.astimezone(PARIS).date()
    start = _start(day, rhythm.at)
    return start if start > now else _start(day + timedelta(days=1), rhythm.at)


def _start(day: date, at: time) -> datetime:
    """That hour of that day: the first of two in October; one hour later for one that does not exist in March."""
    return datetime.combine(day, at, PARIS).astimezone(UTC)


@dataclass(frozen=True)
class Run:
    """Whether somebody took a slot, and finished."""

    claimed_at: datetime
    finished: bool


def may_take(run: Run | None, patience: timedelta, now: datetime) -> bool:
    """Whether the slot is free: never taken, or taken by somebody who has not finished and must have died."""
    return run is None or (not run.finished and run.claimed_at + patience <= now)
