"""Promise 15: `kill -9` of the worker at random lines; resumed each time, no line lost nor applied twice."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.audit import Event
from portal.audit.models import JournalRow
from portal.db import reading
from portal.profiles.imports.models import ImportPiece
from portal.profiles.imports.rules import State
from portal.tabular.report import Outcome
from tests.profiles.imports.sheets import PASSWORD, row, rows, sheet

ROOT = Path(__file__).parents[3]
# `KILLS=20` for the whole of the promise; five are enough to see a mistake.
KILLS = int(os.environ.get("KILLS", "5"))
PEOPLE = 60 * KILLS
PATIENCE = 60.0


def crowd():
    """People created, given a second role, renamed; some leave, one in ten lines is wrong."""
    lines = rows(PEOPLE)
    lines += [row(number=number, ROLE="CDC2", PASSWORD=PASSWORD) for number in range(1, PEOPLE, 2)]
    lines += [row("M", number, LAST_NAME="Nouveau") for number in range(1, PEOPLE, 3)]
    lines += [row("S", number, LAST_NAME="Nouveau") for number in range(1, PEOPLE, 6)]
    return [(*line[:4], "", *line[5:]) if at % 10 == 9 else line for at, line in enumerate(lines)]


class Worker:
    """Workers that are started on a run, and killed."""

    def __init__(self, desk, reference, database_url, folder) -> None:
        self.desk, self.reference = desk, reference
        words = ["-m", "tests.profiles.imports.program", database_url, str(folder), str(desk.run(reference).id)]
        self._command = [sys.executable, *words]

    def start(self):
        """Start one; what the last one held is free again, as after two minutes."""
        self.desk.set(self.reference, leased_until=None, tries=0)
        return subprocess.Popen(self._command, cwd=ROOT)  # noqa: S603 - our own program

    def kill_after(self, lines):
        """Kill it once it has done so many more lines, at any moment of a chunk."""
        process, first = self.start(), self.desk.run(self.reference).done
        end = time.monotonic() + PATIENCE
        while self.desk.run(self.reference).done < first + lines:
            assert time.monotonic() < end, "the worker does not work"
            assert process.poll() is None, "the worker had ended"
            time.sleep(0.001)
        time.sleep(random.uniform(0, 0.03))  # noqa: S311 - any moment will do
        process.kill()
        process.wait()

    def finish(self):
        """Let one work to the end."""
        assert self.start().wait(PATIENCE) == 0


def journal():
    with reading() as session:
        query = select(JournalRow.event, func.count()).group_by(JournalRow.event)
        counted = {row[0]: row[1] for row in session.execute(query)}
        subjects = session.scalars(select(JournalRow.subject_id).where(JournalRow.event == Event.PROFILE_CREATED))
        return counted, Counter(subjects.all())


@pytest.fixture
def killed(desk, database_url, tmp_path):
    """An import whose workers are killed, first while they analyse, then while they import."""
    reference = desk.send(sheet(crowd()))
    worker = Worker(desk, reference, database_url, tmp_path)
    worker.kill_after(40)
    worker.finish()
    foretold = desk.told(reference)
    assert {told.outcome for told in foretold[::10]} == {Outcome.OK}
    desk.confirm(reference)
    for _ in range(KILLS):
        worker.kill_after(random.randint(1, 50))  # noqa: S311 - the same
        assert desk.run(reference).state is State.IMPORTING
    worker.finish()
    return reference, foretold


def test_an_import_killed_at_random_lines_does_exactly_what_its_preview_showed(desk, killed):
    reference, foretold = killed
    assert desk.run(reference).state is State.DONE
    assert desk.told(reference) == foretold
    applied = Counter(told.effect.value for told in foretold)
    events, created = journal()
    assert events[Event.PROFILE_CREATED] == applied["compte"] + applied["profil"]
    assert events[Event.ACCOUNT_CREATED] == applied["compte"] + 1  # the référent
    assert events[Event.PROFILE_DELETED] == applied["supprime"]
    assert events[Event.PROFILE_CHANGED] == applied["modifie"]
    assert max(created.values()) <= 2
    assert len(desk.profiles()) == applied["compte"] + applied["profil"] - applied["supprime"]
    assert (events[Event.IMPORT_STARTED], events[Event.IMPORT_DONE]) == (1, 1)
    with reading() as session:
        assert session.scalar(select(func.count(ImportPiece.position))) == 0
