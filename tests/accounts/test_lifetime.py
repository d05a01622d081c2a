"""18 months or 90 sign-ins, and reminders that are sent once, in time, and tell the truth."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts import lifetime
from portal.accounts.lifetime import Lifetime, PasswordAge, Remaining

SOURCE = Lifetime()
SET = date(2025, 1, 10)
END = date(2026, 7, 10)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2200, 1, 1))
months = st.integers(min_value=1, max_value=240)


def left_on(today: date, age: PasswordAge | None = None) -> Remaining:
    return lifetime.remaining(age or PasswordAge(SET), today, SOURCE)


def is_expired_on(today: date, age: PasswordAge | None = None) -> bool:
    return lifetime.is_expired(age or PasswordAge(SET), today, SOURCE)


def test_the_source_gives_eighteen_months_or_ninety_sign_ins():
    assert Lifetime(months=18, sign_ins=90) == SOURCE


@pytest.mark.parametrize(
    ("set_on", "lived", "end"),
    [
        (date(2025, 1, 10), 18, date(2026, 7, 10)),
        (date(2024, 8, 31), 18, date(2026, 2, 28)),
        (date(2024, 12, 31), 18, date(2026, 6, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 2, 29), 18, date(2025, 8, 29)),
        (date(2022, 8, 31), 18, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 3, 31), 1, date(2025, 4, 30)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 11, 30), 13, date(2026, 12, 30)),
        (date(2025, 12, 1), 12, date(2026, 12, 1)),
        (date(2098, 8, 31), 18, date(2100, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(set_on, lived, end):
    assert lifetime.expires_on(PasswordAge(set_on), Lifetime(months=lived)) == end


@given(days, months)
def test_the_day_never_runs_into_the_next_month(set_on, lived):
    end = lifetime.expires_on(PasswordAge(set_on), Lifetime(months=lived))
    assert (end.year - set_on.year) * 12 + end.month - set_on.month == lived
    assert end.day == set_on.day or (end.day < set_on.day and (end + timedelta(days=1)).day == 1)


@given(days, days, months)
def test_a_password_set_later_never_ends_earlier(one, other, lived):
    first, second = sorted([one, other])
    ends = [lifetime.expires_on(PasswordAge(day), Lifetime(months=lived)) for day in (first, second)]
    assert ends == sorted(ends)


def test_a_life_longer_than_the_calendar_ends_with_it():
    forever = Lifetime(months=999_999_999)
    assert lifetime.expires_on(PasswordAge(SET), forever) == date.max
    assert not lifetime.is_expired(PasswordAge(SET), END, forever)


def test_the_last_month_of_the_calendar_is_reached():
    age = PasswordAge(date(9998, 11, 30))
    assert lifetime.expires_on(age, Lifetime(months=12)) == date(9999, 11, 30)


def test_the_eve_of_the_end_is_still_good():
    assert not is_expired_on(END - timedelta(days=1))


def test_the_day_of_the_end_is_not():
    assert is_expired_on(END)


def test_the_ninetieth_sign_in_is_the_last():
    assert not is_expired_on(SET, PasswordAge(SET, sign_ins=89))
    assert is_expired_on(SET, PasswordAge(SET, sign_ins=90))


def test_an_initial_password_is_to_be_changed_from_the_first_minute():
    assert is_expired_on(SET, PasswordAge(SET, must_change=True))


def test_both_limits_are_settings():
    short = Lifetime(months=1, sign_ins=3)
    assert lifetime.is_expired(PasswordAge(SET, sign_ins=3), SET, short)
    assert lifetime.is_expired(PasswordAge(SET), date(2025, 2, 10), short)


def test_what_is_left_is_counted_in_days_and_sign_ins():
    assert left_on(date(2026, 7, 1), PasswordAge(SET, sign_ins=78)) == Remaining(days=9, sign_ins=12)


def test_nothing_left_is_never_less_than_nothing():
    assert left_on(date(2027, 1, 1), PasswordAge(SET, sign_ins=120)) == Remaining(days=0, sign_ins=0)


@given(days, days, st.integers(0, 200), months, st.integers(1, 100))
def test_expired_means_that_nothing_is_left(set_on, today, sign_ins, lived, allowed):
    age, life = PasswordAge(set_on, sign_ins), Lifetime(lived, allowed)
    left = lifetime.remaining(age, today, life)
    assert lifetime.is_expired(age, today, life) == (0 in {left.days, left.sign_ins})


def nights(runs: list[int], age: PasswordAge | None = None) -> list[int]:
    """What the nightly job tells when it runs so many days before the end, and where it is told again."""
    told, reminded = [], None
    for before in runs:
        due = lifetime.day_reminder(age or PasswordAge(SET), END - timedelta(days=before), SOURCE, reminded)
        if due is not None:
            reminded = due
            told.append(due)
    return told


def test_a_job_of_every_night_reminds_at_thirty_fourteen_seven_and_one():
    assert nights(list(range(540, -30, -1))) == [30, 14, 7, 1]


def test_a_job_run_twice_sends_once():
    assert nights([31, 31, 30, 30, 30, 29, 14, 14, 1, 1]) == [30, 14, 1]


def test_a_job_down_for_a_week_tells_the_days_that_are_left():
    assert nights([31, 24, 23, 10, 9]) == [24, 10]


def test_reminders_that_were_missed_are_not_sent_together():
    assert nights([60, 5, 4, 3]) == [5]


def test_nothing_is_sent_once_it_is_too_late():
    assert nights([40, 0, -1, -30]) == []


def test_a_password_without_sign_ins_left_gets_no_day_reminder():
    assert nights([30, 14, 7, 1], PasswordAge(SET, sign_ins=90)) == []


def test_an_initial_password_gets_no_day_reminder():
    assert nights([30, 14, 7, 1], PasswordAge(SET, must_change=True)) == []


def test_a_longer_life_begins_the_reminders_again():
    age, longer = PasswordAge(SET), Lifetime(months=24)
    assert lifetime.day_reminder(age, END, longer, reminded=1) is None
    assert lifetime.day_reminder(age, date(2026, 12, 11), longer, reminded=1) == 30


def band(left: int) -> int:
    return min(mark for mark in lifetime.DAYS_REMINDED if left <= mark)


@given(st.lists(st.integers(-40, 60), max_size=80).map(lambda runs: sorted(runs, reverse=True)))
def test_whatever_nights_are_skipped_or_repeated_each_reminder_is_sent_once_and_true(runs):
    due = {band(left) for left in runs if 0 < left <= 30}
    told = nights(runs)
    assert [band(left) for left in told] == sorted(due, reverse=True)
    assert all(told.count(left) == 1 and left in runs for left in told)


def sign_ins(counts: range, life: Lifetime = SOURCE) -> list[int]:
    told, reminded = [], None
    for count in counts:
        due = lifetime.sign_in_reminder(PasswordAge(SET, sign_ins=count), life, reminded)
        if due is not None:
            reminded = due
            told.append(due)
    return told


def test_a_whole_life_reminds_at_ten_five_and_one_sign_in():
    assert sign_ins(range(1, 100)) == [10, 5, 1]


def test_a_life_of_few_sign_ins_begins_with_those_that_are_left():
    assert sign_ins(range(1, 10), Lifetime(sign_ins=8)) == [7, 5, 1]


def test_the_last_sign_in_of_all_is_not_announced_any_more():
    assert sign_ins(range(90, 95)) == []


def test_an_initial_password_gets_no_sign_in_reminder():
    assert lifetime.sign_in_reminder(PasswordAge(SET, 85, must_change=True), SOURCE, None) is None
