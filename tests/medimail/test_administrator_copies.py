"""Whoever is made administrator is read by nobody whom the guard of codes would have refused (see `copying`)."""

from threading import Event
from time import sleep

import pytest
from sqlalchemy import select

from portal.accounts import store as people
from portal.accounts.models import Account
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.mail.models import OutboxMail
from portal.medimail.administration.administrators import tokens
from portal.medimail.mailboxes.listing.acts import service as acts
from portal.medimail.mailboxes.listing.acts.service import Asked
from portal.medimail.mailboxes.options import service as options
from portal.medimail.mailboxes.options.rules import Delegated, Guarded
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import Action
from tests.attacks.crowd import at_once
from tests.medimail.asking import tree_of
from tests.pages.inside import put_inside

# Longer than a request takes that waits for nobody.
_WHILE = 0.7


@pytest.fixture
def tree(medimail):
    return tree_of(medimail)


@pytest.fixture
def victim(medimail, tree):
    """A person of the daughter, with her mailbox there."""
    return medimail.holder(tree["daughter"])


@pytest.fixture
def spy(medimail, tree):
    """Who administers the daughter, and has a mailbox there."""
    person = medimail.administrator(tree["daughter"])
    box = medimail.mailbox(tree["daughter"], Kind.MED, account_id=person.id, address=person.email)
    return person, box


@pytest.fixture
def delegate():
    """Have an account send copies to another one."""

    def do(box, to, by):
        with transaction() as session:
            return options.delegate(session, by.id, records.get(session, box.id, lock=True), to.address)

    return do


@pytest.fixture
def asked(client):
    """The page by which this administrator appoints somebody to a structure, named by their mailbox."""

    def of(structure, box, by):
        reference = tokens.reference(structure.id, by.id).write(box)
        return put_inside(client, by).open(f"/structures/{structure.id}/administrateurs/ajouter?personne={reference}")

    return of


@pytest.fixture
def appoint(asked):
    """Appoint somebody."""
    return lambda *named: asked(*named).press("Ajouter cet administrateur")


def copies(box):
    with reading() as session:
        return [to.address for to in records.delegates(session, box.id)]


def told_of_the_end():
    with reading() as session:
        query = select(OutboxMail.recipient).where(OutboxMail.template == "medimail/copies_ended")
        return sorted(session.scalars(query))


def test_a_copy_made_below_ends_when_the_person_is_given_what_is_above(
    medimail, tree, victim, spy, delegate, asked, said
):
    person, box = victim
    by = medimail.administrator(tree["mother"])
    assert isinstance(delegate(box, spy[1], by=spy[0]), Delegated)
    page = asked(tree["mother"], box, by)
    assert f"La copie des messages de {box.address} à {spy[1].address} prend fin" in page.text.replace("\u00a0", " ")
    assert copies(box) == [spy[1].address], "looking changes nothing"
    page.press("Ajouter cet administrateur")
    assert copies(box) == []
    assert "ont pris fin" in page.text
    assert told_of_the_end() == sorted([box.address, spy[1].address])
    assert "ajoutez-la de nouveau vous-même" in said(box.address)
    assert "codes" not in said(spy[1].address)
    with reading() as session:
        [entry] = session.scalars(select(JournalRow).where(JournalRow.event == "delegation_retiree"))
    assert (entry.subject_id, entry.actor_id) == (person.id, by.id)


def test_asked_for_afterwards_it_is_refused(medimail, tree, victim, spy, delegate, appoint):
    _, box = victim
    appoint(tree["mother"], box, medimail.administrator(tree["mother"]))
    assert delegate(box, spy[1], by=spy[0]) == Guarded()


def test_a_copy_that_the_person_asked_for_goes_on_and_the_page_tells_of_it(
    medimail, tree, victim, spy, delegate, asked
):
    person, box = victim
    delegate(box, spy[1], by=person)
    page = asked(tree["mother"], box, medimail.administrator(tree["mother"]))
    text = page.text.replace("\u00a0", " ")
    assert f"arrivent à {box.address}, que lisent aussi : {spy[1].address}." in text
    assert "prend fin :" not in text
    page.press("Ajouter cet administrateur")
    assert copies(box) == [spy[1].address]
    assert told_of_the_end() == []


def test_a_copy_within_what_the_person_is_given_goes_on(medimail, tree, victim, spy, delegate, appoint):
    """Its administrator has all of that already."""
    _, box = victim
    delegate(box, spy[1], by=spy[0])
    appoint(tree["daughter"], box, medimail.administrator(tree["mother"]))
    assert copies(box) == [spy[1].address]


def test_the_page_tells_who_opens_the_shared_account_where_the_codes_come(medimail, tree, victim, spy, asked):
    person, box = victim
    shared = medimail.mailbox(tree["daughter"], Kind.ORG, mssante="accueil@chic.mssante.fr")
    medimail.connect(shared, spy[1])
    medimail.connect(shared, box)
    with transaction() as session:
        session.get(Account, person.id).mssante = shared.mssante
    text = asked(tree["mother"], box, medimail.administrator(tree["mother"])).text.replace("\u00a0", " ")
    assert f"arrivent à {shared.address}, que lisent aussi : {spy[1].address}." in text


def test_the_copies_of_a_shared_account_where_the_codes_come_end_too(
    medimail, tree, victim, spy, delegate, appoint, said
):
    person, box = victim
    shared = medimail.mailbox(tree["daughter"], Kind.ORG, mssante="accueil@chic.mssante.fr")
    medimail.connect(shared, box)
    with transaction() as session:
        session.get(Account, person.id).mssante = shared.mssante
    delegate(shared, spy[1], by=spy[0])
    appoint(tree["mother"], box, medimail.administrator(tree["mother"]))
    assert copies(shared) == []
    assert told_of_the_end() == sorted([box.address, shared.mssante, spy[1].address])
    assert "de nouveau vous-même" not in said(box.address), "« Mon compte » does not show it"


def test_an_account_where_no_code_comes_sends_its_copies_still(medimail, tree, victim, spy, delegate, appoint):
    person, box = victim
    other = medimail.mailbox(tree["daughter"], Kind.MED, account_id=person.id)
    delegate(other, spy[1], by=spy[0])
    appoint(tree["mother"], box, medimail.administrator(tree["mother"]))
    assert copies(other) == [spy[1].address]


def test_nobody_out_of_reach_is_named(medimail, tree, delegate, asked):
    """Whoever appoints somebody of elsewhere learns that others read, and not who."""
    person, box = medimail.holder(tree["stranger"])
    admin = medimail.administrator(tree["stranger"])
    ended, kept = (medimail.mailbox(tree["stranger"], Kind.MED) for _ in range(2))
    delegate(box, ended, by=admin)
    delegate(box, kept, by=person)
    page = asked(tree["mother"], box, medimail.administrator(tree["mother"]))
    assert ended.address not in page.text
    assert kept.address not in page.text
    assert page.text.count("hors de vos structures") == 2
    page.press("Ajouter cet administrateur")
    assert copies(box) == [kept.address]


def test_nothing_is_said_where_nobody_else_reads(medimail, tree, victim, asked):
    text = asked(tree["mother"], victim[1], medimail.administrator(tree["mother"])).text
    assert "à sa place" not in text
    assert "prend fin" not in text


@pytest.mark.parametrize("_again", range(3))
def test_a_copy_asked_for_while_the_person_is_appointed_does_not_stay(
    medimail, tree, victim, spy, delegate, asked, app, _again
):
    _, box = victim
    page = asked(tree["mother"], box, medimail.administrator(tree["mother"]))

    def late():
        with app.app_context():
            delegate(box, spy[1], by=spy[0])

    at_once([late, lambda: page.press("Ajouter cet administrateur")])
    assert copies(box) == []


def test_whoever_is_rejected_while_they_are_appointed_is_not(medimail, tree, victim, asked, app):
    """PostgreSQL lets both begin: the account is held, then read again."""
    person, box = victim
    by = medimail.administrator(tree["mother"])
    page, is_done = asked(tree["mother"], box, by), Event()

    def reject():
        with app.app_context(), transaction() as session:
            acts.perform(
                session, records.get(session, box.id, lock=True), Asked(by.id, Action.REJECT, reason="Partie.")
            )
            is_done.set()
            sleep(_WHILE)

    def appoint():
        assert is_done.wait(5)
        page.press("Ajouter cet administrateur")

    at_once([reject, appoint], threads=2)
    assert "n’a plus de compte Medimail validé" in page.text
    with reading() as session:
        assert people.rights(session, person.id) == []
