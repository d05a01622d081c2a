"""A password lives 18 months or 90 sign-ins, whichever comes first (source 000), and its owner is warned before.

Reminders are a function of what is left and of what was left when the last one was sent: a nightly job that runs
twice, or not at all for some days, sends each at most once and never a stale one.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

DAYS_REMINDED = (30, 14, 7, 1)
SIGN_INS_REMINDED = (10, 5, 1)


@dataclass(frozen=True)
class Lifetime:
    """How long a password lives (settings PORTAL_PASSWORD_MONTHS and PORTAL_PASSWORD_SIGN_INS)."""

    months: int = 18
    sign_ins: int = 90


@dataclass(frozen=True)
class PasswordAge:
    """What a password has lived.

    Attributes:
        set_on: the day it was set, in Paris.
        sign_ins: how many times it has opened a session since.
        must_change: somebody else has set it, so it opens nothing but the choice of another one.
    """

    set_on: date
    sign_ins: int = 0
    must_change: bool = False


@dataclass(frozen=True)
class Remaining:
    """Days and sign-ins left, never below zero; the password ends with the first that ends."""

    days: int
    sign_ins: int


def expires_on(age: PasswordAge, lifetime: Lifetime) -> date:
    """The first day on which the password is no longer good: the same day of a later month, or its last day.

    31 August 2024 and 18 months make 28 February 2026. What is past the calendar is its last day.
    """
    years, month0 = divmod(age.set_on.month - 1 + lifetime.months, 12)
    year = age.set_on.year + years
    if year > MAXYEAR:
        return date.max
    last = monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(age.set_on.day, last))


def last_expired(today: date, lifetime: Lifetime) -> date:
    """The last day of setting whose passwords have expired by their age today: what a query compares with."""
    years, month0 = divmod(today.month - 1 - lifetime.months, 12)
    year = max(today.year + years, MINYEAR)
    last = monthrange(year, month0 + 1)[1]
    is_last_day = today.day == monthrange(today.year, today.month)[1]
    return date(year, month0 + 1, last if is_last_day else min(today.day, last))


def remaining(age: PasswordAge, today: date, lifetime: Lifetime) -> Remaining:
    """What is left of this password today."""
    days = (expires_on(age, lifetime) - today).days
    return Remaining(days=max(0, days), sign_ins=max(0, lifetime.sign_ins - age.sign_ins))


def is_expired(age: PasswordAge, today: date, lifetime: Lifetime) -> bool:
    """Whether the password must be changed before anything else opens; an initial one must from the start."""
    left = remaining(age, today, lifetime)
    return age.must_change or left.days == 0 or left.sign_ins == 0


def day_reminder(age: PasswordAge, today: date, lifetime: Lifetime, reminded: int | None) -> int | None:
    """The days left, if its owner must be told so today; the caller keeps the number as `reminded`.

    Args:
        age: what the password has lived.
        today: the day in Paris.
        lifetime: how long passwords live.
        reminded: the number that the last reminder told, None before the first one.
    """
    if is_expired(age, today, lifetime):
        return None
    return _due(remaining(age, today, lifetime).days, reminded, DAYS_REMINDED)


def sign_in_reminder(age: PasswordAge, lifetime: Lifetime, reminded: int | None) -> int | None:
    """The sign-ins left, if its owner must be told so at this one; the caller keeps the number as `reminded`."""
    if age.must_change:
        return None
    return _due(max(0, lifetime.sign_ins - age.sign_ins), reminded, SIGN_INS_REMINDED)


def _due(left: int, reminded: int | None, marks: tuple[int, ...]) -> int | None:
    """What is left, if a mark has been reached since the last reminder."""
    # More is left than was last told: the setting has been raised, and the reminders begin again.
    last = marks[0] + 1 if reminded is None or reminded < left else reminded
    return left if left > 0 and any(left <= mark < last for mark in marks) else None
