"""The analysis: what each line would do, told line by line, and nothing written but that."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy.orm import Session

from portal import clock
from portal.config import settings
from portal.db import reading, transaction
from portal.identifiers.refused import Refused
from portal.profiles.imports import files, judging, store
from portal.profiles.imports.models import ImportRun
from portal.profiles.imports.rules import CHUNK, LEASE, State, Told, Totals
from portal.profiles.imports.service import limits
from portal.profiles.imports.store import Kept
from portal.profiles.record import loading, revisions, service
from portal.profiles.record.columns import WANTED
from portal.profiles.record.rules.carrying import Carried
from portal.profiles.record.rules.duplicates import Seen
from portal.profiles.record.rules.perimeter import Perimeter
from portal.tabular import lines as sheets
from portal.tabular.reading import Sheet, open_sheet

Item = TypeVar("Item")


class TakenOver(Exception):  # noqa: N818 - it says what happened
    """Another worker has the run, or its author gave it up: nothing of this chunk is kept."""


def pieces(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """The items, so many at a time."""
    left = iter(items)
    while piece := list(islice(left, size)):
        yield piece


def open_file(session: Session, run: ImportRun) -> Sheet | Refused:
    """The file of this run, read as it was found to be, or as its author said."""
    file = files.opened(session, run)
    return open_sheet(file, WANTED, limits(), encoding=run.encoding, separator=run.separator)


def analyse(run: ImportRun) -> None:
    """Tell what each line would do.

    Raises:
        TakenOver: see there.
    """
    with reading() as session:
        held = loading.perimeter(session, run.author_id)
        # As they were before the first line was looked at: what changes meanwhile makes the preview stale.
        before = revisions.of(session, list(held.territorials))
        sheet = open_file(session, run)
    if isinstance(sheet, Refused):
        _settle(run, state=State.REFUSED, refusal=sheet.message, lines=0, done=0, totals={})
        return
    _begin(run, sheet)
    totals, named = _tell(run, sheet, held)
    _settle(run, state=State.PREVIEWED, totals=totals.written(), revisions={et: before.get(et, 0) for et in named})


def _begin(run: ImportRun, sheet: Sheet) -> None:
    """What was said by an analysis that did not end is forgotten."""
    facts = {
        "kind": sheet.kind,
        "encoding": sheet.encoding,
        "separator": sheet.separator,
        "ignored": list(sheet.ignored),
        "hidden": sheet.hidden,
        "lines": sheet.lines,
        "done": 0,
    }
    with transaction() as session:
        if not store.settle(session, run, **facts):
            raise TakenOver
        store.clear_lines(session, run.id)
    run.done = 0


def _settle(run: ImportRun, **values: object) -> None:
    with transaction() as session:
        if not store.settle(session, run, leased_until=None, **values):
            raise TakenOver


def _tell(run: ImportRun, sheet: Sheet, held: Perimeter) -> tuple[Totals, set[str]]:
    """Write what each line would do; how many there are of each kind, and the establishments that they name."""
    before, totals, named = (Seen(), Carried()), Totals(), set[str]()
    for piece in pieces(sheet):
        with reading() as session:
            judged, places = judge(session, run, piece, before, held)
        named |= places
        totals.add(judged)
        last = run.done + len(judged)
        with transaction() as session:
            if not store.advance(session, run, last, clock.now() + LEASE):
                raise TakenOver
            store.add_lines(session, run.id, map(Kept, range(run.done + 1, last + 1), judged))
        run.done = last
    return totals, named


def judge(
    session: Session, run: ImportRun, piece: Sequence[sheets.Line], before: tuple[Seen, Carried], held: Perimeter
) -> tuple[list[Told], set[str]]:
    """What these lines would do after those before, in their order, and the establishments held that they name."""
    check_key = settings().check_keys
    found = [judging.read(row, held, check_key=check_key) for row in piece]
    lines = [item[1] for item in found if not isinstance(item, Told)]
    decided = iter(service.preview(session, run.author_id, lines, *before))
    told = [item if isinstance(item, Told) else judging.told(next(decided), item[0], held) for item in found]
    return told, {line.finess_et for line in lines if held.holds(line.finess_et)}
