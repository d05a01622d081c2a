"""Whom each side's mails reach: its people of today, and never nobody (source 004 p. 3-4)."""

import pytest

from portal import clock
from portal.accounts.models import Account
from portal.db import reading, transaction
from portal.raccordement.record import service, store
from portal.raccordement.record.states import Audience, State
from tests.raccordement.conftest import stop_instructing


def reached(record, audience):
    with reading() as session:
        return service.addresses(session, store.get(session, record.id), audience)


def close(account):
    with transaction() as session:
        session.get(Account, account.id).closed_at = clock.now()


def test_a_request_that_somebody_follows_is_told_to_them_alone(records):
    records.instructor()
    follower = records.instructor()
    record = records.record(State.UNDER_REVIEW, instructor=follower)
    assert reached(record, Audience.INSTRUCTORS) == [follower.email]


def test_a_request_that_nobody_follows_is_told_to_all(records):
    people = [records.instructor(), records.instructor()]
    assert reached(records.record(), Audience.INSTRUCTORS) == [person.email for person in people]


@pytest.mark.parametrize("leave", [stop_instructing, close], ids=["right taken away", "account closed"])
def test_what_somebody_followed_who_is_gone_is_told_to_all(records, leave):
    gone, other = records.instructor(), records.instructor()
    record = records.record(State.UNDER_REVIEW, instructor=gone)
    leave(gone)
    assert reached(record, Audience.INSTRUCTORS) == [other.email]


def test_a_gestionnaire_whose_account_was_closed_is_written_to_no_more(records):
    manager = records.manager()
    record = records.record(manager=manager)
    close(manager)
    assert reached(record, Audience.MANAGERS) == []
