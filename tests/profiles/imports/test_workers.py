"""Workers: one at a time on a run, what is lost is found again, what nobody confirms is wiped, reports end."""

import os
import sys
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts.hashing import Hasher
from portal.audit import Event
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.operations import service as operations
from portal.profiles.imports import importing, jobs
from portal.profiles.imports.models import ImportLine, ImportPiece, ImportRun
from portal.profiles.imports.rules import State
from portal.profiles.record import service as record
from tests.profiles.imports.sheets import row, rows, sheet


def count(kind):
    with reading() as session:
        return len(session.scalars(select(kind)).all())


@pytest.fixture
def nudged(app):
    """What a commit tells the worker."""
    told = []
    app.extensions["portal_database"].on_nudge = lambda name, argument: told.append((name, argument))
    return told


def test_an_upload_wakes_a_worker(desk, nudged):
    reference = desk.send(sheet(rows(1)))
    assert nudged == [("imports.work", desk.run(reference).id)]


def test_a_lost_run_wakes_another(desk, nudged):
    reference = desk.send(sheet(rows(1)))
    nudged.clear()
    assert jobs.sweep() == 1
    assert nudged == [("imports.work", desk.run(reference).id)]


def test_a_run_in_the_hands_of_a_worker_wakes_nobody(desk, nudged, later):
    reference = desk.send(sheet(rows(1)))
    desk.set(reference, leased_until=clock.now() + timedelta(minutes=1))
    assert jobs.sweep() == 0
    later(minutes=2)
    assert jobs.sweep() == 1


def test_a_run_in_the_hands_of_a_worker_is_left_alone(desk):
    reference = desk.send(sheet(rows(1)))
    desk.set(reference, leased_until=clock.now() + timedelta(minutes=1))
    desk.work(reference)
    assert desk.run(reference).state is State.ANALYSING


def test_two_workers_at_once_import_each_line_once(app, desk):
    reference = desk.preview(sheet(rows(40)))
    desk.confirm(reference)
    run_id = desk.run(reference).id
    ready = threading.Barrier(2)

    def work():
        with app.app_context():
            ready.wait()
            jobs.work(run_id)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert desk.run(reference).state is State.DONE
    assert len(desk.profiles()) == 40
    with reading() as session:
        created = session.scalars(select(JournalRow).where(JournalRow.event == Event.PROFILE_CREATED)).all()
    assert len(created) == 40


def test_a_worker_believed_dead_that_wakes_up_writes_nothing_more(desk, monkeypatch):
    monkeypatch.setattr("portal.profiles.imports.analysing.pieces.__defaults__", (5,))
    reference = desk.preview(sheet(rows(20)))
    desk.confirm(reference)
    real = record.apply
    calls = []

    def slow(session, *args):
        calls.append(1)
        return real(session, *args)

    def asleep(_seconds):
        # Two minutes pass: another worker does all of it.
        if len(calls) == 1:
            desk.set(reference, leased_until=None)
            desk.work(reference)

    monkeypatch.setattr(record, "apply", slow)
    monkeypatch.setattr(importing.time, "sleep", asleep)
    desk.work(reference)
    assert len(calls) == 4
    assert len(desk.profiles()) == 20
    assert desk.run(reference).state is State.DONE


def test_what_somebody_else_wrote_at_the_same_instant_is_found_the_second_time(desk, monkeypatch):
    reference = desk.preview(sheet(rows(3)))
    desk.confirm(reference)
    real, calls = record.apply, []

    def outrun(*args):
        calls.append(1)
        if len(calls) == 1:
            raise IntegrityError("insert", {}, Exception())
        return real(*args)

    monkeypatch.setattr(record, "apply", outrun)
    desk.work(reference)
    assert (len(calls), desk.counts(reference)) == (2, {"OK": 3})


def test_a_line_that_is_refused_each_time_is_left_and_the_others_pass(desk, monkeypatch):
    reference = desk.preview(sheet(rows(3)))
    desk.confirm(reference)
    real = record.apply

    def refusing(session, by, lines, *others):
        if any(line.person == "agent.2" for line in lines):
            raise IntegrityError("insert", {}, Exception())
        return real(session, by, lines, *others)

    monkeypatch.setattr(record, "apply", refusing)
    desk.work(reference)
    assert desk.codes(reference) == [[], ["ligne_depassee"], []]
    assert desk.counts(reference) == {"OK": 2, "ERREUR": 1}


def test_an_import_that_always_fails_is_given_up_with_what_is_done(desk, monkeypatch, later):
    reference = desk.preview(sheet(rows(3)))
    desk.confirm(reference)

    def broken(*_args):
        raise MemoryError

    monkeypatch.setattr(record, "apply", broken)
    for _ in range(jobs.MOST_TRIES):
        with pytest.raises(MemoryError):
            desk.work(reference)
        later(minutes=3)
    desk.work(reference)
    assert (desk.run(reference).state, count(ImportPiece)) == (State.FAILED, 0)


def test_a_preview_that_nobody_confirms_is_wiped_after_a_day(desk, later):
    reference = desk.preview(sheet(rows(2)))
    later(hours=23)
    jobs.sweep()
    assert desk.run(reference).state is State.PREVIEWED
    later(hours=2)
    jobs.sweep()
    assert desk.run(reference).state is State.EXPIRED
    assert (count(ImportPiece), count(ImportLine)) == (0, 0)


def test_a_report_is_kept_ninety_days(desk, later):
    desk.import_(sheet(rows(2)))
    later(days=89)
    operations.purge()
    assert count(ImportLine) == 2
    later(days=2)
    operations.purge()
    assert (count(ImportRun), count(ImportLine)) == (0, 0)


def test_the_account_of_an_author_takes_its_imports_away(desk):
    desk.preview(sheet([row()]))
    with transaction() as session:
        session.delete(session.get(type(desk.author), desk.author.id))
    assert (count(ImportRun), count(ImportPiece), count(ImportLine)) == (0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, threads have no rank of their own")
def test_the_threads_that_hash_let_everybody_else_pass(desk, monkeypatch):
    ranks, before = [], rank()
    real = Hasher.hash_password
    monkeypatch.setattr(Hasher, "hash_password", lambda *words: ranks.append(rank()) or real(*words))
    desk.import_(sheet(rows(3)))
    assert set(ranks) == {before + importing.NICE}
    assert rank() == before


def rank() -> int:
    """How willingly the thread that asks leaves its turn to others."""
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
