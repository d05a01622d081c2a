"""However many write at once, there is one chain and nobody waits for somebody who waits for them."""

import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from portal.audit import Event, record
from portal.audit.service import verify
from portal.db import database, reading, transaction
from tests.audit.tampering import rows_if_sound, write

WRITERS, EACH = 6, 15


def test_writers_at_once_keep_one_chain(app):
    start = threading.Barrier(WRITERS)

    def work(writer):
        with app.app_context():
            start.wait()
            for turn in range(EACH):
                with transaction() as session:
                    record(session, Event.SIGN_IN, subject=writer, after={"tour": turn})
                    record(session, Event.SIGN_OUT, subject=writer)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))
    assert rows_if_sound() == WRITERS * EACH * 2


def test_two_transactions_that_cross_do_not_block_each_other(app):
    # One journals first and changes a row afterwards, the other does the reverse. Were the head locked as soon as
    # something is recorded, PostgreSQL would have to kill one of the two.
    with transaction() as session:
        session.execute(text("CREATE TABLE thing (id INTEGER PRIMARY KEY, n INTEGER)"))
        session.execute(text("INSERT INTO thing VALUES (1, 0)"))
    change = text("UPDATE thing SET n = n + 1 WHERE id = 1")

    def journal_first():
        with app.app_context():
            for _ in range(EACH):
                with transaction() as session:
                    record(session, Event.SIGN_IN)
                    session.flush()
                    session.execute(change)

    def change_first():
        with app.app_context():
            for _ in range(EACH):
                with transaction() as session:
                    session.execute(change)
                    record(session, Event.SIGN_IN)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work) for work in (journal_first, change_first) * 2]:
            done.result()
    assert rows_if_sound() == 4 * EACH


def test_a_verification_is_not_troubled_by_what_is_written_meanwhile(app):
    write(50)
    stop = threading.Event()

    def keep_writing():
        with app.app_context():
            while not stop.is_set():
                write(1)

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(keep_writing)
        try:
            for _ in range(20):
                with reading() as session:
                    assert verify(session).rows >= 50
        finally:
            stop.set()
            writing.result()


def test_a_writer_that_dies_before_its_commit_holds_nobody_up(app):
    write(2)
    connection = database().engine.connect()
    connection.begin()
    connection.execute(text("UPDATE journal_head SET rows = rows + 1"))
    connection.invalidate()
    write(2)
    assert rows_if_sound() == 4
