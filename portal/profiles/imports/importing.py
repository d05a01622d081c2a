"""The import: what the preview showed is applied, chunk by chunk, each with what is said of its lines.

A chunk is one transaction that moves `done` on only from where this worker left it: killed at any line, an import is
taken up again where it stood, no line lost nor applied twice.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from sqlalchemy.exc import IntegrityError, OperationalError

from portal import audit, clock
from portal.accounts import service as accounts
from portal.accounts import store as people
from portal.accounts.hashing import Hasher
from portal.audit import Event
from portal.config import settings
from portal.db import reading, transaction
from portal.identifiers.refused import Refused
from portal.mail import outbox
from portal.profiles.imports import files, judging, mails, store
from portal.profiles.imports.analysing import TakenOver, open_file, pieces
from portal.profiles.imports.models import ImportRun
from portal.profiles.imports.rules import LEASE, State, Told, Totals
from portal.profiles.imports.service import counted
from portal.profiles.imports.store import Kept
from portal.profiles.record import loading, service
from portal.profiles.record.rules.codes import Code
from portal.profiles.record.rules.decisions import Decision
from portal.profiles.record.rules.decisions import Refused as RefusedLine
from portal.profiles.record.rules.duplicates import Seen
from portal.profiles.record.rules.findings import Finding
from portal.profiles.record.rules.lines import Line
from portal.profiles.record.rules.perimeter import Perimeter
from portal.tabular.reading import Sheet
from portal.tabular.report import Outcome

# Argon2 frees the interpreter: two at once, and the web keeps the other cores.
HASHERS = 2
# Where there are no other cores, whoever waits for a page or a code comes first: Linux lets each thread say so.
NICE = 10
# Between two chunks, whoever waits to write gets in: an embedded database has one writer at a time.
PAUSE = 0.01


class Foretold(NamedTuple):
    """A line with what its preview said; `line` is None where there is nothing to apply."""

    at: int
    cells: Sequence[str]
    line: Line | None
    told: Told


def carry_out(run: ImportRun) -> None:
    """Apply what the preview showed, from where it was left.

    Raises:
        TakenOver: another worker has the run, or its author gave it up.
    """
    with reading() as session:
        held = loading.perimeter(session, run.author_id)
        sheet = open_file(session, run)
    if isinstance(sheet, Refused):  # it was read once: only a setting lowered since can refuse it
        raise RuntimeError(sheet.code)  # noqa: TRY004 - the file is wrong, not a type
    seen = Seen()
    with ThreadPoolExecutor(HASHERS, initializer=_step_back) as pool:
        for chunk in _foretold(run, sheet, held):
            _note_again(seen, [item for item in chunk if item.at <= run.done])
            if todo := [item for item in chunk if item.at > run.done]:
                seen = _apply(run, todo, seen, _hashes(pool, todo), held)
                time.sleep(PAUSE)
    _finish(run)


def _step_back() -> None:
    """This thread hashes when nobody else needs the core."""
    if sys.platform == "linux":
        here = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, here, os.getpriority(os.PRIO_PROCESS, here) + NICE)


def _foretold(run: ImportRun, sheet: Sheet, held: Perimeter) -> Iterator[list[Foretold]]:
    first, check_key = 1, settings().check_keys
    for piece in pieces(sheet):
        with reading() as session:
            kept = store.lines(session, run.id, first, first + len(piece) - 1)
        chunk = []
        for row, (at, told) in zip(piece, kept, strict=True):
            # What was refused on the preview is not even tried: it does what it showed.
            found = None if told.outcome is Outcome.ERROR else judging.read(row, held, check_key=check_key)
            line = None if found is None or isinstance(found, Told) else found[1]
            chunk.append(Foretold(at, row.cells, line, told))
        yield chunk
        first += len(piece)


def _note_again(seen: Seen, chunk: Sequence[Foretold]) -> None:
    """Remember the lines that a worker now dead has applied."""
    for item in chunk:
        if item.line is not None:
            seen.note(item.line)
            if item.told.gives_password:
                seen.note_password(item.line)


def _hashes(pool: ThreadPoolExecutor, chunk: Sequence[Foretold]) -> Mapping[int, str]:
    """Those of the passwords that the preview said would be set, outside of any transaction: they take the longest."""
    giving = [item.line for item in chunk if item.line is not None and item.told.gives_password]
    # A share for each thread: handing passwords over one by one costs as much as judging their lines.
    shares = [giving[first::HASHERS] for first in range(HASHERS)]
    hashed = pool.map(partial(_hash_all, accounts.hasher()), shares)
    return {
        line.number: text
        for share, texts in zip(shares, hashed, strict=True)
        for line, text in zip(share, texts, strict=True)
    }


def _hash_all(hasher: Hasher, lines: Sequence[Line]) -> list[str]:
    return [hasher.hash_password(line.password) for line in lines]


def _apply(run: ImportRun, chunk: Sequence[Foretold], seen: Seen, hashes: Mapping[int, str], held: Perimeter) -> Seen:
    """Apply a chunk; what somebody else wrote at the same instant is found there the second time.

    Returns:
        What the lines up to the last of these have said.
    """
    for _ in range(2):
        trial = seen.copy()
        try:
            _write(run, chunk, trial, hashes, held)
        except (IntegrityError, OperationalError):
            continue
        return trial
    if len(chunk) == 1:
        _write_outrun(run, chunk[0], held)
        return seen
    for item in chunk:
        seen = _apply(run, [item], seen, hashes, held)
    return seen


def _write(run: ImportRun, chunk: Sequence[Foretold], seen: Seen, hashes: Mapping[int, str], held: Perimeter) -> None:
    doable = [item for item in chunk if item.line is not None]
    with transaction() as session:
        if not store.advance(session, run, chunk[-1].at, clock.now() + LEASE):
            raise TakenOver
        lines = [item.line for item in doable if item.line is not None]
        decisions = service.apply(session, run.author_id, lines, seen, hashes) if lines else []
        if wrong := list(_unforeseen(doable, decisions, held)):
            store.correct(session, run.id, [Kept(item.at, now) for item, now in wrong])
            run.totals = _corrected(run, wrong)
            store.settle(session, run, totals=run.totals)
    run.done = chunk[-1].at


def _unforeseen(
    chunk: Sequence[Foretold], decisions: Sequence[Decision], held: Perimeter
) -> Iterator[tuple[Foretold, Told]]:
    """The lines of which the preview said something else, with what is to be said."""
    for item, decision in zip(chunk, decisions, strict=True):
        if not judging.foretold(decision, item.told):
            now = judging.told(decision, item.cells, held)
            if now != item.told:
                yield item, now


def _corrected(run: ImportRun, wrong: Sequence[tuple[Foretold, Told]]) -> dict[str, object]:
    totals = Totals.read(run.totals)
    totals.add((item.told for item, _ in wrong), sign=-1)
    totals.add(now for _, now in wrong)
    return totals.written()


def _write_outrun(run: ImportRun, item: Foretold, held: Perimeter) -> None:
    """A line that somebody else's writing refuses twice is left to be imported again."""
    if item.line is None:
        raise TakenOver
    now = judging.told(RefusedLine(item.line, (Finding(Code.OUTRUN),)), item.cells, held)
    with transaction() as session:
        if not store.advance(session, run, item.at, clock.now() + LEASE):
            raise TakenOver
        store.correct(session, run.id, [Kept(item.at, now)])
        run.totals = _corrected(run, [(item, now)])
        store.settle(session, run, totals=run.totals)
    run.done = item.at


def _finish(run: ImportRun) -> None:
    with transaction() as session:
        if not store.settle(session, run, state=State.DONE, finished_at=clock.now(), leased_until=None):
            raise TakenOver
        files.wipe(session, run.id)
        audit.record(session, Event.IMPORT_DONE, actor=run.author_id, after=counted(run))
        author = people.get(session, run.author_id)
        mail = mails.done(author.reach, author.full_name, run.reference, Totals.read(run.totals))
        if mail:
            outbox.add(session, mail)
