"""The requests of the demonstration: one in each state at least, and nobody written to."""

from sqlalchemy import func, select

from portal import demo
from portal.db import reading
from portal.mail.models import OutboxMail
from portal.raccordement.instruction.listing import service, store
from portal.raccordement.instruction.listing.rules import Filters, View
from portal.raccordement.record import store as records
from portal.raccordement.record.models import Entry, Raccordement
from portal.raccordement.record.states import MOVES, State
from tests.demo.looking import account_of


def test_every_state_has_a_request(demo_app):
    with demo_app.app_context(), reading() as session:
        found = set(session.scalars(select(Raccordement.state)))
    assert found >= set(State) - {State.DRAFT}


def test_what_led_there_is_what_the_table_allows(demo_app):
    with demo_app.app_context(), reading() as session:
        entries = session.scalars(select(Entry).order_by(Entry.raccordement_id, Entry.version)).all()
        states = {record.id: record.state for record in session.scalars(select(Raccordement))}
    moves = [entry for entry in entries if entry.action]
    assert all(MOVES[move.left_state, move.role, move.action].to is move.reached_state for move in moves)
    assert {move.raccordement_id: move.reached_state for move in moves} == states


def test_one_of_them_is_overdue_and_one_asks_for_other_establishments(demo_app):
    with demo_app.app_context(), reading() as session:
        counts = store.counts(session, Filters(), service.eye(account_of("Pervenche").id))
    assert (counts[View.OVERDUE], counts[View.PLACES]) == (1, 1)


def test_two_of_them_may_be_the_same(demo_app):
    with demo_app.app_context(), reading() as session:
        refused = session.scalars(select(Raccordement).where(Raccordement.state == State.REFUSED)).one()
        assert len(records.duplicates(session, refused)) == 1


def test_nobody_was_written_to_about_them(demo_app):
    with demo_app.app_context(), reading() as session:
        assert not [name for name in session.scalars(select(OutboxMail.template)) if name.startswith("raccordement/")]


def test_a_second_start_writes_no_more(demo_app):
    demo.prepare(demo_app)
    with demo_app.app_context(), reading() as session:
        assert session.scalar(select(func.count()).select_from(Raccordement)) == 12
