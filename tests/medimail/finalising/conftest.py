"""Somebody who is preregistered, and the link that they were sent."""

import re

import pytest

from portal.db import transaction
from portal.medimail.mailboxes.record import inviting
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State

LINK = re.compile(r"^\s*https?://[^/\s]+(/inscription/finaliser/\S+)\s*$", re.MULTILINE)
CONFIRMED = {"exactes": "y", "conditions": "y"}


@pytest.fixture
def structure(medimail):
    """Who has prepared the account."""
    return medimail.structure()


@pytest.fixture
def box(medimail, structure):
    """An account that waits for its person."""
    return medimail.mailbox(structure, Kind.PER, State.PREREGISTERED, last_name="NOYER", first_name="Brune")


@pytest.fixture
def invite(mailbox):
    """Send the link of an account; its path."""

    def send(box):
        with transaction() as session:
            inviting.invite(session, records.get(session, box.id, lock=True), None)
        return mailbox._last(medium(box), LINK)

    def medium(box):
        return box.address

    return send


@pytest.fixture
def link(invite, box):
    """The path of the link."""
    return invite(box)
