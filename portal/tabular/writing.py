"""A sheet as CSV or XLSX, row after row: twenty thousand lines take no more memory than one page of them."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import IO

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
    """A column of a sheet.

    Attributes:
        label: What its head says.
        width: In characters.
        is_text: What somebody types below the last row stays as typed: no leading zero goes, no number is rounded.
        choices: All that it may hold: a workbook proposes them as a list.
    """

    label: str
    width: int = 16
    is_text: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guide:
    """A second sheet, such as one that says how the first is filled in; its rows are read after those of the first."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True)
class Format:
    """A kind of file: what browsers call it, and what writes a sheet in it."""

    kind: str
    write: Callable[[Sequence[Column], Iterable[Sequence[Cell]]], Iterator[bytes]]


def formats(name: str, guide: Guide | None = None, *, spools: bool = False) -> Mapping[str, Format]:
    """The kinds of file in which a sheet of this name may be taken away, by the ending of their names.

    `spools` is for rows that are read in one go: whoever downloads slowly holds no connection to the database.
    A workbook is always whole before it is sent.
    """

    def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
        return spooled(csv_sheet(columns, rows)) if spools else csv_sheet(columns, rows)

    def write_xlsx(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
        return xlsx_sheet(name, columns, rows, guide)

    return {"csv": Format(CSV, write_csv), "xlsx": Format(XLSX, write_xlsx)}


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
    if not cell and cell != 0:  # most cells of a wide sheet
        return ""
    if isinstance(cell, str):
        return plain(cell)
    match cell:
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _emptied(piece: io.StringIO) -> bytes:
    text = piece.getvalue()
    piece.seek(0)
    piece.truncate()
    return text.encode()


def spooled(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, all put first in a file that nobody else sees: a slow download holds no connection open."""
    with TemporaryFile() as whole:
        whole.writelines(pieces)
        yield from _blocks(whole)


def _blocks(whole: IO[bytes]) -> Iterator[bytes]:
    whole.seek(0)
    while block := whole.read(_BLOCK):
        yield block


def xlsx_sheet(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], guide: Guide | None = None
) -> Iterator[bytes]:
    """The sheet as a workbook, with its guide if it has one; it is put together in a file, then sent.

    Raises:
        ValueError: there are more rows than a sheet holds.
    """
    with TemporaryFile() as whole:
        workbook = Workbook(whole, _OPTIONS)
        try:
            formats = _Formats(workbook)
            _fill(workbook.add_worksheet(name), columns, rows, formats)
            if guide:
                _fill(workbook.add_worksheet(guide.name), guide.columns, guide.rows, formats)
        finally:
            workbook.close()
        yield from _blocks(whole)


def _fill(sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], formats: "_Formats") -> None:
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width, formats.text if column.is_text else None)
        sheet.write_string(0, at, column.label, formats.head)
        if column.choices:
            sheet.data_validation(1, at, MAX_ROWS, at, {"validate": "list", "source": list(column.choices)})
    line = 0
    for line, row in enumerate(rows, start=1):
        if line > MAX_ROWS:
            raise ValueError(f"a sheet holds {MAX_ROWS} rows")
        for at, cell in enumerate(row):
            if cell is not None and cell != "":  # most cells of a wide sheet
                _put(sheet, line, at, cell, formats)
    sheet.autofilter(0, 0, line, len(columns) - 1)


class _Formats:
    def __init__(self, workbook: Workbook) -> None:
        self.head = workbook.add_format({"bold": True, "bottom": 1})
        self.text = workbook.add_format({"num_format": "@"})
        # What Excel itself keeps of an apostrophe typed before a text: it is no part of the value.
        self.guarded = workbook.add_format({"num_format": "@", "quote_prefix": True})
        self.day = workbook.add_format({"num_format": "dd/mm/yyyy"})


def _put(sheet: Worksheet, line: int, at: int, cell: str | int | date, formats: _Formats) -> None:
    match cell:
        case str():
            shown = cell if len(cell) <= MAX_TEXT else f"{cell[: MAX_TEXT - 1]}…"
            sheet.write_string(line, at, shown, formats.guarded if would_run(cell) else formats.text)
        case date():
            sheet.write_datetime(line, at, cell, formats.day)
        case _:
            sheet.write_number(line, at, cell)
