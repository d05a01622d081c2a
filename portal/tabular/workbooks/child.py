"""The process that reads a workbook: `python -m portal.tabular.workbooks.child REQUEST < workbook > lines`.

It gives up memory, time and disk before it looks at the first byte. A library that aborts, or a workbook made to be
endless, ends this process and nothing else; whoever started it says so in a sentence.
"""

import json
import resource
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO
from zipfile import ZipFile

from portal.tabular import kinds
from portal.tabular.headers import Layout, Mismatch, Wanted, match
from portal.tabular.kinds import Kind
from portal.tabular.limits import Limits
from portal.tabular.records import Record, bounded
from portal.tabular.refusals import NotRead, refusal, weighed
from portal.tabular.workbooks import ods, xls, xlsx
from portal.tabular.workbooks.sheets import Sheet

_DESCRIPTORS = 32


@dataclass(frozen=True)
class Request:
    """What the process is asked for: the first sheet with these columns."""

    columns: Sequence[Wanted]
    limits: Limits

    def written(self) -> str:
        """The request as the process gets it."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> "Request":
        """The request as it was made."""
        asked = json.loads(text)
        return cls([Wanted(**column) for column in asked["columns"]], Limits(**asked["limits"]))


def main() -> None:
    """Read the workbook on standard input, and write its lines, then how it ended."""
    request = Request.read(sys.argv[1])
    _confine(request.limits)
    # xlrd prints what surprises it here and there: nothing but lines goes out.
    with sys.stdout.buffer as out, redirect_stdout(sys.stderr):
        for line in _answer(sys.stdin.buffer, request):
            out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _answer(file: BinaryIO, request: Request) -> Iterator[Any]:
    try:
        yield from _lines(file, request)
    except NotRead as error:
        yield {"code": error.refused.code, "message": error.refused.message}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a damaged workbook breaks, and where, the person is told the same
        refused = refusal("fichier_abime").refused
        yield {"code": refused.code, "message": refused.message}


def _confine(limits: Limits) -> None:
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, limits.text),
        (resource.RLIMIT_NOFILE, _DESCRIPTORS),
        (resource.RLIMIT_CORE, 0),  # a core would hold what the workbook says of people
    ):
        resource.setrlimit(what, (most, most))


def _lines(file: BinaryIO, request: Request) -> Iterator[Any]:
    kind, sheets = _opened(file, request.limits)
    name, records = _chosen(sheets, request)
    yield {"kind": kind.name, "sheet": name}
    lines, hidden = 0, 0
    for record in records:
        lines += 1
        hidden += record.hidden
        yield (record.number, record.cells, dict(record.faults))
    yield {"lines": lines, "hidden": hidden}


def _opened(file: BinaryIO, limits: Limits) -> tuple[Kind, Iterator[Sheet]]:
    if file.read(len(kinds.OLE)) == kinds.OLE:
        file.seek(0)
        data = file.read()
        return kinds.of_compound(data), xls.sheets(data, limits)
    archive = ZipFile(file)
    # What an archive declares is the most that is ever unpacked of it.
    if sum(part.file_size for part in archive.infolist()) > limits.unpacked:
        raise refusal("classeur_deplie", limit=weighed(limits.unpacked))
    kind = kinds.of_archive(archive)
    return kind, (xlsx if kind is Kind.XLSX else ods).sheets(archive, limits)


def _chosen(sheets: Iterator[Sheet], request: Request) -> tuple[str, Iterator[Record]]:
    """The first sheet whose header is the one that was asked for.

    Raises:
        NotRead: there is none; what is told is what lacks in the sheet that comes closest.
    """
    closest: Mismatch | None = None
    for sheet in sheets:
        records = bounded(sheet.records, request.limits)
        head = next(records, None)
        if head is None:
            continue
        match match(head.cells, request.columns):
            case Layout():
                return sheet.name, _with(head, records)
            case Mismatch() as mismatch if closest is None or mismatch.found > closest.found:
                closest = mismatch
    if closest is None:
        raise refusal("fichier_vide")
    raise NotRead(closest.refused)


def _with(head: Record, records: Iterator[Record]) -> Iterator[Record]:
    yield head
    yield from records


if __name__ == "__main__":
    main()
