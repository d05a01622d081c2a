"""A sheet as CSV or XLSX, row after row: twenty thousand lines take no more memory than one page of them."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from portal.tabular.cells import Cell, plain, would_run

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MAX_ROWS = 1_048_575  # what a sheet holds under its head; XlsxWriter leaves out the others without a word
MAX_TEXT = 32_767  # characters of a cell, as Excel counts them; a longer text would be left out whole
_BLOCK = 64 * 1024
_PIECE = 500
# A text stays a text: no formula, no link and no number is made of what a person typed.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True)
class Column:
    """A column: what its head says, and its width in characters."""

    label: str
    width: int = 16


def csv_sheet(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The sheet as a French Excel opens it by itself: UTF-8 with its mark, semicolons; dates are ISO 8601."""
    yield b"\xef\xbb\xbf"
    piece = io.StringIO(newline="")
    writer = csv.writer(piece, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.label for column in columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([_written(cell) for cell in row])
        if number % _PIECE == 0:
            yield _emptied(piece)
    yield _emptied(piece)


def _written(cell: Cell) -> str:
    match cell:
        case str():
            return plain(cell)
        case date():
            return cell.isoformat()
        case None:
            return ""
        case _:
            return str(cell)


def _emptied(piece: io.StringIO) -> bytes:
    text = piece.getvalue()
    piece.seek(0)
    piece.truncate()
    return text.encode()


def xlsx_sheet(name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The sheet as a workbook of one sheet; it is put together in a file that nobody else sees, then sent.

    Raises:
        ValueError: there are more rows than a sheet holds.
    """
    with TemporaryFile() as whole:
        workbook = Workbook(whole, _OPTIONS)
        try:
            _fill(workbook, name, columns, rows)
        finally:
            workbook.close()
        whole.seek(0)
        while block := whole.read(_BLOCK):
            yield block


def _fill(workbook: Workbook, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    head = workbook.add_format({"bold": True, "bottom": 1})
    formats = _Formats(workbook)
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.label, head)
    line = 0
    for line, row in enumerate(rows, start=1):
        if line > MAX_ROWS:
            raise ValueError(f"a sheet holds {MAX_ROWS} rows")
        for at, cell in enumerate(row):
            _put(sheet, line, at, cell, formats)
    sheet.autofilter(0, 0, line, len(columns) - 1)


class _Formats:
    def __init__(self, workbook: Workbook) -> None:
        self.text = workbook.add_format({"num_format": "@"})
        # What Excel itself keeps of an apostrophe typed before a text: it is no part of the value.
        self.guarded = workbook.add_format({"num_format": "@", "quote_prefix": True})
        self.day = workbook.add_format({"num_format": "dd/mm/yyyy"})


def _put(sheet: Worksheet, line: int, at: int, cell: Cell, formats: _Formats) -> None:
    match cell:
        case None | "":
            return
        case str():
            shown = cell if len(cell) <= MAX_TEXT else f"{cell[: MAX_TEXT - 1]}…"
            sheet.write_string(line, at, shown, formats.guarded if would_run(cell) else formats.text)
        case date():
            sheet.write_datetime(line, at, cell, formats.day)
        case _:
            sheet.write_number(line, at, cell)
