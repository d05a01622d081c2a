"""Every state × role × action: what the table opens moves, once, and tells; everything else is refused (promise 17)."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.db import reading, transaction
from portal.raccordement.record import rules, service, store
from portal.raccordement.record.rules import AlreadyDone, Illegal, Moved, ReasonMissing, Stale
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import CLOSED, MOVES, Action, Audience, Move, Role, State, time_line, turn
from tests.raccordement.conftest import manager_of

LEGAL = [key for key in MOVES if key[0] is not State.DRAFT]


def actor_of(record, role, records):
    """Somebody of this role, who may see the record."""
    if role is Role.INSTRUCTOR:
        return Actor(records.instructor().id, role)
    return replace(manager_of(record), role=role)


@pytest.mark.parametrize("state", State)
def test_the_table_alone_decides(state):
    for role, action, reason in itertools.product(Role, Action, ["", "  ", "Le N° de version manque."]):
        found = rules.decide(state, role, action, reason)
        match MOVES.get((state, role, action)):
            case None:
                assert found == Illegal(state)
            case Move(reason=True) if not reason.strip():
                assert found == ReasonMissing()
            case move:
                assert found is move


@pytest.mark.one_database
@pytest.mark.parametrize("key", LEGAL, ids="-".join)
def test_a_legal_move_is_made_told_and_written(key, records, mailbox):
    state, role, action = key
    record = records.record(state)
    by = actor_of(record, role, records)
    mailbox.all().clear()
    before = len(mailbox.all())
    assert records.act(record.id, by, action, reason="Le N° de version manque.") == Moved(_expected(record, key))
    moved = records.read(record.id)
    assert (moved.state, moved.version) == (_expected(record, key), record.version + 1)
    with reading() as session:
        entry, _ = store.last_entry(session, record.id)
        told = [a for letter in MOVES[key].letters for a in service.addresses(session, moved, letter.to)]
    assert (entry.action, entry.left_state, entry.reached_state) == (action, state, moved.state)
    assert len(mailbox.all()) - before == len(told)
    assert all(mailbox.texts(address)[0].count(str(record.number)) for address in told)


def _expected(record, key):
    return MOVES[key].to or record.stood


def test_every_role_of_the_table_has_somebody_to_be_told(records):
    record = records.record(State.UNDER_REVIEW)
    with reading() as session:
        assert all(service.addresses(session, record, audience) for audience in Audience)


@pytest.mark.parametrize("key", [("en_instruction", "accepter"), ("deposee", "prendre")], ids=lambda key: key[1])
def test_a_double_click_moves_once(key, records, mailbox):
    record = records.record(State(key[0]))
    by = actor_of(record, Role.INSTRUCTOR, records)
    assert isinstance(records.act(record.id, by, Action(key[1]), version=record.version), Moved)
    sent = len(mailbox.all())
    assert records.act(record.id, by, Action(key[1]), version=record.version) == AlreadyDone()
    assert len(mailbox.all()) == sent
    assert records.read(record.id).version == record.version + 1


def test_of_two_instructeurs_the_second_is_told_who_was_first(records):
    record = records.record(State.UNDER_REVIEW)
    first, second = records.instructor(first_name="Jeanne"), records.instructor()
    records.act(record.id, Actor(first.id, Role.INSTRUCTOR), Action.ACCEPT, version=record.version)
    late = records.act(record.id, Actor(second.id, Role.INSTRUCTOR), Action.REFUSE, version=record.version)
    assert isinstance(late, Stale)
    assert (late.who, late.what) == (first.full_name, Action.ACCEPT.label)
    assert records.read(record.id).state is State.SANDBOX


def test_the_same_action_by_another_is_not_a_double_click(records):
    record = records.record(State.DEPOSITED)
    records.act(record.id, actor_of(record, Role.INSTRUCTOR, records), Action.TAKE, version=record.version)
    late = records.act(record.id, actor_of(record, Role.INSTRUCTOR, records), Action.TAKE, version=record.version)
    assert isinstance(late, Stale)


@pytest.mark.parametrize("state", [State.SANDBOX, State.PRODUCTION_ASKED, State.PRODUCTION])
def test_a_raccordement_is_restored_where_it_was_suspended(state, records):
    record = records.record(state)
    by = actor_of(record, Role.INSTRUCTOR, records)
    records.act(record.id, by, Action.SUSPEND)
    records.act(record.id, by, Action.RESUME)
    assert records.read(record.id).state is state
    assert records.read(record.id).stood is None


def test_an_undone_transaction_moves_nothing_and_mails_nothing(records, mailbox):
    record = records.record(State.UNDER_REVIEW)
    sent = len(mailbox.all())
    by = actor_of(record, Role.INSTRUCTOR, records)
    with pytest.raises(RuntimeError):
        _fail_after_moving(record, by)
    assert records.read(record.id).state is State.UNDER_REVIEW
    assert len(mailbox.all()) == sent


def _fail_after_moving(record, by):
    with transaction() as session:
        locked = store.get(session, record.id, lock=True)
        service.move(session, locked, by, Action.ACCEPT, version=locked.version)
        raise RuntimeError


@given(st.lists(st.sampled_from(list(itertools.product(Role, Action))), max_size=40))
def test_no_sequence_of_actions_leaves_the_states_or_reaches_production_alone(actions):
    state, stood, asked = State.DEPOSITED, None, False
    for role, action in actions:
        move = rules.decide(state, role, action, "Motif")
        if not isinstance(move, Move):
            continue
        asked = asked or (role, action) == (Role.MANAGER, Action.ASK_PRODUCTION)
        left, state = state, move.to or stood
        stood = (stood or left) if state in {State.SUSPENDED, *CLOSED} else None
        assert isinstance(state, State)
        assert state is not State.PRODUCTION or asked


@pytest.mark.parametrize("state", State)
def test_a_time_line_has_one_present_or_none(state):
    steps = time_line(state, State.SANDBOX)
    assert sum(step.current for step in steps) <= 1
    assert [step.reached for step in steps] == sorted((step.reached for step in steps), reverse=True)


@pytest.mark.parametrize("state", State)
def test_whoever_s_turn_it_is_can_act(state):
    role = turn(state)
    assert role is None or any(key[:2] == (state, role) for key in MOVES)
