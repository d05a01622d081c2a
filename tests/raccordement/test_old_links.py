"""A link mailed long ago opens nothing of the request, or of the invitation, that now has the number of its row."""

import pytest
from sqlalchemy import delete

from portal.db import reading, transaction
from portal.raccordement.record import members, store
from portal.raccordement.record.models import Invitation, Raccordement
from portal.raccordement.record.states import State
from tests.pages.deposit import DRAFT, EMAIL, START, confirm, draft_link, press
from tests.renumbering import give_again

VICTIM = "victime@ch-exemple.fr"


@pytest.fixture
def old_link(client, new_client, mailbox, records):
    """The link of a draft thrown away, whose number is now that of a stranger's draft."""
    records.places()
    confirm(client, mailbox)
    link = draft_link(mailbox)
    with reading() as session:
        before = [record.id for record in store.drafts_of(session, EMAIL)]
    client.open("/raccordement/demande/effacer").press("Effacer le brouillon")
    give_again(Raccordement, *before)
    press(confirm(new_client(), mailbox, VICTIM), nom="Victime")
    with reading() as session:
        assert [record.id for record in store.drafts_of(session, VICTIM)] == before
    return link


def test_the_link_of_a_draft_thrown_away_opens_no_other(old_link, new_client):
    theirs = new_client()
    assert theirs.open(old_link).status == 410
    assert theirs.post(old_link).status == 410
    assert theirs.open(DRAFT).path == START


def test_the_link_of_the_draft_of_today_still_opens_it(old_link, new_client, mailbox):
    theirs = new_client()
    link = draft_link(mailbox, VICTIM)
    assert "Victime" in theirs.open(link).post(link).response.text


def invite(record, email, by):
    with transaction() as session:
        invitation = members.invite(session, record, email, by=by.id)
        return invitation.id, members.write_token(invitation, record)


def opens(token):
    with reading() as session:
        return members.invited(session, token)


@pytest.mark.parametrize("email", [VICTIM, EMAIL], ids=["of somebody else", "of the same address"])
def test_an_invitation_of_before_a_restored_backup_opens_none_to_another_request(records, email):
    by = records.manager()
    record = records.record(State.DRAFT, manager=by)
    old, token = invite(record, EMAIL, by)
    with transaction() as session:
        session.execute(delete(Raccordement))
    give_again(Raccordement, record.id)
    give_again(Invitation, old)
    other = records.record(State.DRAFT, manager=by)
    key, fresh = invite(other, email, by)
    assert (other.id, key) == (record.id, old)
    assert opens(token) is None
    assert opens(fresh).email == email


def test_an_invitation_of_before_a_restored_backup_opens_none_of_another_person(records):
    by = records.manager()
    record = records.record(manager=by)
    old, token = invite(record, EMAIL, by)
    with transaction() as session:
        session.execute(delete(Invitation))
    give_again(Invitation, old)
    assert invite(record, VICTIM, by)[0] == old
    assert opens(token) is None


def test_asked_again_the_mail_of_the_first_time_still_opens(records, later):
    by = records.manager()
    record = records.record(manager=by)
    old, token = invite(record, EMAIL, by)
    later(days=6)
    assert invite(record, EMAIL, by)[0] == old
    later(days=6)
    assert opens(token).id == old
