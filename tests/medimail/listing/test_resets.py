"""« Demander la réinitialisation du mot de passe » (source 002 p. 12): to an MSSanté address, or to that of a MED.

An administrator who wants the account of somebody else gets nowhere (promise 11, ADR 0019).
"""

import itertools
from datetime import timedelta

import pytest

from portal import clock
from portal.accounts import store as people
from portal.accounts.models import AccountRight
from portal.accounts.rules import Kind as Person
from portal.accounts.rules import Right, reset_route
from portal.audit import Event
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.addresses import service as addresses
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import AddressChange
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.resets import Known, Obstacle, Sending, sending
from portal.medimail.mailboxes.record.rules.states import State
from tests.builders import NEW_PASSWORD, PASSWORD
from tests.pages.signin import is_signed_in, sign_in, try_password

RESET = "Demander la réinitialisation du mot de passe"
NEW = "autre.adresse@chic-demo.fr"


@pytest.fixture
def reset(desk, here):
    """Ask for the link of this account as the list would, button or not; what the next page says."""

    def ask(box):
        token = desk.open(here).token
        desk.send("POST", f"{here}/{box.id}/reinitialiser", data={"csrf_token": token})
        return " ".join(desk.open(here).text.replace("\u00a0", " ").split())

    return ask


@pytest.fixture
def med(medimail, tree):
    """A secretary who signs in with the address of the MED account, and that account."""
    return medimail.holder(tree.mother)


def sent():
    with reading() as session:
        return [mail.recipient for mail in session.query(OutboxMail).filter(OutboxMail.template == "password/handed")]


def change(box, state=ChangeState.ASKED, done_at=None, new=NEW):
    with transaction() as session:
        session.add(
            AddressChange(
                mailbox_id=box.id, old=box.address, new=new, state=state, asked_at=clock.now(), done_at=done_at
            )
        )


def test_a_secretary_gets_a_new_password_by_the_mailbox_of_the_account(med, tree, desk, client, reset, mailbox):
    person, box = med
    assert RESET in desk.open(f"/comptes/{box.id}").text
    assert "Un lien est parti à l’adresse de connexion de la personne" in reset(box)
    letter = " ".join(mailbox.texts(person.email)[0].replace("\u00a0", " ").split())
    assert f"{tree.of_mother.full_name}, qui administre Medimail pour {tree.mother.name}, vous envoie" in letter
    client.open(mailbox.link(person.email)).submit({"nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD})
    try_password(client, person.email, PASSWORD)
    assert client.status == 422
    # The code is asked all the same: the link opens no session.
    assert not is_signed_in(try_password(client, person.email, NEW_PASSWORD))
    assert is_signed_in(sign_in(client, mailbox, person.email, person.email, NEW_PASSWORD))


def test_the_journal_says_who_asked_and_to_which_kind_of_address(med, tree, reset):
    person, box = med
    reset(box)
    with reading() as session:
        row = session.query(JournalRow).filter(JournalRow.event == Event.RESET_ASKED.value).one()
    assert (row.subject_id, row.actor_id) == (person.id, tree.of_mother.id)
    assert "adresse du compte" in row.after
    assert person.email not in row.after


def test_the_public_page_still_sends_them_nothing(med, client):
    client.open("/mot-de-passe/oublie").submit({"identifiant": med[0].email})
    with reading() as session:
        assert session.query(OutboxMail).count() == 0


def test_the_public_page_names_the_administrator_as_a_way_to_everybody(client):
    assert "l’administrateur Medimail de votre structure" in client.open("/mot-de-passe/oublie").text


def test_an_administrator_who_asks_for_another_address_gets_no_link_meanwhile(med, reset):
    change(med[1])
    assert "va changer, ou a changé depuis moins de 7 jours" in reset(med[1])
    assert sent() == []


def test_an_administrator_who_has_just_changed_the_address_gets_no_link(med, reset):
    person, box = med
    with transaction() as session:
        addresses.ask(session, records.get(session, box.id, lock=True), NEW, seen="", by=person.id)
        asked = session.query(AddressChange).one().id
    with transaction() as session:
        addresses.carry_out(session, asked)
    with reading() as session:
        assert people.get(session, person.id).email == NEW
    assert "va changer, ou a changé" in reset(box)
    assert sent() == []


def test_a_link_that_waits_dies_when_the_address_changes(med, reset, client, mailbox):
    person, box = med
    reset(box)
    link = mailbox.link(person.email)
    with transaction() as session:
        addresses.ask(session, records.get(session, box.id, lock=True), NEW, seen="", by=person.id)
        asked = session.query(AddressChange).one().id
    with transaction() as session:
        addresses.carry_out(session, asked)
    assert client.send("GET", link).status_code == 410


@pytest.mark.parametrize(("days", "leaves"), [(6, False), (8, True)])
def test_a_new_address_waits_seven_days(med, reset, days, leaves):
    change(med[1], ChangeState.DONE, clock.now() - timedelta(days=days))
    reset(med[1])
    assert bool(sent()) is leaves


def test_a_change_called_off_or_failed_hinders_nothing(med, reset):
    change(med[1], ChangeState.CANCELLED, clock.now())
    change(med[1], ChangeState.FAILED, clock.now())
    reset(med[1])
    assert sent() == [med[0].email]


def test_the_change_of_another_mailbox_of_the_same_person_hinders_too(med, medimail, tree, reset):
    person, box = med
    change(medimail.mailbox(tree.stranger, Kind.MED, account_id=person.id))
    reset(box)
    assert sent() == []


@pytest.mark.parametrize("kind", [Kind.PER, Kind.INT])
def test_a_health_professional_without_a_correspondance_is_sent_nothing_and_told_what_to_do(
    medimail, tree, reset, kind
):
    _, box = medimail.holder(tree.mother, kind)
    assert "Le GRADeS peut lui donner une correspondance MSSanté" in reset(box)
    assert sent() == []


@pytest.mark.parametrize("state", State)
def test_one_mailbox_of_a_health_professional_in_any_state_keeps_the_rule(med, medimail, tree, reset, state):
    person, box = med
    medimail.mailbox(tree.stranger, Kind.PER, state, account_id=person.id)
    assert "pour un professionnel de santé" in reset(box)
    assert sent() == []


def test_giving_a_professional_the_type_med_opens_nothing(tree, medimail, reset):
    _, box = medimail.holder(tree.mother, was_professional=True)
    assert "changez d’abord son type" in reset(box)
    assert sent() == []


@pytest.mark.parametrize("right", Right)
def test_whoever_holds_a_right_is_sent_nothing(med, reset, right):
    person, box = med
    with transaction() as session:
        session.add(AccountRight(account_id=person.id, name=right, scope="x"))
    assert "n’ouvre pas que des boîtes MED" in reset(box)
    assert sent() == []


@pytest.mark.parametrize("known", [{"rpps": "10000000018"}, {"certdc_id": "mpetit"}, {"name_key": "petit alex"}])
def test_whoever_signs_in_by_something_else_is_sent_nothing(med, reset, known):
    person, box = med
    with transaction() as session:
        for name, value in known.items():
            setattr(people.get(session, person.id), name, value)
    reset(box)
    assert sent() == []


@pytest.mark.parametrize("kind", [Person.HEALTH_PROFESSIONAL, Person.STAFF])
def test_somebody_of_certdc_is_sent_nothing_whatever_the_mailbox(medimail, tree, build, reset, kind):
    person = build.person(kind=kind, last_name="Petit", first_name="Alex", email="certdc@chic-demo.fr", mssante=None)
    reset(medimail.mailbox(tree.mother, Kind.MED, account_id=person.id))
    assert sent() == []


def test_an_administrator_of_another_structure_finds_no_such_account(med, tree, at_desk):
    for who, place in itertools.product([tree.of_stranger, tree.of_daughter], [tree.mother, tree.stranger]):
        desk = at_desk(who)
        token = desk.open("/compte").token
        url = f"/structures/{place.id}/comptes/{med[1].id}/reinitialiser"
        assert desk.send("POST", url, data={"csrf_token": token}).status_code == 404
    assert sent() == []


def test_links_are_counted_and_too_many_are_said_to_be_too_many(med, reset):
    said = [reset(med[1]) for _ in range(6)][-1]
    assert len(sent()) == 5
    assert "cette personne vient d’en recevoir trop" in said
    assert "MSSanté" not in said.partition("Aucun lien")[2][:120]


def test_mssante_only_closes_this_way_too(med):
    person, _ = med
    routes = [reset_route(person.reach, mssante_only=only, at_own=True) for only in (False, True)]
    assert [hasattr(route, "address") for route in routes] == [True, False]


def test_a_row_offers_the_link_only_where_it_would_leave(med, medimail, tree, desk, here, build):
    lucky = build.physician(mssante="lucky@chu-demo.mssante.fr")
    boxes = {
        med[1]: True,
        medimail.mailbox(tree.mother, account_id=lucky.id): True,
        medimail.mailbox(tree.mother): False,
        medimail.holder(tree.mother, Kind.PER)[1]: False,
    }
    page = desk.send("GET", here).text
    assert {box: f"/{box.id}/reinitialiser" in page for box in boxes} == boxes


PLAIN = Known(
    is_closed=False,
    has_route=False,
    has_own=True,
    is_known_elsewhere=False,
    has_right=False,
    is_med=True,
    is_moving=False,
)


def test_the_rule_says_own_for_one_case_only():
    names = list(PLAIN.__dataclass_fields__)
    cases = [Known(**dict(zip(names, values, strict=True))) for values in itertools.product([False, True], repeat=7)]
    assert [case for case in cases if sending(case) is Sending.OWN] == [PLAIN]
    assert all(sending(case) is Obstacle.CLOSED for case in cases if case.is_closed)
