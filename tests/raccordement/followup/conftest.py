"""A gestionnaire before their own record."""

import pytest

from portal.accounts import store as people
from portal.db import reading, transaction
from portal.raccordement.record import service, store
from portal.raccordement.record.states import State
from tests.pages.followup import RecordPage
from tests.pages.inside import put_inside


@pytest.fixture
def manager(records):
    """A gestionnaire SI."""
    return records.manager()


@pytest.fixture
def open_record(client, manager, records):
    """The page of a record of this gestionnaire in this state."""

    def open_it(state=State.SANDBOX, **values):
        record = records.record(state, manager=manager, **values)
        return RecordPage(put_inside(client, manager), record.number).open()

    return open_it


@pytest.fixture
def entries():
    """What was done to a record, the last first."""

    def read(number):
        with reading() as session:
            record = store.by_number(session, number)
            return store.entries(session, record.id)

    return read


@pytest.fixture
def conclude():
    """A test that passes every control of the bac à sable."""

    def pass_controls(number):
        with transaction() as session:
            record = store.by_number(session, number)
            service.record_sandbox_result(session, record, reference="T-1", conclusive=True, findings=[])

    return pass_controls


@pytest.fixture
def end_sessions():
    """End every session of somebody."""

    def end(account):
        with transaction() as session:
            people.end_sessions(session, account.id)

    return end
