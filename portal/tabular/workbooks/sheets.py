"""A sheet of a workbook, of whatever kind the workbook is."""

from collections.abc import Iterator
from typing import NamedTuple

from portal.tabular.records import Record


class Sheet(NamedTuple):
    """A sheet that a spreadsheet shows: its name, and its lines as they are read."""

    name: str
    records: Iterator[Record]
