"""Somebody who asks for a raccordement, in a portal that knows a few establishments."""

import pytest
from sqlalchemy import select

from portal.db import reading
from portal.raccordement.record import store
from portal.raccordement.record.models import Raccordement
from portal.raccordement.record.states import State
from tests.pages.deposit import EMAIL, confirm


@pytest.fixture
def applicant(client, mailbox, records):
    """A browser that has a first draft open."""
    records.places()
    return confirm(client, mailbox)


@pytest.fixture
def all_records(app):
    """Every record of a state, or of any."""

    def read(state=None):
        query = select(Raccordement.id).order_by(Raccordement.id)
        with reading() as session:
            ids = session.scalars(query.where(Raccordement.state == state) if state else query).all()
            return [store.get(session, found) for found in ids]

    return read


@pytest.fixture
def kept(all_records):
    """The only draft, as it is kept."""

    def read():
        (record,) = all_records(State.DRAFT)
        return record

    return read


@pytest.fixture
def email():
    """The address that asks."""
    return EMAIL
