"""The copies that an account receives: shown where they hold something back, and ended by whoever may."""

import pytest

from portal import clock
from portal.db import reading, transaction
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Delegation
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from tests.pages.inside import put_inside

pytestmark = pytest.mark.one_database


@pytest.fixture
def home(medimail):
    """A structure, beside another one that its administrator does not reach."""
    return medimail.structure(), medimail.structure("Clinique des Hauts")


@pytest.fixture
def desk(medimail, home, new_client):
    """The administrator of the first, signed in."""
    return put_inside(new_client(), medimail.administrator(home[0]))


def copies(origin, to):
    with transaction() as session:
        session.add(Delegation(mailbox_id=origin.id, delegate_id=to.id, created_at=clock.now()))


def receives(box):
    with reading() as session:
        return [origin.address for origin in store.delegating(session, box.id)]


@pytest.mark.parametrize("state", [State.VALID, State.REJECTED, State.REMOVED, State.REJECTED_FOR_GOOD])
def test_the_type_that_copies_hold_back_changes_once_they_are_ended_where_the_page_says(medimail, home, desk, state):
    box = medimail.mailbox(home[0], Kind.ORG)
    origin = medimail.mailbox(home[0], state=state)
    copies(origin, box)
    held = desk.open(f"/comptes/{box.id}/type/APP").text
    assert f"Ce compte reçoit une copie des messages de {origin.address}" in held
    assert origin.address in desk.open(f"/comptes/{box.id}/parametres").text
    desk.post(f"/comptes/{box.id}/parametres/delegations-recues/{origin.id}/supprimer", {})
    assert "La délégation est supprimée" in desk.text
    assert receives(box) == []
    assert "reçoit une copie" not in desk.open(f"/comptes/{box.id}/type/APP").text


def test_copies_from_elsewhere_are_counted_without_a_name_and_are_not_one_s_to_end(medimail, home, desk):
    box = medimail.mailbox(home[0], Kind.ORG)
    origins = [medimail.mailbox(place) for place in (*home, home[1])]
    for origin in origins:
        copies(origin, box)
    for path in (f"/comptes/{box.id}/type/APP", f"/comptes/{box.id}/parametres"):
        page = desk.open(path).text.replace("\xa0", " ")
        assert origins[0].address in page
        assert not any(origin.address in page for origin in origins[1:])
        assert "d’autres structures" in page
        assert "avec le GRADeS" in page
    path = f"/comptes/{box.id}/parametres/delegations-recues/{origins[1].id}/supprimer"
    assert desk.send("POST", path, data={"csrf_token": desk.token}).status_code == 404
    assert len(receives(box)) == len(origins)


def test_a_delegation_that_leaves_is_named_where_it_holds_back_a_type(medimail, home, desk):
    box, to = medimail.mailbox(home[0], Kind.ORG), medimail.mailbox(home[0])
    copies(box, to)
    assert f"Une copie de ses messages part à {to.address}" in desk.open(f"/comptes/{box.id}/type/APP").text
    path = f"/comptes/{box.id}/parametres/delegations-recues/{to.id}/supprimer"
    assert desk.send("POST", path, data={"csrf_token": desk.token}).status_code == 404


def test_whoever_holds_an_account_is_not_shown_who_sends_it_copies(medimail, home, new_client):
    person, box = medimail.holder(home[0])
    copies(medimail.mailbox(home[1]), box)
    page = put_inside(new_client(), person).open(f"/mon-compte/messagerie/{box.id}")
    assert not page.soup.select("#copies")
