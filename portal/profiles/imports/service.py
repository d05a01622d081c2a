"""What a référent does to an import: send a file, overrule how it is read, confirm its preview, give it up."""

import secrets
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy.orm import Session

from portal import audit, clock, db
from portal.audit import Event
from portal.config import settings
from portal.profiles.imports import files, store
from portal.profiles.imports.models import MAX_NAME, ImportRun
from portal.profiles.imports.rules import FILE_LIFE, MOST_WAITING, OVER, WAITING, State, Totals
from portal.profiles.record import revisions
from portal.tabular.decoding import Encoding
from portal.tabular.delimited import Separator
from portal.tabular.limits import MEBIBYTE, Limits
from portal.tabular.report import Outcome

WORK = "imports.work"
_COLUMNS = 100
_CELL = 1000
_REFERENCE_BYTES = 12


@dataclass(frozen=True)
class Received:
    """The file is kept, and a worker will analyse it."""

    run_id: int
    reference: str


@dataclass(frozen=True)
class TooBig:
    """The file is beyond PORTAL_IMPORT_SIZE; `limit` is in bytes."""

    size: int
    limit: int


@dataclass(frozen=True)
class TooMany:
    """This person has as many files waiting as one may have."""

    waiting: int


@dataclass(frozen=True)
class Started:
    """A worker will apply what the preview showed; also when it was confirmed a moment ago, by a double click."""


@dataclass(frozen=True)
class Stale:
    """Profiles of these establishments have changed since the preview, which is being made again."""


@dataclass(frozen=True)
class NothingToDo:
    """No line would change anything."""


@dataclass(frozen=True)
class Past:
    """It is no longer at that point: given up, expired, or another preview than the one shown."""


def limits() -> Limits:
    """How much of a file is read."""
    size = settings().import_size * MEBIBYTE
    return Limits(size=size, lines=settings().import_lines, columns=_COLUMNS, cell=_CELL)


def receive(author_id: int, name: str, file: BinaryIO) -> Received | TooBig | TooMany:
    """Keep a file to be analysed; only its size is judged here, so that the answer does not wait.

    Args:
        author_id: The account of the référent.
        name: Of the file on the person's computer, to be shown back.
        file: Left open.
    """
    size, limit = file.seek(0, 2), limits().size
    if size > limit:
        return TooBig(size, limit)
    reference = secrets.token_urlsafe(_REFERENCE_BYTES)
    sealed = files.seal(file, reference)
    with db.transaction() as session:
        waiting = store.waiting(session, author_id)
        if waiting >= MOST_WAITING:
            return TooMany(waiting)
        run = _new(author_id, reference, name, sealed)
        session.add(run)
        session.flush()
        files.keep(session, run, sealed)
        audit.record(session, Event.IMPORT_ASKED, actor=author_id, after=_named(run) | {"octets": run.size})
        db.nudge(session, WORK, run.id)
        return Received(run.id, reference)


def _new(author_id: int, reference: str, name: str, sealed: files.Sealed) -> ImportRun:
    shown = "".join(c for c in name if c.isprintable()).strip()[-MAX_NAME:]
    return ImportRun(
        reference=reference,
        author_id=author_id,
        file_name=shown or "sans nom",
        sha256=sealed.sha256,
        size=sealed.size,
        state=State.ANALYSING,
        ignored=[],
        totals={},
        revisions={},
        asked_at=clock.now(),
    )


def _named(run: ImportRun) -> dict[str, str | int]:
    return {"import": run.reference, "empreinte": run.sha256}


def counted(run: ImportRun) -> dict[str, str | int]:
    """What the journal keeps of an import: which, and how many; never the name of the file nor what is in it."""
    totals = Totals.read(run.totals)
    return _named(run) | {
        "lignes": run.lines,
        "faites": run.done,
        **{outcome.value: totals.of(outcome) for outcome in Outcome},
    }


def overrule(session: Session, run: ImportRun, encoding: Encoding | None, separator: Separator | None) -> bool:
    """Analyse a file again, read in this encoding and with this separator; None for what is found in the file.

    Args:
        session: Of `transaction()`.
        run: Locked.
        encoding: As the person knows better.
        separator: The same.

    Returns:
        False where the file is not waiting for anything any more.
    """
    if run.state not in WAITING:
        return False
    run.encoding, run.separator = encoding, separator
    run.overruled = encoding is not None or separator is not None
    _analyse_again(session, run, is_stale=False)
    return True


def _analyse_again(session: Session, run: ImportRun, *, is_stale: bool) -> None:
    run.state, run.refusal, run.is_stale = State.ANALYSING, None, is_stale
    run.done = run.tries = 0
    run.leased_until = None
    db.nudge(session, WORK, run.id)


def confirm(session: Session, run: ImportRun, shown: int) -> Started | Stale | NothingToDo | Past:
    """Have a preview applied, provided it is the one shown and still true.

    Args:
        session: Of `transaction()`.
        run: Locked.
        shown: The attempt that made the preview on the person's screen.
    """
    if run.state is State.IMPORTING or (run.state is State.DONE and run.attempt > shown):
        return Started()
    if run.state is not State.PREVIEWED or run.attempt != shown:
        return Past()
    if dict(revisions.of(session, list(run.revisions))) != {k: v for k, v in run.revisions.items() if v}:
        _analyse_again(session, run, is_stale=True)
        return Stale()
    if not Totals.read(run.totals).changing:
        return NothingToDo()
    run.state, run.done, run.tries, run.leased_until = State.IMPORTING, 0, 0, None
    run.started_at = clock.now()
    audit.record(session, Event.IMPORT_STARTED, actor=run.author_id, after=counted(run))
    db.nudge(session, WORK, run.id)
    return Started()


def cancel(session: Session, run: ImportRun) -> bool:
    """Stop an import between two chunks: what is done stays, and is said; False when it had ended already.

    Args:
        session: Of `transaction()`.
        run: Locked.
    """
    if run.state in OVER:
        return False
    audit.record(
        session, Event.IMPORT_CANCELLED, actor=run.author_id, after=counted(run) if run.started_at else _named(run)
    )
    end(session, run, State.CANCELLED)
    return True


def end(session: Session, run: ImportRun, state: State) -> None:
    """The run is over: nothing more is to be read of its file, nor of a preview that nobody confirmed."""
    run.state, run.finished_at, run.leased_until = state, clock.now(), None
    files.wipe(session, run.id)
    if run.started_at is None:
        store.clear_lines(session, run.id)
        run.totals = {}


def expire(session: Session) -> None:
    """Wipe the files that nobody has confirmed within a day."""
    for run in store.left(session, clock.now() - FILE_LIFE):
        end(session, run, State.EXPIRED)
