"""What the worker does of imports: the run that it was told of, and those that were lost on the way."""

from datetime import timedelta

import structlog

from portal import audit, clock, db
from portal.audit import Event
from portal.db import reading, transaction
from portal.profiles.imports import service, store
from portal.profiles.imports.analysing import TakenOver, analyse
from portal.profiles.imports.importing import carry_out
from portal.profiles.imports.models import ImportRun
from portal.profiles.imports.rules import LEASE, MOST_TRIES, REPORT_LIFE, State

log = structlog.get_logger("portal")


def work(run_id: int) -> None:
    """Do what this run waits for, if it waits for anything and nobody is at it."""
    now = clock.now()
    with transaction() as session:
        run = store.take(session, run_id, now, now + LEASE)
    if run is None:
        return
    if run.tries > MOST_TRIES:
        _give_up(run)
        return
    log.info("import", id=run.id, state=run.state, done=run.done, attempt=run.attempt)
    try:
        if run.state is State.ANALYSING:
            analyse(run)
        else:
            carry_out(run)
    except TakenOver:
        log.info("import taken over", id=run.id, attempt=run.attempt)


def _give_up(run: ImportRun) -> None:
    """It fails each time at the same line: what is done stays, and is said."""
    log.error("import given up", id=run.id, state=run.state, done=run.done)
    with transaction() as session:
        row = store.find(session, run.reference, run.author_id, lock=True)
        if row is not None and row.attempt == run.attempt:
            audit.record(session, Event.IMPORT_CANCELLED, actor=row.author_id, after=service.counted(row))
            service.end(session, row, State.FAILED)


def sweep() -> int:
    """Wake a worker for each run that was lost with one, and wipe the files that nobody confirms; how many are lost."""
    with transaction() as session:
        service.expire(session)
    with reading() as session:
        lost = store.lost(session, clock.now())
    with transaction() as session:
        for run_id in lost:
            db.nudge(session, service.WORK, run_id)
    return len(lost)


def purge(older_than: timedelta = REPORT_LIFE) -> None:
    """Remove the reports that are no longer kept."""
    with transaction() as session:
        store.forget(session, clock.now() - older_than)
