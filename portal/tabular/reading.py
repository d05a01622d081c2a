"""Somebody's file, whatever made it, as the same lines: the columns asked for, in the order of the asking (promise 3).

The whole file is gone through when it is opened: what would refuse it is said then, never halfway through an import.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from portal.identifiers.refused import Refused
from portal.tabular import decoding, delimited, kinds, lines, spreadsheets
from portal.tabular.decoding import Encoding
from portal.tabular.delimited import Separator
from portal.tabular.headers import Layout, Mismatch, Wanted, match
from portal.tabular.kinds import Kind
from portal.tabular.limits import Limits
from portal.tabular.lines import Line
from portal.tabular.records import Record, bounded
from portal.tabular.refusals import NotRead, refusal, weighed


@dataclass(frozen=True)
class Sheet:
    """A file that is read; iterating gives its lines, again as often as needed, one time after the other.

    Attributes:
        kind: What the file is, by its content.
        encoding: Of a text, found or asked for.
        separator: Of a text, found or asked for.
        name: Of the sheet, in a workbook: the first that has the columns.
        ignored: The names of columns that nobody asked for.
        lines: How many have something in them, header aside.
        hidden: How many of these a spreadsheet does not show: they are read all the same.
    """

    kind: Kind
    encoding: Encoding | None
    separator: Separator | None
    name: str | None
    ignored: tuple[str, ...]
    lines: int
    hidden: int
    _lines: Callable[[], Iterator[Line]] = field(repr=False)

    def __iter__(self) -> Iterator[Line]:
        """The lines under the header; blank ones are left out, and counted in the numbers of the others."""
        return self._lines()


def open_sheet(
    file: BinaryIO,
    columns: Sequence[Wanted],
    limits: Limits,
    *,
    encoding: Encoding | None = None,
    separator: Separator | None = None,
) -> Sheet | Refused:
    """Open a CSV, XLSX, XLS or ODS, told by its content.

    Args:
        file: Open for as long as the sheet is read; left open. Its place in it is not kept.
        columns: What to look for; other columns are ignored.
        limits: What is too much.
        encoding: That of a text, where a person knows better than what is found.
        separator: The same.

    Returns:
        The sheet, or why it is refused, for the person.
    """
    size = file.seek(0, 2)
    try:
        if size > limits.size:
            raise refusal("fichier_trop_gros", size=weighed(size), limit=weighed(limits.size))
        if kinds.is_workbook(file):
            return _workbook(file, columns, limits)
        return _text(file, columns, limits, encoding, [separator] if separator else list(Separator))
    except NotRead as error:
        return error.refused


def _workbook(file: BinaryIO, columns: Sequence[Wanted], limits: Limits) -> Sheet:
    book = spreadsheets.read(file, columns, limits)
    layout = _layout(next(book.records()), columns)
    return Sheet(
        kind=book.kind,
        encoding=None,
        separator=None,
        name=book.sheet,
        ignored=layout.ignored,
        lines=_under_header(book.lines),
        hidden=book.hidden,
        _lines=lambda: lines.of_workbook(book.records(), layout, columns),
    )


def _text(
    file: BinaryIO, columns: Sequence[Wanted], limits: Limits, asked: Encoding | None, separators: Sequence[Separator]
) -> Sheet:
    if asked:
        decoding.check(file, asked)
    encoding = asked or decoding.find(file)
    codec = decoding.codec(file, encoding)

    def records(separator: Separator) -> Iterator[Record]:
        return bounded(delimited.records(file, codec, separator), limits)

    separator = _best(separators, columns, records)
    read_as = f" Le portail a lu ce fichier en {encoding.label}, séparateur {separator.label}."
    layout = _layout(next(records(separator)), columns, read_as)
    return Sheet(
        kind=Kind.CSV,
        encoding=encoding,
        separator=separator,
        name=None,
        ignored=layout.ignored,
        lines=_under_header(sum(1 for _ in records(separator))),
        hidden=0,
        _lines=lambda: lines.of_text(records(separator), layout, columns),
    )


def _best(
    separators: Sequence[Separator], columns: Sequence[Wanted], records: Callable[[Separator], Iterator[Record]]
) -> Separator:
    """The separator with which most columns are recognised in the header.

    Raises:
        NotRead: there is no header, or none can be read with any; what is told is what is wrong with the first.
    """
    scores: dict[Separator, tuple[int, int]] = {}
    refused: NotRead | None = None
    for separator in separators:
        try:
            head = next(records(separator), None)
        except NotRead as error:
            refused = refused or error
        else:
            if head is None:  # nothing but separators, and these are they
                raise refusal("fichier_vide")
            scores[separator] = (match(head.cells, columns).found, len(head.cells))
    if refused and not scores:
        raise refused
    return max(scores, key=lambda separator: scores[separator])


def _layout(head: Record, columns: Sequence[Wanted], read_as: str = "") -> Layout:
    match match(head.cells, columns):
        case Mismatch(refused=refused):
            # Columns may be missing because they were cut elsewhere: a person must see where to put that right.
            raise NotRead(replace(refused, message=refused.message + read_as))
        case layout:
            return layout


def _under_header(count: int) -> int:
    if count == 1:
        raise refusal("fichier_sans_ligne")
    return count - 1
