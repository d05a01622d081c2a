"""Whoever goes further than they did is read by nobody whom the guard of codes would refuse, however they came to."""

import pytest

from portal.db import transaction
from portal.medimail.mailboxes.finalising import service as finalising
from portal.medimail.mailboxes.listing.acts import service as acts
from portal.medimail.mailboxes.listing.acts.service import Asked
from portal.medimail.mailboxes.options import service as options
from portal.medimail.mailboxes.options.rules import Delegated
from portal.medimail.mailboxes.record import converting, inviting, store, tokens
from portal.medimail.mailboxes.record.rules.acts import Created, Saved
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import Action, State
from portal.medimail.structures.models import Structure
from tests.medimail.sheets import OPENER, WHOLE


@pytest.fixture
def ward(medimail, hospital):
    """A daughter of the hospital."""
    return medimail.structure("Service de cardiologie", hospital.structure)


@pytest.fixture
def victim(medimail, ward):
    """A person of the ward, with her mailbox there."""
    return medimail.holder(ward, Kind.PER)


@pytest.fixture
def spied(medimail, ward, victim):
    """An account of the ward has copies of her mailbox, at the request of the administrator of the ward."""
    admin, other = medimail.administrator(ward), medimail.mailbox(ward, Kind.MED)
    with transaction() as session:
        held = store.get(session, victim[1].id, lock=True)
        assert isinstance(options.delegate(session, admin.id, held, other.address), Delegated)
    return victim[1]


def _copies(box):
    with transaction() as session:
        return len(store.delegates(session, box.id))


def test_a_shared_account_from_above_opens_to_nobody_who_is_copied(hospital, spied, said):
    shared = hospital.made(Kind.ORG)
    assert _copies(spied) == 1
    assert hospital.edit(shared.id, connections=f"{OPENER};{spied.address}") == Saved(changed=True)
    assert _copies(spied) == 0
    assert "une délégation" in said(spied.address).lower()


def test_nor_does_one_that_is_created(hospital, spied):
    assert isinstance(hospital.create(Kind.ORG, connections=f"{OPENER};{spied.address}"), Created)
    assert _copies(spied) == 0


def test_nor_does_one_that_becomes_shared(hospital, spied):
    box = hospital.medimail.mailbox(hospital.structure, Kind.MED)
    texts = WHOLE[Kind.ORG] | {Field.CONNECTIONS: spied.address}
    with transaction() as session:
        held = store.get(session, box.id, lock=True)
        assert converting.change_kind(session, hospital.by(session), held, 1, Kind.ORG, texts) == Saved(changed=True)
    assert _copies(spied) == 0


def test_a_shared_account_of_the_same_place_ends_nothing(medimail, hospital, ward, spied):
    shared = hospital.made(Kind.ORG, structure=ward)
    assert hospital.edit(shared.id, connections=f"{OPENER};{spied.address}") == Saved(changed=True)
    assert _copies(spied) == 1


def test_a_sheet_that_adds_nobody_ends_nothing(hospital, spied):
    """What was there before is judged on the day when somebody comes, not at each save."""
    shared = hospital.made(Kind.ORG)
    hospital.medimail.connect(shared, spied)
    hospital.edit(shared.id, connections=f"{OPENER};{spied.address}", description="Accueil")
    assert _copies(spied) == 1


@pytest.mark.parametrize("kind", [Kind.MED, Kind.ORG])
def test_nor_does_an_account_of_hers_that_goes_elsewhere(medimail, hospital, ward, victim, spied, kind):
    moved = medimail.mailbox(ward, kind, account_id=victim[0].id if kind is Kind.MED else None)
    if kind is Kind.ORG:
        medimail.connect(moved, spied)
    with transaction() as session:
        held, target = store.get(session, moved.id, lock=True), session.get(Structure, hospital.structure.id)
        acts.perform(session, held, Asked(hospital.account.id, Action.TRANSFER, target=target))
    assert _copies(spied) == 0


def test_nor_does_a_second_account_once_she_has_proved_that_it_is_hers(medimail, hospital, victim, spied):
    person, box = victim
    second = medimail.mailbox(hospital.structure, Kind.PER, State.PREREGISTERED, rpps="99999900014")
    with transaction() as session:
        session.merge(person).rpps = second.rpps
        held = store.get(session, second.id, lock=True)
        inviting.invite(session, held, None)
        token = tokens.LINK.write(held)
    assert _copies(spied) == 1
    with transaction() as session:
        assert finalising.attach(session, token, person.id) == finalising.Done()
    assert _copies(spied) == 0
    assert "medimail/copies_ended" in [mail.template for mail in hospital.mails() if mail.recipient == box.address]


def _perform(box, by, action, **asked):
    with transaction() as session:
        acts.perform(session, store.get(session, box.id, lock=True), Asked(by.id, action, **asked))


def test_nor_does_an_account_that_she_registered_elsewhere_once_it_is_validated(medimail, hospital, victim, spied):
    second = medimail.mailbox(hospital.structure, Kind.MED, State.TO_VALIDATE, account_id=victim[0].id)
    assert _copies(spied) == 1, "until then it opens nothing"
    _perform(second, hospital.account, Action.VALIDATE)
    assert _copies(spied) == 0
    assert "medimail/copies_ended" in [mail.template for mail in hospital.mails() if mail.recipient == spied.address]


def test_an_account_of_the_same_place_that_is_validated_ends_nothing(medimail, hospital, ward, victim, spied):
    second = medimail.mailbox(ward, Kind.MED, State.TO_VALIDATE, account_id=victim[0].id)
    _perform(second, hospital.account, Action.VALIDATE)
    assert _copies(spied) == 1


def test_a_shared_account_that_went_elsewhere_while_she_was_out_opens_to_nobody_who_is_copied(
    medimail, hospital, ward, spied
):
    shared = medimail.mailbox(ward, Kind.ORG)
    medimail.connect(shared, spied)
    _perform(spied, hospital.account, Action.REJECT, reason="Partie.")
    with transaction() as session:
        target = session.get(Structure, hospital.structure.id)
        acts.perform(
            session,
            store.get(session, shared.id, lock=True),
            Asked(hospital.account.id, Action.TRANSFER, target=target),
        )
    assert _copies(spied) == 1, "she reads nothing"
    _perform(spied, hospital.account, Action.REHABILITATE)
    assert _copies(spied) == 0
