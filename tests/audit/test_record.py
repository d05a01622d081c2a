"""A row of the journal lives and dies with the change that it tells of."""

from contextlib import contextmanager, suppress

import pytest
from flask import g
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from portal.audit import Event, record
from portal.audit.models import JournalRow
from portal.audit.rules import SecretInJournal
from portal.db import database, reading, transaction
from tests.audit.tampering import rows_if_sound


def journal():
    with reading() as session:
        return session.scalars(select(JournalRow).order_by(JournalRow.id)).all()


def test_a_row_says_who_did_what_to_whom_and_what_changed(app):
    with transaction() as session:
        record(session, Event.ACCOUNT_BLOCKED, subject=7, actor=3, before={"etat": "actif"}, after={"etat": "bloqué"})
    [row] = journal()
    assert (row.event, row.subject_id, row.actor_id) == ("compte_bloque", 7, 3)
    assert (row.before, row.after) == ('{"etat":"actif"}', '{"etat":"bloqué"}')


def test_a_row_carries_the_address_and_the_number_of_the_request(app):
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        g.request_id = "0123456789abcdef"
        with transaction() as session:
            record(session, Event.SIGN_IN, subject=1)
    [row] = journal()
    assert (row.address, row.request_id) == ("192.0.2.7", "0123456789abcdef")


def test_outside_a_request_there_is_no_address(app):
    with transaction() as session:
        record(session, Event.REGISTER_IMPORTED)
    [row] = journal()
    assert (row.address, row.request_id) == (None, None)


class ChangedMind(Exception):  # noqa: N818 - what happened, not an error
    """Somebody gives up in the middle."""


@contextmanager
def undone(block):
    """A transaction or savepoint that ends by being rolled back."""
    with suppress(ChangedMind), block as session:
        yield session
        raise ChangedMind


def test_a_change_rolled_back_leaves_no_row(app):
    with undone(transaction()) as session:
        record(session, Event.SIGN_IN, subject=1)
    assert rows_if_sound() == 0


def test_a_row_that_cannot_be_written_takes_its_change_with_it(app):
    with transaction() as session:
        record(session, Event.SIGN_IN, subject=1)
    with pytest.raises(IntegrityError), transaction() as session:
        _change_with_its_row_in_the_way(session)
    with pytest.raises(DatabaseError, match="witness"), reading() as session:
        session.execute(text("SELECT * FROM witness"))


def _change_with_its_row_in_the_way(session):
    session.execute(text("CREATE TABLE witness (n INTEGER)"))
    said = "at, event, commitment, previous, key, digest"
    session.execute(text(f"INSERT INTO journal (id, {said}) SELECT 2, {said} FROM journal"))  # noqa: S608 - our columns
    record(session, Event.SIGN_IN, subject=1)


def test_what_a_savepoint_undid_is_not_told(app):
    with transaction() as session:
        record(session, Event.SIGN_IN, subject=1)
        with undone(session.begin_nested()):
            record(session, Event.ACCOUNT_BLOCKED, subject=2)
            with session.begin_nested():
                record(session, Event.CODE_SENT, subject=3)
        record(session, Event.SIGN_OUT, subject=4)
    assert [row.subject_id for row in journal()] == [1, 4]


def test_what_a_savepoint_kept_is_told(app):
    with transaction() as session:
        with session.begin_nested():
            record(session, Event.CODE_SENT, subject=3)
        record(session, Event.SIGN_IN, subject=1)
    assert [row.subject_id for row in journal()] == [3, 1]


@pytest.mark.parametrize("end", ["rollback", "close"])
def test_a_session_used_again_tells_nothing_of_what_it_gave_up(app, end):
    with database().write() as session:
        record(session, Event.SIGN_IN, subject=1)
        session.execute(text("SELECT 1"))
        record(session, Event.SIGN_IN, subject=2)
        getattr(session, end)()
        record(session, Event.SIGN_OUT, subject=3)
        session.commit()
    assert [row.subject_id for row in journal()] == [3]


def test_several_rows_of_one_transaction_keep_their_order(app):
    with transaction() as session:
        for number in range(5):
            record(session, Event.SIGN_IN, subject=number)
    assert [row.subject_id for row in journal()] == [0, 1, 2, 3, 4]
    assert rows_if_sound() == 5


def test_numbers_have_no_gap_after_a_transaction_undone(app):
    for block in (transaction(), undone(transaction()), transaction()):
        with block as session:
            record(session, Event.SIGN_IN, subject=1)
            session.flush()
    assert [row.id for row in journal()] == [1, 2]


def test_a_secret_stops_the_transaction(app):
    with pytest.raises(SecretInJournal), transaction() as session:
        record(session, Event.PASSWORD_CHANGED, subject=1, after={"mot_de_passe": "tournesol"})
    assert rows_if_sound() == 0
