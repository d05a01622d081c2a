"""A workbook of LibreOffice (ODS), line after line. OpenDocument 1.3, part 3, section 9; repeated blanks cost nothing.

Its tags are known by their usual prefixes, which every office suite writes.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple
from zipfile import ZipFile

from portal.tabular.limits import Limits
from portal.tabular.records import Record, laid
from portal.tabular.workbooks import values
from portal.tabular.workbooks.markup import Reader, walk
from portal.tabular.workbooks.sheets import Sheet

_CELLS = {"table:table-cell", "table:covered-table-cell"}
# What is laid over a cell, or said about it, is not in it.
_ASIDE = ("office:annotation", "draw:", "table:shapes")
_HIDDEN_ROWS = {"collapse", "filter"}


class _Line(NamedTuple):
    """A line of one of the sheets, and how many times it stands there."""

    sheet: int
    name: str
    record: Record
    times: int


def sheets(archive: ZipFile, limits: Limits) -> Iterator[Sheet]:
    """The visible sheets of the workbook, in their order; each is to be read before the next is asked for."""
    for (_, name), lines in groupby(walk(archive.open("content.xml"), _Lines(limits)), lambda line: line[:2]):
        yield Sheet(name, _unrolled(lines))


def _unrolled(lines: Iterator[_Line]) -> Iterator[Record]:
    for line in lines:
        for more in range(line.times):
            yield line.record._replace(number=line.record.number + more)


class _Lines(Reader[_Line]):
    """The lines of all visible sheets that have something in them."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._sheet = 0
        self._name = ""
        self._is_hidden = False
        self._row: Mapping[str, str] = {}
        self._number = 0
        self._found: dict[int, str] = {}
        self._faults: dict[int, str] = {}
        self._at = 0
        self._cell: Mapping[str, str] = {}
        self._paragraphs: list[list[str]] = []
        self._aside = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A tag opens."""
        if self._aside or name.startswith(_ASIDE):
            self._aside += 1
            return
        match name:
            case "table:table-cell" | "table:covered-table-cell":
                self._cell, self._paragraphs = attributes, []
            case "text:p":
                self._paragraphs.append([])
            case "text:s":
                self.text(" " * min(int(attributes.get("text:c", "1")), self._limits.cell + 1))
            case "text:tab":
                self.text("\t")
            case "text:line-break":
                self.text("\n")
            case _:
                self._start_larger(name, attributes)

    def _start_larger(self, name: str, attributes: Mapping[str, str]) -> None:
        """What is larger than a cell: a line, a sheet, a style of sheets."""
        match name:
            case "table:table-row":
                self._row, self._at, self._found, self._faults = attributes, 0, {}, {}
            case "table:table":
                self._sheet, self._number, self._name = self._sheet + 1, 0, attributes.get("table:name", "")
                self._is_hidden = attributes.get("table:style-name") in self._hidden_styles
            case "style:style":
                self._style = attributes.get("style:name", "")
            case "style:table-properties" if attributes.get("table:display") == "false":
                self._hidden_styles.add(self._style)

    def end(self, name: str) -> None:
        """A tag closes."""
        if self._aside:
            self._aside -= 1
        elif name in _CELLS:
            self._settle()
        elif name == "table:table-row":
            self._close_row()

    def text(self, data: str) -> None:
        """Some text: that of a paragraph, or the blanks between tags."""
        if self._paragraphs and not self._aside:
            self._paragraphs[-1].append(data)

    def _settle(self) -> None:
        times = int(self._cell.get("table:number-columns-repeated", "1"))
        text = "\n".join("".join(pieces) for pieces in self._paragraphs)
        kind = self._cell.get("office:value-type", "")
        self._paragraphs = []
        into, said = self._found, text
        if self._cell.get("calcext:value-type") == "error":
            into = self._faults
        elif kind:
            said = _value(kind, self._cell, text)
        elif "table:formula" in self._cell:
            into, said = self._faults, ""
        if said or into is self._faults:
            # One position beyond the limit is enough for the refusal, which `laid` makes.
            into.update(dict.fromkeys(range(self._at, min(self._at + times, self._limits.columns + 1)), said))
        self._at += times

    def _close_row(self) -> None:
        times = int(self._row.get("table:number-rows-repeated", "1"))
        if (self._found or self._faults) and not self._is_hidden:
            hidden = self._row.get("table:visibility") in _HIDDEN_ROWS
            record = laid(self._number + 1, self._found, self._faults, self._limits, hidden=hidden)
            self.items.append(_Line(self._sheet, self._name, record, times))
        self._number += times


def _value(kind: str, cell: Mapping[str, str], text: str) -> str:
    match kind:
        case "float" | "percentage" | "currency":
            number = float(cell["office:value"])
            # The zeros that a format puts before a number are only in what is shown of it.
            shown = text.isascii() and text.isdigit() and int(text) == number
            return text if shown else values.number(number)
        case "date":
            return values.iso(cell["office:date-value"])
        case "time":
            return values.duration(cell["office:time-value"])
        case "boolean":
            return values.boolean(value=cell["office:boolean-value"] == "true")
        case "string":
            return cell.get("office:string-value", text)
        case _:
            return text
