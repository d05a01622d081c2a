"""What time does to an account: rejected for a year, no sign-in for six months, past its date (source 002 p. 15).

Everything is decided by the day on which the night works, so that a night that is missed is made up for by the next.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.labelled import Labelled

PARIS = ZoneInfo("Europe/Paris")
# The oldest day that is reckoned with: no account is older, and a setting of many months still makes a date.
OLDEST = date(1970, 1, 1)
# Days before an end at which it is announced, the nearest one first.
EXPIRY_WARNED = (7, 30)
REMOVAL_WARNED = 7


class Cause(Labelled):
    """Why the night puts an account to sleep; the sentence is kept with it."""

    UNUSED = "inactivite", "Aucune connexion depuis plusieurs mois."
    EXPIRED = "peremption", "Sa date de péremption est passée."


@dataclass(frozen=True)
class Ageing:
    """How long things last here (settings PORTAL_MEDIMAIL_…)."""

    inactive_months: int = 6
    removal_days: int = 30
    rejection_months: int = 12

    def unused_before(self, night: date) -> datetime:
        """Whoever last signed in before this instant is asleep that night."""
        return start_of(months_before(night, self.inactive_months))

    def removed_before(self, night: date) -> datetime:
        """Whoever fell asleep before this instant is removed that night."""
        return start_of(days_before(night, self.removal_days))

    def final_before(self, night: date) -> datetime:
        """Whoever was rejected before this instant is so for good that night."""
        return start_of(months_before(night, self.rejection_months))

    def removal_warned_before(self, night: date) -> datetime:
        """Whoever fell asleep before this instant is told again that night that the removal draws near."""
        return start_of(days_before(night, max(0, self.removal_days - REMOVAL_WARNED)))

    def last_day(self, asleep_on: date) -> date:
        """The last day on which signing in brings back an account that fell asleep that day."""
        return asleep_on + timedelta(days=min(self.removal_days, (date.max - asleep_on).days))


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last day."""
    years, month0 = divmod(day.month - 1 - months, 12)
    year = day.year + years
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1])) if year > OLDEST.year else OLDEST


def days_before(day: date, days: int) -> date:
    """So many days earlier."""
    return day - timedelta(days=min(days, (day - OLDEST).days))


def start_of(day: date) -> datetime:
    """The first instant of a day in Paris, in UTC."""
    return datetime.combine(day, time(), PARIS).astimezone(UTC)


def expiry_warning(expires_on: date, warned_on: date | None, night: date) -> int | None:
    """In how many days the date comes, when it is to be told that night: each announcement once, never a stale one."""
    left = (expires_on - night).days
    due = next((mark for mark in EXPIRY_WARNED if left <= mark), None)
    if due is None or left <= 0:
        return None
    announced_on = expires_on - timedelta(days=due)
    return left if warned_on is None or warned_on < announced_on else None


def comes_back(slept_at: datetime, signed_in_at: datetime | None, expires_on: date | None, night: date) -> bool:
    """Whether a sign-in wakes an account: one whose date is past waits for its administrator."""
    return signed_in_at is not None and signed_in_at >= slept_at and not (expires_on and expires_on <= night)
