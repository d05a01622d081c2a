"""The limits of a code in time, to the microsecond: what a clock that runs cannot tell."""

from datetime import timedelta

import pytest

from portal import clock
from portal.signin import rules
from portal.signin.rules import MailTooSoon, NoMoreMail

SENT = clock.datetime(2026, 4, 3, 12, tzinfo=clock.UTC)
LIFE, WAIT, INSTANT = timedelta(minutes=10), timedelta(seconds=30), timedelta(microseconds=1)


def test_a_code_is_alive_until_the_last_instant_of_its_life():
    assert rules.alive([SENT], SENT + LIFE - INSTANT, LIFE) == [0]


def test_a_code_is_dead_once_its_life_is_over():
    assert rules.alive([SENT], SENT + LIFE, LIFE) == []


def test_each_code_lives_its_own_life():
    assert rules.alive([SENT, SENT + WAIT], SENT + LIFE, LIFE) == [1]


@pytest.mark.parametrize(
    ("issued", "after", "answer"),
    [
        ([], timedelta(), None),
        ([SENT], WAIT - INSTANT, MailTooSoon(SENT + WAIT)),
        ([SENT], WAIT, None),
        ([SENT, SENT], WAIT, NoMoreMail()),
    ],
    ids=["the first one", "too soon", "in time", "one too many"],
)
def test_a_further_code_waits_and_is_the_last_allowed(issued, after, answer):
    assert rules.may_resend(issued, SENT + after, wait=WAIT, most=2) == answer
