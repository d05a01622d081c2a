"""Durations in words, as every page that states a delay says them."""

from datetime import timedelta

import pytest

from portal.web.dates import duration


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=1), "1 seconde"),
        (timedelta(seconds=90), "90 secondes"),
        (timedelta(minutes=30), "30 minutes"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=1), "1 heure"),
        (timedelta(days=1), "24 heures"),
    ],
)
def test_a_duration_is_said_in_the_largest_unit_of_which_it_is_a_whole_number(length, words):
    assert duration(length).replace("\u00a0", " ") == words
