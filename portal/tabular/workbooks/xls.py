"""A workbook of Excel 97 to 2003 (XLS), read by xlrd; the only format here whose file is held whole in memory."""

import sys
from collections.abc import Iterator

import xlrd
from xlrd.book import Book
from xlrd.sheet import Cell
from xlrd.sheet import Sheet as XlrdSheet

from portal.tabular.limits import Limits
from portal.tabular.records import Record, laid
from portal.tabular.refusals import refusal
from portal.tabular.workbooks import values
from portal.tabular.workbooks.sheets import Sheet

_VISIBLE = 0


def sheets(data: bytes, limits: Limits) -> Iterator[Sheet]:
    """The visible sheets of the workbook, in their order.

    Raises:
        NotRead: it opens with a password.
        xlrd.XLRDError: it is damaged.
    """
    try:
        # Formats say which numbers are days, and rows say which of them are hidden.
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=sys.stderr
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise refusal("fichier_protege") from None
        raise
    for at in range(book.nsheets):
        sheet = book.sheet_by_index(at)
        if sheet.visibility == _VISIBLE:
            yield Sheet(sheet.name, _records(book, sheet, limits))


def _records(book: Book, sheet: XlrdSheet, limits: Limits) -> Iterator[Record]:
    for line in range(sheet.nrows):
        found: dict[int, str] = {}
        faults: dict[int, str] = {}
        for at, cell in enumerate(sheet.row(line)):
            if cell.ctype == xlrd.XL_CELL_ERROR:
                faults[at] = xlrd.error_text_from_code.get(int(cell.value), "#ERR")
            elif said := _value(book, cell):
                found[at] = said
        if found or faults:
            row = sheet.rowinfo_map.get(line)
            yield laid(line + 1, found, faults, limits, hidden=bool(row and row.hidden))


def _value(book: Book, cell: Cell) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_NUMBER:
            code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
            return values.number(cell.value, values.least_digits(code))
        case xlrd.XL_CELL_DATE:
            return values.moment(cell.value, since_1904=bool(book.datemode))
        case xlrd.XL_CELL_BOOLEAN:
            return values.boolean(value=bool(cell.value))
        case _:
            return str(cell.value)
