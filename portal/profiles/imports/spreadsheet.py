"""The report of an import, and the lines to correct, as files: read little by little, however many they are."""

from collections.abc import Iterator

from portal.db import reading
from portal.profiles.imports import store
from portal.profiles.imports.display import LEFT, was_left
from portal.profiles.imports.models import ImportRun
from portal.profiles.imports.rules import CHUNK, View
from portal.profiles.imports.store import Asked, Kept
from portal.profiles.record.columns import WANTED
from portal.tabular import report
from portal.tabular.report import Judged
from portal.tabular.writing import Format, formats

_NO_CELLS = ("",) * len(WANTED)


FORMATS = formats("Rapport")


def whole(run: ImportRun, made: Format) -> Iterator[bytes]:
    """One line for each line of the file, in its order."""
    return made.write(report.head(), report.rows(judged(run, Asked()), WANTED))


def to_correct(run: ImportRun, made: Format) -> Iterator[bytes]:
    """The lines in error as they came, the password left out: once corrected, the file is imported as it is."""
    lines = judged(run, Asked(View.ERRORS))
    return made.write(report.head_to_correct(WANTED), report.rows_to_correct(lines, WANTED))


def judged(run: ImportRun, asked: Asked) -> Iterator[Judged]:
    """What is said of the lines; each piece is read by itself, so that no download holds a connection."""
    after = 0
    while True:
        with reading() as session:
            found = store.following(session, run.id, asked, after=after, size=CHUNK)
        yield from (_judged(run, kept) for kept in found)
        if len(found) < CHUNK:
            return
        after = found[-1].position


def _judged(run: ImportRun, kept: Kept) -> Judged:
    told = kept.told
    findings = (LEFT,) if was_left(run, kept) else told.findings
    return Judged(told.number, tuple(told.cells or _NO_CELLS), findings)
