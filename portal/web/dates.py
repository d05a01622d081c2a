"""Dates and durations in words: « vendredi 3 avril 2026 à 14 h 05 », on the clocks of Paris."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from flask import Flask

from portal import clock

if TYPE_CHECKING:
    from collections.abc import Callable

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_NBSP = "\u00a0"
_UNITS = ((timedelta(hours=1), "heure"), (timedelta(minutes=1), "minute"), (timedelta(seconds=1), "seconde"))


def day(value: date) -> str:
    """« vendredi 3 avril 2026 »; the first of a month is « 1er ». The day of an instant is that of Paris."""
    if isinstance(value, datetime):
        value = _local(value).date()
    return f"{DAYS[value.weekday()]} {brief(value)}"


def night(morning: date) -> str:
    """« dimanche 22 au lundi 23 novembre 2026 »: the night that ends on this morning."""
    if isinstance(morning, datetime):
        morning = _local(morning).date()
    eve = morning - timedelta(days=1)
    begins, ends = day(eve), day(morning)
    # What both have in common is said once, at the end.
    for same in (f"{_NBSP}{MONTHS[morning.month - 1]} {morning.year}", f" {morning.year}"):
        if begins.endswith(same):
            begins = begins.removesuffix(same)
            break
    return f"{begins} au {ends}"


def brief(value: date) -> str:
    """« 3 avril 2026 », where there is little room or the weekday says nothing."""
    if isinstance(value, datetime):
        value = _local(value).date()
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}{_NBSP}{MONTHS[value.month - 1]} {value.year}"


def hour(instant: datetime | str) -> str:
    """« 14 h 05 »."""
    local = _local(instant)
    return f"{local.hour}{_NBSP}h{_NBSP}{local.minute:02}"


def moment(instant: datetime | str) -> str:
    """« vendredi 3 avril 2026 à 14 h 05 »."""
    return f"{day(_local(instant).date())} à {hour(instant)}"


def _local(instant: datetime | str) -> datetime:
    return clock.local(datetime.fromisoformat(instant) if isinstance(instant, str) else instant)


def number(value: int) -> str:
    """« 12 345 », with narrow no-break spaces."""
    return f"{value:,}".replace(",", "\u202f")


def plural(count: int, one: str, many: str | None = None) -> str:
    """« 1 jour », « 3 jours »: the count and its noun, held together."""
    noun = one if abs(count) < 2 else many or f"{one}s"  # noqa: PLR2004 - French is plural from two on
    return f"{number(count)}{_NBSP}{noun}"


def duration(length: timedelta) -> str:
    """« 12 heures », « 30 minutes », « 45 secondes »: in the largest of these units of which it is a whole number."""
    unit, noun = next(pair for pair in _UNITS if not length % pair[0])
    return plural(length // unit, noun)


def init(app: Flask) -> None:
    """Give these words to the templates."""
    words: dict[str, Callable[..., str]] = {
        "brief": brief,
        "day": day,
        "duration": duration,
        "hour": hour,
        "moment": moment,
        "night": night,
        "number": number,
        "plural": plural,
    }
    for name, function in words.items():
        app.add_template_filter(function, name)
