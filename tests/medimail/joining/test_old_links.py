"""A link mailed long ago opens nothing of the registration that now has the number of its row."""

import pytest
from sqlalchemy import select

from portal.db import reading
from portal.medimail.mailboxes.joining.models import Joining
from portal.operations import service as operations
from tests.medimail.joining.test_correcting import LINK
from tests.pages.joining import SHEET, START, WHOLE, choose, register, send
from tests.renumbering import give_again

THIEF = "voleur@ailleurs-demo.fr"


def keys():
    with reading() as session:
        return session.scalars(select(Joining.id)).all()


@pytest.fixture
def correction(client, new_client, build, tree, mailbox, later):
    """A link of the thief's own, kept until the purge has given its number to somebody who is registering."""
    build.physician(rpps=WHOLE["rpps"])
    register(client, mailbox, THIEF)
    link, before = LINK.search(mailbox.texts(THIEF)[0])[1], keys()
    later(days=8)
    operations.purge()
    give_again(Joining, *before)
    # Begun, not yet sent: what is typed is there.
    send(choose(new_client(), mailbox), nom="Victime", ville="")
    assert keys() == before
    return link


def test_an_old_correction_opens_no_registration_of_today(correction, new_client):
    theirs = new_client()
    assert theirs.open(correction).status == 410
    assert theirs.post(correction).status == 410
    assert theirs.open(SHEET).path == START
