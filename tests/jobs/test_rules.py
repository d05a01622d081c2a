"""The arithmetic of slots, above all on the two nights when the clocks of Paris change."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.jobs.rules import PARIS, Daily, Run, current, following, may_take

instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive
hours = st.builds(time, st.integers(0, 23), st.integers(0, 59))
periods = st.sampled_from([timedelta(minutes=m) for m in (1, 5, 10, 15, 60, 360)])
rhythms = periods | st.builds(Daily, hours)


@given(rhythms, instants)
def test_a_slot_has_begun(rhythm, now):
    assert current(rhythm, now) <= now


@given(rhythms, instants)
def test_a_slot_begins_in_itself(rhythm, now):
    start = current(rhythm, now)
    assert current(rhythm, start) == start


@given(rhythms, instants, st.timedeltas(timedelta(), timedelta(days=2)))
def test_slots_never_go_back(rhythm, now, gap):
    assert current(rhythm, now) <= current(rhythm, now + gap)


@given(periods, instants)
def test_a_periodic_slot_lasts_its_period(period, now):
    assert now - current(period, now) < period
    assert current(period, current(period, now) + period) == current(period, now) + period


@given(hours, instants)
def test_a_daily_slot_lasts_from_twenty_three_to_twenty_six_hours(at, now):
    # 26: the hour that does not exist in March is moved by one, and the next day takes it back the year round.
    start = current(Daily(at), now)
    later = current(Daily(at), start + timedelta(hours=26))
    assert timedelta(hours=22) <= later - start <= timedelta(hours=26)


@given(hours, st.dates(datetime(2020, 1, 2).date(), datetime(2039, 12, 30).date()))  # noqa: DTZ001 - only the day counts
def test_each_day_of_paris_has_exactly_one_daily_slot(at, day):
    minute = timedelta(minutes=30)
    midnight = datetime.combine(day, time(), PARIS).astimezone(UTC)
    starts = {current(Daily(at), midnight + n * minute) for n in range(53)}
    assert [start.astimezone(PARIS).date() for start in sorted(starts)].count(day) == 1


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("2026-04-03T00:29:59+00:00", "2026-04-02T00:30:00+00:00"),
        ("2026-04-03T00:30:00+00:00", "2026-04-03T00:30:00+00:00"),
        ("2026-01-10T12:00:00+00:00", "2026-01-10T01:30:00+00:00"),
        # 29 March 2026: at 2 h it is 3 h; half past two does not exist, and the work is done at half past three.
        ("2026-03-29T01:29:00+00:00", "2026-03-28T01:30:00+00:00"),
        ("2026-03-29T01:30:00+00:00", "2026-03-29T01:30:00+00:00"),
        # 25 October 2026: at 3 h it is 2 h; half past two comes twice, and the work is done at the first.
        ("2026-10-25T00:30:00+00:00", "2026-10-25T00:30:00+00:00"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25T00:30:00+00:00"),
        ("2026-10-26T01:29:00+00:00", "2026-10-25T00:30:00+00:00"),
    ],
)
def test_half_past_two_in_paris(now, start):
    assert current(Daily(time(2, 30)), datetime.fromisoformat(now)) == datetime.fromisoformat(start)


def test_a_worker_that_was_away_for_days_owes_only_the_last_night():
    now = datetime(2026, 4, 10, 13, tzinfo=UTC)
    assert current(Daily(time(2, 30)), now) == datetime(2026, 4, 10, 0, 30, tzinfo=UTC)


NOW = datetime(2026, 4, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("run", "free"),
    [
        (None, True),
        (Run(NOW, finished=False), False),
        (Run(NOW - HOUR + timedelta(seconds=1), finished=False), False),
        (Run(NOW - HOUR, finished=False), True),
        (Run(NOW - 10 * HOUR, finished=True), False),
    ],
)
def test_a_slot_is_free_when_nobody_has_it_or_whoever_had_it_died(run, free):
    assert may_take(run, HOUR, NOW) is free


def test_the_night_to_come_is_at_three_on_the_clocks_of_paris_whatever_the_season():
    daily = Daily(time(3, 0))
    for day, hour in ((datetime(2026, 7, 14, 12, tzinfo=UTC), 1), (datetime(2026, 12, 24, 12, tzinfo=UTC), 2)):
        assert following(daily, day) == (day + timedelta(days=1)).replace(hour=hour)
        assert current(daily, following(daily, day)) == following(daily, day)
    just_before = datetime(2026, 7, 14, 0, 59, tzinfo=UTC)
    assert following(daily, just_before) == just_before + timedelta(minutes=1)
