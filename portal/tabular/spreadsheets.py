"""Asks another process to read a workbook, and keeps the lines that it gives: no workbook is opened here."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from portal.identifiers.refused import Refused
from portal.tabular.headers import Wanted
from portal.tabular.kinds import Kind
from portal.tabular.limits import Limits
from portal.tabular.records import Record
from portal.tabular.refusals import NotRead, refusal
from portal.tabular.workbooks.child import Request

_COMMAND = (sys.executable, "-I", "-m", "portal.tabular.workbooks.child")


@dataclass(frozen=True)
class Workbook:
    """A sheet of a workbook, as the other process has read it.

    Attributes:
        kind: Of the workbook.
        sheet: The name of the sheet, the first whose columns are those wanted.
        lines: How many have something in them, header included.
        hidden: How many of these a spreadsheet does not show.
    """

    kind: Kind
    sheet: str
    lines: int
    hidden: int
    _lines: tuple[bytes, ...] = field(repr=False)

    def records(self) -> Iterator[Record]:
        """The lines, header first; they can be gone through again."""
        for line in self._lines:
            number, cells, faults = json.loads(line)
            yield Record(number, cells, {int(at): said for at, said in faults.items()})


def read(file: BinaryIO, columns: Sequence[Wanted], limits: Limits) -> Workbook:
    """Read the first sheet of a workbook that has the columns wanted.

    Raises:
        NotRead: it cannot be read within the limits, or no sheet has these columns.
    """
    answer = _ask(file, Request(columns, limits))
    ending = _parsed(answer[-1]) if answer else {}
    match ending:
        case {"code": code, "message": message}:
            raise NotRead(Refused(code, message))
        case {"lines": lines, "hidden": hidden}:
            opening = json.loads(answer[0])
            return Workbook(Kind[opening["kind"]], opening["sheet"], lines, hidden, tuple(answer[1:-1]))
        case _:  # it was stopped before it could say anything, or halfway through
            raise refusal("classeur_trop_lourd")


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return {}


def _ask(file: BinaryIO, request: Request) -> list[bytes]:
    with TemporaryFile() as given, TemporaryFile() as said:
        # A file of its own: the process seeks in it, and what was uploaded may well be in memory only.
        file.seek(0)
        copyfileobj(file, given)
        given.seek(0)
        try:
            subprocess.run(  # noqa: S603 - this very program, and nothing that a person typed
                (*_COMMAND, request.written()),
                stdin=given,
                stdout=said,
                stderr=subprocess.DEVNULL,  # an error would quote the workbook
                env={},
                timeout=2 * request.limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return []
        said.seek(0)
        return list(said)
