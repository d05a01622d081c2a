"""The only clock: times are UTC and aware, days are those of Paris.

A demo may move it, so that « expire dans 18 mois » can be shown in a minute; nothing else does.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_shift = timedelta()


def now() -> datetime:
    """The current instant, in UTC."""
    return datetime.now(UTC) + _shift


def today() -> date:
    """The current day in Paris."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """The same instant on the clocks of Paris, for display."""
    return instant.astimezone(PARIS)


def shift(by: timedelta) -> None:
    """Move the clock of this process by a signed duration from real time (demo only)."""
    global _shift  # noqa: PLW0603 - one process has one clock
    _shift = by
