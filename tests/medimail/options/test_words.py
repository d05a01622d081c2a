"""What is told of a delegation: how to end it, where whoever reads it can."""

import pytest

from portal.db import transaction
from portal.medimail.mailboxes.options import service
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from tests.pages.inside import put_inside

ENDS_IT = "Vous le pouvez aussi, dans « Mon compte »"


@pytest.fixture
def structure(medimail):
    """Where the accounts are."""
    return medimail.structure()


@pytest.fixture
def delegated(medimail, structure, mailbox):
    """Delegate from this account; what its reader, at this address, is told."""

    def told(box, address):
        other, admin = medimail.mailbox(structure), medimail.administrator(structure)
        with transaction() as session:
            service.delegate(session, admin.id, records.get(session, box.id, lock=True), other.address)
        return " ".join(mailbox.texts(address)[0].replace("\u00a0", " ").split())

    return told


def test_the_holder_is_told_of_the_page_that_ends_it_and_that_page_opens(medimail, structure, delegated, new_client):
    person, box = medimail.holder(structure)
    text = delegated(box, box.address)
    assert ENDS_IT in text
    assert f"Bonjour {box.full_name}," in text
    assert f"le compte Medimail {box.address} part" in text
    assert put_inside(new_client(), person).open(f"/mon-compte/messagerie/{box.id}").status == 200


def test_whoever_opens_a_shared_account_is_not_sent_to_a_page_that_does_not_exist(
    medimail, structure, delegated, new_client
):
    person, opener = medimail.holder(structure)
    shared = medimail.mailbox(structure, Kind.ORG, last_name="SECRETARIAT", first_name="Pharmacie")
    medimail.connect(shared, opener)
    text = delegated(shared, opener.address)
    assert ENDS_IT not in text
    assert "Bonjour Alex PETIT," in text
    assert f"Prévenez l’administrateur Medimail de {structure.name}" in text
    assert put_inside(new_client(), person).open(f"/mon-compte/messagerie/{shared.id}").status == 404


def test_the_holder_of_an_account_that_is_shut_is_not_sent_there_either(medimail, structure, delegated):
    _, box = medimail.holder(structure, state=State.REJECTED)
    assert ENDS_IT not in delegated(box, box.address)


@pytest.mark.parametrize(
    ("kind", "state"), [(Kind.ORG, State.VALID), (Kind.APP, State.VALID), (Kind.MED, State.REJECTED)]
)
def test_the_page_does_not_say_that_a_holder_sets_what_no_holder_can(medimail, structure, new_client, kind, state):
    desk = put_inside(new_client(), medimail.administrator(structure))
    box = medimail.mailbox(structure, kind, state=state)
    assert "Son titulaire" not in desk.open(f"/comptes/{box.id}/parametres").text


def test_the_page_of_an_open_account_says_that_its_holder_sets_it_too(medimail, structure, new_client):
    desk = put_inside(new_client(), medimail.administrator(structure))
    _, box = medimail.holder(structure)
    assert "Son titulaire peut aussi les régler" in desk.open(f"/comptes/{box.id}/parametres").text
