"""A change of type: what goes is named first, what rests on the account holds it back, and it begins anew."""

import pytest

from portal import clock
from portal.accounts import closing
from portal.accounts import store as people
from portal.audit import Event
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.medimail.mailboxes.record import converting, moving, store
from portal.medimail.mailboxes.record.models import Delegation
from portal.medimail.mailboxes.record.rules.acts import Faulty, Held, Saved, Shut, Stale
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, Kind
from portal.medimail.mailboxes.record.rules.states import Action, State, Who
from tests.attacks.crowd import at_once
from tests.medimail.sheets import OPENER

TURNS = [(was, becomes) for was in Kind for becomes in Kind if was is not becomes]


@pytest.mark.parametrize(("was", "becomes"), TURNS)
def test_each_type_may_become_any_other(hospital, turn, was, becomes):
    box = hospital.made(was, invites=False)
    assert turn(box.id, becomes) == Saved(changed=True)
    found = hospital.medimail.read(box)
    crossed = (was in PERSONS) != (becomes in PERSONS)
    begins = State.PREREGISTERED if becomes in PERSONS else State.VALID
    assert (found.kind, found.version) == (becomes, 2)
    assert found.state is (begins if crossed else box.state)
    assert hospital.openers(box.id) == ([] if becomes in PERSONS else [OPENER])
    assert len(hospital.mails()) == (crossed and becomes in PERSONS)


def test_what_no_longer_applies_is_named_and_goes(hospital, turn):
    box = hospital.made(Kind.PER)
    with reading() as session:
        found = converting.conversion(session, hospital.by(session), store.get(session, box.id), Kind.MED)
    assert (found.gone, found.obstacles) == ((Field.RPPS,), ())
    turn(box.id, Kind.MED)
    assert hospital.medimail.read(box).rpps is None
    [(before, after)] = hospital.journal(Event.MAILBOX_KIND_CHANGED)
    assert (before["Type BAL"], after["Type BAL"]) == ("PER", "MED")
    assert (before["RPPS"], after["RPPS"]) == ("99999900014", "")


def test_a_type_med_has_no_correspondance(hospital, turn):
    box = hospital.medimail.mailbox(hospital.structure, mssante="camille.durand@chic.mssante.fr")
    with reading() as session:
        assert (
            Field.MSSANTE
            in converting.conversion(session, hospital.by(session), store.get(session, box.id), Kind.MED).gone
        )
    turn(box.id, Kind.MED)
    assert hospital.medimail.read(box).mssante is None


@pytest.mark.parametrize(("was", "becomes"), [(Kind.PER, Kind.ORG), (Kind.ORG, Kind.PER), (Kind.APP, Kind.INT)])
def test_the_mssante_address_of_a_person_is_never_left_to_a_service_nor_the_reverse(hospital, turn, was, becomes):
    """Else whoever opens a service reads the links that choose a person's password, or the reverse."""
    box = hospital.medimail.mailbox(hospital.structure, was, mssante="camille.durand@chic.mssante.fr")
    with reading() as session:
        assert (
            Field.MSSANTE
            in converting.conversion(session, hospital.by(session), store.get(session, box.id), becomes).gone
        )
    assert turn(box.id, becomes) == Saved(changed=True)
    assert hospital.medimail.read(box).mssante is None
    [(before, after)] = hospital.journal(Event.MAILBOX_KIND_CHANGED)
    assert (before[Field.MSSANTE.label], after[Field.MSSANTE.label]) == ("camille.durand", "")


def test_a_person_who_becomes_another_type_of_person_keeps_their_mssante_address(hospital, turn):
    box = hospital.medimail.mailbox(hospital.structure, mssante="camille.durand@chic.mssante.fr")
    turn(box.id, Kind.INT)
    assert hospital.medimail.read(box).mssante == box.mssante


def test_a_software_is_not_left_without_an_answer_by_the_mssante_address_that_goes(hospital, turn):
    box = hospital.medimail.mailbox(hospital.structure, mssante="camille.durand@chic.mssante.fr")
    software = hospital.made(Kind.APP, return_address=box.mssante)
    outcome = turn(box.id, Kind.ORG)
    assert isinstance(outcome, Held)
    assert software.address in outcome.sentences[0]


@pytest.mark.parametrize("way", ["address", "mssante"])
def test_the_account_where_a_physician_is_sent_links_is_not_shared(hospital, turn, build, way):
    """Those who open it would choose her password, and enter CertDc as her."""
    physician = build.physician()
    box = hospital.medimail.mailbox(hospital.structure, account_id=physician.id, **{way: physician.mssante})
    outcome = turn(box.id, Kind.ORG)
    assert isinstance(outcome, Held)
    assert "d’autres les liraient" in outcome.sentences[0]
    assert turn(box.id, Kind.INT) == Saved(changed=True)


def test_the_new_type_asks_for_its_own_fields(hospital, turn):
    box = hospital.made(Kind.MED)
    outcome = turn(box.id, Kind.PER, rpps="")
    assert [fault.field for fault in outcome.faults] == [Field.RPPS]
    assert isinstance(outcome, Faulty)
    assert hospital.medimail.read(box).kind is Kind.MED


def test_the_last_connection_account_of_a_shared_mailbox_stays_a_person(hospital, turn):
    shared = hospital.made(Kind.ORG)
    other = hospital.medimail.mailbox(hospital.structure)
    outcome = turn(hospital.opener.id, Kind.ORG, connections=other.address)
    assert isinstance(outcome, Held)
    assert shared.address in outcome.sentences[0]
    assert hospital.openers(shared.id) == [OPENER]


def test_one_of_two_connection_accounts_may_go(hospital, turn):
    other = hospital.medimail.mailbox(hospital.structure)
    shared = hospital.made(Kind.ORG, connections=f"{OPENER};{other.address}")
    assert turn(hospital.opener.id, Kind.ORG, connections=other.address) == Saved(changed=True)
    assert hospital.openers(shared.id) == [other.address]


def test_a_connection_account_that_is_rejected_opens_nothing_for_another_to_rely_on(hospital, turn):
    other, rejected = hospital.medimail.mailbox(hospital.structure), hospital.medimail.mailbox(hospital.structure)
    shared = hospital.made(Kind.ORG, connections=f"{OPENER};{rejected.address}")
    with transaction() as session:
        moving.move(session, store.get(session, rejected.id, lock=True), Who.ADMINISTRATOR, Action.REJECT)
    outcome = turn(hospital.opener.id, Kind.ORG, connections=other.address)
    assert isinstance(outcome, Held)
    assert shared.address in outcome.sentences[0]


def test_of_the_last_two_connection_accounts_both_cannot_go_at_once(hospital, turn, app):
    one, two, third = (hospital.medimail.mailbox(hospital.structure) for _ in range(3))
    shared = hospital.made(Kind.ORG, connections=f"{one.address};{two.address}")

    def go(box):
        with app.app_context():
            return turn(box.id, Kind.ORG, connections=third.address)

    outcomes = at_once([lambda box=box: go(box) for box in (one, two)])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Held", "Saved"]
    assert len(hospital.openers(shared.id)) == 1


@pytest.mark.parametrize("becomes", [Kind.MED, Kind.APP])
def test_the_return_address_of_a_software_keeps_a_type_that_may_be_answered(hospital, turn, becomes):
    box = hospital.medimail.mailbox(hospital.structure, mssante="camille.durand@chic.mssante.fr")
    software = hospital.made(Kind.APP, return_address=box.mssante)
    outcome = turn(box.id, becomes)
    assert isinstance(outcome, Held)
    assert software.address in outcome.sentences[0]
    assert turn(box.id, Kind.INT) == Saved(changed=True)


@pytest.mark.parametrize("side", ["mailbox_id", "delegate_id"])
def test_a_delegation_is_not_left_to_a_software(hospital, turn, side):
    box, other = hospital.made(Kind.MED), hospital.opener
    ends = {"mailbox_id": other.id, "delegate_id": other.id} | {side: box.id}
    with transaction() as session:
        session.add(Delegation(**ends, created_at=clock.now()))
    assert isinstance(turn(box.id, Kind.APP), Held)


def test_a_change_of_type_that_was_overtaken_changes_nothing(hospital, turn):
    box = hospital.made(Kind.MED)
    hospital.edit(box.id, phone="0563716371")
    assert turn(box.id, Kind.PER) == Stale()


@pytest.mark.parametrize("state", [State.REMOVED, State.REJECTED_FOR_GOOD])
def test_an_account_that_was_removed_or_rejected_for_good_keeps_its_type(hospital, turn, state):
    box = hospital.medimail.mailbox(hospital.structure, Kind.MED, state)
    assert turn(box.id, Kind.PER) == Shut(state)


@pytest.mark.parametrize(("was", "becomes"), TURNS)
def test_a_rejected_account_stays_rejected_and_begins_anew_once_rehabilitated(hospital, turn, was, becomes):
    """Else a change of type would be a way to bring it back that tells nobody, and puts the year off."""
    box = hospital.medimail.mailbox(hospital.structure, was, State.REJECTED, stood=State.VALID, reason="Parti.")
    assert turn(box.id, becomes) == Saved(changed=True)
    now = hospital.medimail.read(box)
    assert (now.state, now.state_since, now.reason) == (State.REJECTED, box.state_since, "Parti.")
    assert hospital.mails() == []
    crossed = (was in PERSONS) != (becomes in PERSONS)
    with transaction() as session:
        moving.move(session, store.get(session, box.id, lock=True), Who.ADMINISTRATOR, Action.REHABILITATE)
    begins = State.PREREGISTERED if becomes in PERSONS else State.VALID
    assert hospital.medimail.read(box).state is (begins if crossed else State.VALID)


def test_whoever_was_rejected_does_not_come_in_by_a_change_of_type(hospital, turn):
    person, box = hospital.medimail.holder(hospital.structure)
    with transaction() as session:
        moving.move(session, store.get(session, box.id, lock=True), Who.ADMINISTRATOR, Action.REJECT)
    turn(box.id, Kind.INT, version=2)
    with reading() as session:
        assert people.find(session, person.email) is None


def test_whoever_signed_in_to_what_becomes_shared_does_no_more(hospital, turn):
    person, box = hospital.medimail.holder(hospital.structure)
    turn(box.id, Kind.ORG)
    assert hospital.medimail.read(box).account_id is None
    with reading() as session:
        assert people.find(session, person.email) is None


@pytest.mark.parametrize("is_closed", [False, True])
def test_an_address_let_go_is_told_and_is_never_that_of_whom_an_operator_closed(hospital, turn, is_closed):
    """Else the person they shut out would finalise the account that becomes one's again, and come back."""
    person, box = hospital.medimail.holder(hospital.structure)
    if is_closed:
        with transaction() as session:
            closing.close(session, people.get(session, person.id))
    turn(box.id, Kind.ORG)
    gone = hospital.journal(Event.ADDRESS_LET_GO)
    with reading() as session:
        assert people.get(session, person.id).email == (person.email if is_closed else None)
        rows = session.query(JournalRow).filter_by(event=Event.ADDRESS_LET_GO.value).all()
        assert [(row.subject_id, row.actor_id) for row in rows] == (
            [] if is_closed else [(person.id, hospital.account.id)]
        )
    assert [before["adresse"] for before, _ in gone] == ([] if is_closed else [person.email])
    # Of somebody shut out, the address is still theirs: under another name, the account would not be given it.
    named = {"last_name": person.last_name, "first_name": person.first_name}
    assert turn(box.id, Kind.MED, version=2, **named) == Saved(changed=True)
    with reading() as session:
        assert store.is_shut_out(session, store.get(session, box.id)) is is_closed
