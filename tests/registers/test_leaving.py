"""When a file may say that something has left the register."""

from datetime import date

import pytest

from portal.registers.rules.leaving import Close, Keep, closing, is_older


@pytest.mark.parametrize(("known", "absent"), [(103_000, 0), (103_000, 10_000), (100, 20), (5, 5), (0, 0)])
def test_a_whole_file_closes_what_it_no_longer_names(known, absent):
    assert closing(known=known, absent=absent, unreadable=0) == Close()


@pytest.mark.parametrize(("known", "absent"), [(103_000, 10_301), (103_000, 103_000), (100, 21)])
def test_a_file_from_which_too_much_is_missing_closes_nothing(known, absent):
    assert isinstance(closing(known=known, absent=absent, unreadable=0), Keep)


def test_a_file_with_unreadable_lines_closes_nothing():
    assert isinstance(closing(known=103_000, absent=1, unreadable=1), Keep)


def test_unreadable_lines_are_no_matter_when_nothing_is_missing():
    assert closing(known=103_000, absent=0, unreadable=9) == Close()


@pytest.mark.parametrize(
    ("file", "in_place", "older"),
    [
        (date(2026, 5, 3), date(2026, 5, 4), True),
        (date(2026, 5, 4), date(2026, 5, 4), False),
        (date(2026, 5, 5), date(2026, 5, 4), False),
        (date(2026, 5, 5), None, False),
    ],
)
def test_a_file_is_older_by_its_own_day(file, in_place, older):
    assert is_older(file, in_place) is older
