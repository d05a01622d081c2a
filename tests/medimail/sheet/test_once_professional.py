"""Whoever has or had a health professional's account is sent no link but by MSSanté, whatever is done (ADR 0019)."""

import pytest

from portal.accounts.rules import Kind as Person
from portal.audit import retention
from portal.db import reading, transaction
from portal.medimail.mailboxes.record import converting, resetting, store
from portal.medimail.mailboxes.record.rules.acts import Saved
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.resets import Obstacle, Sending
from portal.medimail.mailboxes.record.rules.states import State
from tests.medimail.sheets import WHOLE


@pytest.fixture
def convert(hospital):
    """Give another type to an account, as its administrator does."""

    def to(box, kind):
        with transaction() as session:
            found = store.get(session, box.id, lock=True)
            done = converting.change_kind(session, hospital.by(session), found, found.version, kind, WHOLE[kind])
            assert isinstance(done, Saved), done

    return to


@pytest.fixture
def sending(hospital, build):
    """Where the link of this account goes once its person has signed in to it for the first time."""

    def of(box):
        person = build.person(
            kind=Person.MAILBOX_HOLDER, last_name="Durand", first_name="Camille", email=box.address, mssante=None
        )
        with transaction() as session:
            found = store.get(session, box.id, lock=True)
            found.account_id, found.state = person.id, State.VALID
        with reading() as session:
            return resetting.sending_to(session, person.id)

    return of


@pytest.mark.parametrize("was", [Kind.PER, Kind.INT])
def test_made_med_before_anybody_signed_in_it_is_still_a_professional_s(hospital, convert, sending, was):
    """No row of the journal names the person: nobody was the holder when the type was changed."""
    box = hospital.made(was)
    convert(box, Kind.MED)
    assert sending(box) is Obstacle.PROFESSIONAL


def test_made_a_service_on_the_way_to_med_it_is_still_a_professional_s(hospital, convert, sending):
    box = hospital.made(Kind.PER)
    convert(box, Kind.ORG)
    convert(box, Kind.MED)
    assert sending(box) is Obstacle.PROFESSIONAL


def test_what_the_journal_has_forgotten_the_account_still_knows(hospital, convert, sending, later):
    box = hospital.made(Kind.PER)
    convert(box, Kind.MED)
    later(days=800)
    assert retention.purge()
    assert sending(box) is Obstacle.PROFESSIONAL


@pytest.mark.parametrize("profession", ["Médecin", "Psychologue"])
def test_a_med_of_a_profession_that_has_a_register_is_a_professional_s(hospital, sending, profession):
    assert sending(hospital.made(Kind.MED, profession=profession)) is Obstacle.PROFESSIONAL


def test_a_profession_changed_first_opens_nothing(hospital, sending):
    box = hospital.made(Kind.MED, profession="Médecin")
    assert hospital.edit(box.id) == Saved(changed=True)
    assert sending(box) is Obstacle.PROFESSIONAL


def test_a_service_made_a_secretary_s_is_no_professional_s(hospital, convert, sending):
    box = hospital.made(Kind.ORG)
    convert(box, Kind.MED)
    assert sending(box) is Sending.OWN


def test_a_secretary_s_is_none_from_the_first_day_on(hospital, sending):
    assert sending(hospital.made(Kind.MED)) is Sending.OWN
