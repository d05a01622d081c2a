"""An administrator at a browser, and a change that waits for the night."""

import pytest

from portal.db import reading
from portal.medimail.mailboxes.addresses import jobs
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import AddressChange
from tests.pages.inside import put_inside

NEW = "camille.durand@nouveau.fr"


@pytest.fixture
def structure(medimail):
    """Where the accounts are."""
    return medimail.structure()


@pytest.fixture
def new_desk(new_client, medimail):
    """A browser of an administrator of these structures."""
    return lambda *structures: put_inside(new_client(), medimail.administrator(*structures))


@pytest.fixture
def desk(new_desk, structure):
    """That of the administrator of the structure."""
    return new_desk(structure)


@pytest.fixture
def ask():
    """Ask for an address by the form."""
    return lambda client, mailbox, new=NEW: client.open(f"/comptes/{mailbox.id}/adresse").submit({"nouvelle": new})


@pytest.fixture
def night(later):
    """Let the next night work."""

    def pass_():
        later(days=1)
        jobs.change()

    return pass_


@pytest.fixture
def changes():
    """The changes of an account, the oldest first."""

    def of(mailbox):
        with reading() as session:
            query = session.query(AddressChange).filter_by(mailbox_id=mailbox.id).order_by(AddressChange.id)
            return [(row.state.value, row.old, row.new, row.failure) for row in query]

    return of


@pytest.fixture
def waiting():
    """The key of the change of an account that waits."""

    def of(mailbox):
        with reading() as session:
            return records.asked_change(session, mailbox.id).id

    return of
