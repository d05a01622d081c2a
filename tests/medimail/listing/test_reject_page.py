"""The page that rejects says what changes, of this account and of those whose settings name it; so do theirs, after."""

import pytest

from portal import clock
from portal.db import transaction
from portal.medimail.mailboxes.record.models import Delegation, Mailbox
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State

SESSION = "sa session finit aussitôt"


@pytest.fixture
def said(desk, here):
    """The words of the page that rejects an account."""
    return lambda box: desk.open(f"{here}/{box.id}/rejeter").text.replace("\xa0", " ")


def copies(origin, to):
    with transaction() as session:
        session.add(Delegation(mailbox_id=origin.id, delegate_id=to.id, created_at=clock.now()))


def begin(person, shared):
    with transaction() as session:
        session.get(Mailbox, person.id).default_id = shared.id


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.PREREGISTERED, "Un lien déjà envoyé pour finaliser l’inscription ne s’ouvre plus"),
        (State.TO_VALIDATE, "L’inscription n’aboutit pas"),
    ],
)
def test_of_whoever_never_signed_in_no_session_is_said_to_end(medimail, tree, said, state, told):
    page = said(medimail.mailbox(tree.mother, state=state))
    assert told in page
    assert SESSION not in page


@pytest.mark.parametrize("state", [State.VALID, State.INACTIVE])
def test_of_whoever_signs_in_the_session_is_said_to_end(medimail, tree, said, state):
    page = said(medimail.mailbox(tree.mother, state=state))
    assert SESSION in page
    assert "finaliser" not in page


def test_those_whose_copies_it_receives_are_named_within_reach_and_counted_beyond(medimail, tree, said):
    box, ours, theirs = (medimail.mailbox(place) for place in (tree.mother, tree.daughter, tree.stranger))
    assert "reçoit une copie" not in said(box)
    for origin in (ours, theirs):
        copies(origin, box)
    page = said(box)
    assert f"une copie des messages de {ours.address} et 1 compte d’autres structures : personne ne l’y lira" in page
    assert theirs.address not in page


def test_those_to_whom_it_is_shown_first_are_named_and_see_their_own_once_it_is_rejected(medimail, tree, said, desk):
    shared, person = medimail.mailbox(tree.mother, Kind.ORG), medimail.mailbox(tree.mother)
    medimail.connect(shared, person)
    begin(person, shared)
    assert "affichée d’abord à la connexion" in desk.open(f"/comptes/{person.id}").text
    assert f"Ce compte s’affiche d’abord à la connexion de {person.address} :" in said(shared)
    desk.submit({"motif": "Service fermé."})
    page = desk.open(f"/comptes/{person.id}").text
    assert "affichée d’abord à la connexion" not in page
    assert "la messagerie du compte lui-même s’affiche d’abord" in page
    opened = desk.soup.select_one("#ouvre li, section:has(#ouvre) li") or desk.soup
    assert "rejeté" in opened.get_text()


def test_a_delegate_that_is_rejected_is_shown_as_such_wherever_it_is_named(medimail, tree, desk, here, said):
    box, gone, alive = (medimail.mailbox(tree.mother) for _ in range(3))
    for to in (gone, alive):
        copies(box, to)
    said(gone)
    desk.submit({"motif": "Parti."})
    settings = desk.open(f"/comptes/{box.id}/parametres")
    assert "2 comptes délégués, dont 1 que personne ne lit" in settings.text.replace("\xa0", " ")
    lines = [line.get_text() for line in settings.soup.select(".delegates li")]
    assert [gone.address in line for line in lines] == ["Rejeté" in line for line in lines]
    lines = [line.get_text() for line in desk.open(f"/comptes/{box.id}").soup.select("#delegations li")]
    assert [gone.address in line for line in lines] == ["rejeté" in line for line in lines] != []
    assert box.address in desk.open(f"/comptes/{gone.id}/parametres").text
