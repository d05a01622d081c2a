"""State × type × action, every case: what source 002 opens is open, all the rest is refused and changes nothing."""

import itertools

import pytest

from portal.accounts import store as people
from portal.db import reading, transaction
from portal.medimail.mailboxes.record import moving, store
from portal.medimail.mailboxes.record.moving import Moved, NotAllowed
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import Action, State, Who, actions, first_state, move_of
from tests.medimail.grid import GRID, LETTERS, OPENED, STATES, after

CASES = list(itertools.product(State, Kind, Who, Action))


def act(mailbox, who, action):
    with transaction() as session:
        return moving.move(session, store.get(session, mailbox.id, lock=True), who, action)


def leads(move, state):
    """Where a row of the table of the code leads, in the words of the grid."""
    if move.stays:
        return state.value
    return move.to.value if move.to else "where it stood"


def test_the_table_of_the_code_is_the_grid_of_the_source_and_nothing_else():
    found = {case: move_of(*case) for case in CASES}
    assert {case: leads(move, case[0]) for case, move in found.items() if move} == OPENED


def test_the_grid_says_something_of_every_state_and_every_action():
    assert tuple(state.value for state in State) == STATES
    assert {action for _, action in GRID} == {action.value for action in Action}
    assert {letter for cells in GRID.values() for letter in cells} == {*LETTERS, "-", " "}


@pytest.mark.parametrize("state", State)
def test_an_account_goes_where_the_grid_leads_and_is_otherwise_left_as_it_was(medimail, state):
    """Each case is tried, then taken back."""
    structure, wrong = medimail.structure(), []
    boxes = {kind: medimail.mailbox(structure, kind, state, stood=State.PREREGISTERED) for kind in Kind}
    with transaction() as session:
        for kind, who, action in itertools.product(Kind, Who, Action):
            case = (state, kind, who, action)
            attempt = session.begin_nested()
            box = store.get(session, boxes[kind].id, lock=True)
            outcome, now = moving.move(session, box, who, action), (box.state, box.version)
            attempt.rollback()
            to = after(*case, stood=State.PREREGISTERED)
            expected = (Moved(state, to), (to, 1 + (to is not state)))
            if (outcome, now) != (expected if case in OPENED else (NotAllowed(state), (state, 1))):
                wrong.append((case, outcome, now))
    assert wrong == []


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


def test_somebody_inactive_who_was_rejected_sleeps_again_then_comes_back_valid(medimail):
    """« Le compte reprend le statut avant rejet » (p. 10)."""
    box = medimail.mailbox(medimail.structure())
    act(box, Who.NIGHT, Action.FALL_ASLEEP)
    act(box, Who.ADMINISTRATOR, Action.REJECT)
    act(box, Who.ADMINISTRATOR, Action.REHABILITATE)
    assert medimail.read(box).state is State.INACTIVE
    act(box, Who.ADMINISTRATOR, Action.REHABILITATE)
    assert medimail.read(box).state is State.VALID


@pytest.mark.parametrize("rounds", [1, 2])
def test_rejected_again_and_again_somebody_inactive_still_wakes_up_valid(medimail, rounds):
    box = medimail.mailbox(medimail.structure())
    act(box, Who.NIGHT, Action.FALL_ASLEEP)
    for _ in range(rounds):
        act(box, Who.ADMINISTRATOR, Action.REJECT)
        act(box, Who.ADMINISTRATOR, Action.REHABILITATE)
    act(box, Who.HOLDER, Action.COME_BACK)
    found = medimail.read(box)
    assert (found.state, found.stood) == (State.VALID, None)


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
