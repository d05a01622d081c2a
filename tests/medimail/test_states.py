"""State × type × action, every case: what source 002 opens is open, all the rest is refused and changes nothing."""

import itertools

import pytest

from portal.accounts import store as people
from portal.db import reading, transaction
from portal.medimail.mailboxes.record import moving, store
from portal.medimail.mailboxes.record.moving import Moved, NotAllowed
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, Kind
from portal.medimail.mailboxes.record.rules.states import MOVES, Action, State, Who, actions, first_state, move_of

CASES = list(itertools.product(State, Kind, Who, Action))


def act(mailbox, who, action):
    with transaction() as session:
        return moving.move(session, store.get(session, mailbox.id, lock=True), who, action)


@pytest.mark.parametrize("state", State)
def test_every_move_that_the_table_does_not_name_is_refused(medimail, state):
    box = medimail.mailbox(medimail.structure(), state=state)
    refused = [
        (who, action) for who, action in itertools.product(Who, Action) if move_of(state, box.kind, who, action) is None
    ]
    assert all(act(box, who, action) == NotAllowed(state) for who, action in refused)
    assert medimail.read(box).version == box.version


@pytest.mark.parametrize(("state", "who", "action"), MOVES)
def test_every_move_of_the_table_leads_where_it_says(medimail, state, who, action):
    box = medimail.mailbox(medimail.structure(), state=state, stood=State.PREREGISTERED)
    move = MOVES[(state, who, action)]
    expected = state if move.stays else move.to or State.PREREGISTERED
    assert act(box, who, action) == Moved(state, expected)
    assert medimail.read(box).state is expected


def test_a_shared_mailbox_is_never_relaunched_nor_finalised_nor_given_a_password():
    persons_only = {Action.RELAUNCH, Action.FINALISE, Action.RESET_PASSWORD, Action.COME_BACK}
    for state, kind, who, action in CASES:
        if action in persons_only and kind not in PERSONS:
            assert move_of(state, kind, who, action) is None


def test_a_person_begins_preregistered_and_a_shared_mailbox_valid():
    assert {kind: first_state(kind) for kind in Kind} == {
        Kind.MED: State.PREREGISTERED,
        Kind.PER: State.PREREGISTERED,
        Kind.INT: State.PREREGISTERED,
        Kind.ORG: State.VALID,
        Kind.APP: State.VALID,
    }


def test_what_is_removed_or_rejected_for_good_offers_nothing():
    assert all(actions(state, kind) == () for state in (State.REMOVED, State.REJECTED_FOR_GOOD) for kind in Kind)


@pytest.mark.parametrize("state", [State.PREREGISTERED, State.TO_VALIDATE, State.VALID])
def test_rehabilitated_an_account_is_again_what_it_was(medimail, state):
    box = medimail.mailbox(medimail.structure(), state=state)
    act(box, Who.ADMINISTRATOR, Action.REJECT)
    act(box, Who.ADMINISTRATOR, Action.REHABILITATE)
    assert medimail.read(box).state is state


def test_somebody_inactive_who_was_rejected_comes_back_valid(medimail):
    box = medimail.mailbox(medimail.structure())
    act(box, Who.NIGHT, Action.FALL_ASLEEP)
    act(box, Who.ADMINISTRATOR, Action.REJECT)
    act(box, Who.ADMINISTRATOR, Action.REHABILITATE)
    assert medimail.read(box).state is State.VALID


def test_whoever_medimail_alone_knows_is_shut_out_when_rejected_and_let_in_again(medimail):
    person, box = medimail.holder(medimail.structure())
    act(box, Who.ADMINISTRATOR, Action.REJECT)
    with reading() as session:
        assert people.find(session, person.email) is None
    act(box, Who.ADMINISTRATOR, Action.REHABILITATE)
    with reading() as session:
        assert people.find(session, person.email).id == person.id


def test_a_second_mailbox_keeps_the_door_open(medimail):
    structure = medimail.structure()
    person, box = medimail.holder(structure)
    medimail.mailbox(structure, account_id=person.id)
    act(box, Who.ADMINISTRATOR, Action.REJECT)
    with reading() as session:
        assert people.find(session, person.email).id == person.id


def test_a_physician_of_certdc_keeps_the_account_that_certdc_gave(medimail, build):
    physician = build.physician()
    box = medimail.mailbox(medimail.structure(), account_id=physician.id)
    act(box, Who.ADMINISTRATOR, Action.REJECT)
    with reading() as session:
        assert people.find(session, physician.rpps).id == physician.id
