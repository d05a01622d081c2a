"""Durations and nights in words, as every page that states one says them."""

from datetime import date, timedelta

import pytest

from portal.web.dates import duration, night


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


@pytest.mark.parametrize(
    ("morning", "words"),
    [
        (date(2026, 11, 23), "dimanche 22 au lundi 23 novembre 2026"),
        (date(2026, 12, 1), "lundi 30 novembre au mardi 1er décembre 2026"),
        (date(2027, 1, 1), "jeudi 31 décembre 2026 au vendredi 1er janvier 2027"),
    ],
)
def test_a_night_is_said_by_its_evening_and_its_morning(morning, words):
    assert night(morning).replace("\u00a0", " ") == words
