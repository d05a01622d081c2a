"""Two registrations in one browser: each form is sent for the one that it was shown for, whatever another tab does."""

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Account
from portal.db import reading, transaction
from portal.medimail.mailboxes.joining.models import Joining
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import Kind
from tests.builders import PASSWORD
from tests.pages.joining import EMAIL, SENT, SHEET, START, WHOLE, choose, confirm, named, pick, send

OTHER, KEEP = "second@chu-demo.fr", "/inscription/fiche/garder"
SECOND = "99999900022"


@pytest.fixture
def left(client, mailbox, tree):
    """The form of a tab that was left at its sheet, while somebody else came to theirs in the same browser."""
    form = named(choose(client, mailbox))
    choose(client, mailbox, OTHER, "MED")
    return form


def boxes():
    with reading() as session:
        return [(one.address, one.kind, one.rpps) for one in session.scalars(select(Mailbox).order_by(Mailbox.id))]


def typed(address):
    with reading() as session:
        return session.scalars(select(Joining).where(Joining.email == address)).one().typed


def test_a_sheet_registers_the_address_and_the_type_that_it_shows(client, left):
    client.post(SHEET, {**left, **WHOLE})
    assert client.path == SENT, client.errors
    assert boxes() == [(EMAIL, Kind.PER, WHOLE["rpps"])]
    with reading() as session:
        assert [one.email for one in session.scalars(select(Account))] == [EMAIL]


def test_both_register_each_as_themself(client, left):
    theirs = named(client)
    client.post(SHEET, {**left, **WHOLE})
    client.post(SHEET, {**theirs, **WHOLE, "nom": "Second", "profession": "Secrétaire médical"})
    assert [address for address, _, _ in boxes()] == [EMAIL, OTHER]


def test_what_is_typed_in_one_is_not_kept_in_the_other(client, left):
    answer = client.fragment(KEEP, {**left, "nom": "Schiano"})
    assert "Enregistré à" in answer.text
    assert (typed(EMAIL)["nom"], typed(OTHER)) == ("Schiano", {})


def test_a_sheet_to_correct_shows_its_own_address_and_is_sent_for_it(client, left):
    client.post(SHEET, {**left, **WHOLE, "ville": ""})
    assert (client.status, EMAIL in client.text, OTHER in client.text) == (422, True, False)
    send(client)
    assert [address for address, _, _ in boxes()] == [EMAIL]


def test_a_type_is_chosen_for_the_address_that_its_page_shows(client, mailbox, tree):
    form = named(confirm(client, mailbox))
    choose(client, mailbox, OTHER, "MED")
    client.post("/inscription/type", {**form, "type": "INT"})
    assert EMAIL in client.open(SHEET).text
    with reading() as session:
        assert {one.email: one.kind for one in session.scalars(select(Joining))} == {EMAIL: Kind.INT, OTHER: Kind.MED}


def test_the_number_of_a_sheet_is_not_dropped_for_a_type_chosen_in_another_tab(client, mailbox, tree):
    form = named(choose(client, mailbox))
    pick(client, "MED")
    client.post(SHEET, {**form, **WHOLE})
    assert boxes() == [(EMAIL, Kind.PER, WHOLE["rpps"])]


def test_a_form_names_nothing_in_another_browser(left, new_client):
    other = new_client()
    other.open(START)
    other.post(SHEET, {**left, **WHOLE})
    assert (other.status, boxes()) == (409, [])
    assert EMAIL not in other.text
    assert "Pas enregistré" in other.fragment(KEEP, {**left, "nom": "Voleur"}).text
    assert typed(EMAIL) == {}


@pytest.mark.parametrize("name", ["", "x", "1", "1.signature"])
def test_a_form_that_names_nothing_registers_nobody(client, mailbox, tree, name):
    send(choose(client, mailbox), inscription=name)
    assert (client.status, boxes()) == (409, [])


def test_a_row_that_took_the_number_of_a_registration_is_not_opened_by_its_form(client, left):
    with transaction() as session:
        session.scalars(select(Joining).where(Joining.email == EMAIL)).one().created_at = clock.now()
    client.post(SHEET, {**left, **WHOLE})
    assert (client.status, boxes()) == (409, [])


def test_what_is_sent_too_late_stays_on_its_page_and_goes_once_the_address_is_confirmed_again(
    client, mailbox, tree, later
):
    choose(client, mailbox)
    later(hours=13)
    send(client)
    assert client.status == 409
    assert "Rien n’est envoyé" in client.text
    assert client.soup.select_one("input[name=nom]")["value"] == "Schiano"
    assert PASSWORD not in client.response.text
    form = named(client)
    confirm(client, mailbox)
    client.post(SHEET, {**form, **WHOLE})
    assert client.path == SENT, client.errors
    assert [address for address, _, _ in boxes()] == [EMAIL]
