"""The days of ageing: bounds that hold for any day and any setting, announcements made once each."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.medimail.mailboxes.ageing.rules import Ageing, comes_back, expiry_warning, months_before, start_of

DAYS = st.dates(date(2020, 1, 1), date(2100, 1, 1))
COUNTS = st.integers(1, 999_999)


@given(DAYS, COUNTS, COUNTS, COUNTS)
def test_whatever_the_settings_every_bound_is_a_date_of_the_past(night, months, days, other):
    ageing = Ageing(months, days, other)
    bounds = [f(night) for f in (ageing.unused_before, ageing.removed_before, ageing.final_before)]
    assert all(bound < start_of(night) for bound in bounds)
    assert ageing.removed_before(night) <= ageing.removal_warned_before(night) <= start_of(night)
    assert ageing.last_day(night) > night


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2028, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 15), 12, date(2025, 1, 15)),
        (date(2026, 6, 30), 6, date(2025, 12, 30)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, expected):
    assert months_before(day, months) == expected


def test_a_day_starts_at_midnight_in_paris():
    assert start_of(date(2026, 7, 14)) == datetime(2026, 7, 13, 22, tzinfo=UTC)
    assert start_of(date(2026, 12, 25)) == datetime(2026, 12, 24, 23, tzinfo=UTC)


@given(DAYS, st.sets(st.integers(0, 60)))
def test_a_date_is_announced_twice_at_most_however_many_nights_are_missed(expires_on, missed):
    warned_on, told = None, []
    for left in range(60, -1, -1):
        night = expires_on - timedelta(days=left)
        days = None if left in missed else expiry_warning(expires_on, warned_on, night)
        if days is not None:
            warned_on, told = night, [*told, days]
            assert expiry_warning(expires_on, warned_on, night) is None
    assert len(told) <= 2
    assert all(days > 0 for days in told)


@pytest.mark.parametrize(("days", "expires", "expected"), [(-1, None, False), (0, None, True), (3, None, True)])
@pytest.mark.parametrize("date_is_past", [False, True])
def test_a_sign_in_wakes_unless_the_date_is_past(days, expires, expected, date_is_past):
    slept, night = datetime(2026, 5, 1, 1, tzinfo=UTC), date(2026, 5, 10)
    expires = night if date_is_past else expires
    assert comes_back(slept, slept + timedelta(days=days), expires, night) is (expected and not date_is_past)
    assert not comes_back(slept, None, expires, night)
