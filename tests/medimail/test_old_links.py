"""A link mailed long ago opens nothing of the account that now has the number of its row."""

import pytest
from sqlalchemy import delete

from portal.db import transaction
from portal.medimail.administration.administrators import tokens
from portal.medimail.mailboxes.record import inviting
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from tests.medimail.asking import tree_of
from tests.medimail.finalising.conftest import LINK as FINALISATION
from tests.pages.inside import put_inside
from tests.pages.joining import EMAIL
from tests.renumbering import give_again

THIEF = "voleur@ailleurs-demo.fr"


@pytest.fixture
def tree(medimail):
    return tree_of(medimail)


@pytest.fixture
def preregistered(medimail):
    """An account that waits for its person, and the link that one was sent."""

    def make(structure, address, mailbox):
        made = medimail.mailbox(structure, Kind.PER, State.PREREGISTERED, address=address)
        with transaction() as session:
            inviting.invite(session, records.get(session, made.id, lock=True), None)
        return made, mailbox._last(address, FINALISATION)

    return make


def test_a_finalisation_of_before_a_restored_backup_opens_no_other_account(preregistered, tree, mailbox, new_client):
    old, link = preregistered(tree["mother"], THIEF, mailbox)
    with transaction() as session:
        session.execute(delete(Mailbox))
    give_again(Mailbox, old.id)
    box, fresh = preregistered(tree["mother"], EMAIL, mailbox)
    assert (box.id, box.link_version) == (old.id, old.link_version)
    assert new_client().open(link).status == 410
    assert new_client().open(fresh).status == 200


def test_a_sending_that_a_restored_backup_has_forgotten_opens_nothing(preregistered, tree, mailbox, new_client):
    box, link = preregistered(tree["mother"], THIEF, mailbox)
    with transaction() as session:
        # As the backup knew it: one sending less. It is then sent again, to another address.
        found = session.get(Mailbox, box.id)
        found.link_version, found.address = found.link_version - 1, EMAIL
        inviting.invite(session, records.get(session, box.id, lock=True), None)
    assert new_client().open(link).status == 410
    assert new_client().open(mailbox._last(EMAIL, FINALISATION)).status == 200


def test_whom_a_page_named_before_a_restored_backup_is_nobody_else(medimail, tree, client):
    by = medimail.administrator(tree["mother"])
    _, old = medimail.holder(tree["mother"])
    reference = tokens.reference(tree["mother"].id, by.id).write(old)
    with transaction() as session:
        session.execute(delete(Mailbox))
    give_again(Mailbox, old.id)
    _, box = medimail.holder(tree["mother"], last_name="VICTIME")
    assert box.id == old.id
    page = f"/structures/{tree['mother'].id}/administrateurs/ajouter?personne={reference}"
    assert "Personne n’a été ajouté" in put_inside(client, by).open(page).text
