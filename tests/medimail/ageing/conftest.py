"""Accounts that stand where they are for so many days, and nights that go by."""

from datetime import timedelta

import pytest

from portal import clock
from portal.accounts import store as people
from portal.db import transaction
from portal.medimail.mailboxes.ageing import jobs
from portal.medimail.mailboxes.record import store as records
from tests.pages.inside import put_inside


@pytest.fixture
def structure(medimail):
    """Where the accounts are."""
    return medimail.structure()


@pytest.fixture
def desk(new_client, medimail, structure):
    """The browser of its administrator."""
    return put_inside(new_client(), medimail.administrator(structure))


@pytest.fixture
def stand():
    """Let an account stand in its state for so many days already."""

    def since(box, days):
        with transaction() as session:
            records.get(session, box.id, lock=True).state_since = clock.now() - timedelta(days=days)
        return box

    return since


@pytest.fixture
def sign():
    """Note that a person has signed in, so many days ago."""

    def in_(person, days=0):
        with transaction() as session:
            people.get(session, person.id, lock=True).credential.signed_in_at = clock.now() - timedelta(days=days)

    return in_


@pytest.fixture
def nights(later):
    """Let nights go by, each worked once or as many times as said."""

    def pass_(count=1, *, runs=1):
        for _ in range(count):
            later(days=1)
            for _ in range(runs):
                jobs.age()

    return pass_
