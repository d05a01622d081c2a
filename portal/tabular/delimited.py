"""The lines of a CSV, one after the other, whatever its separator and its line ends; quotes must balance."""

import csv
from collections.abc import Iterator
from functools import partial
from io import TextIOWrapper
from typing import BinaryIO

from portal.labelled import Labelled
from portal.tabular.records import Record
from portal.tabular.refusals import refusal

# Of one line of text, in characters. It is also the most that the csv module takes for one cell, line breaks included.
LONGEST = 128 * 1024
# Excel reads, and some programs write, a first line that says which separator follows.
_ANNOUNCEMENT = "sep="


class Separator(Labelled):
    """What may stand between two cells."""

    SEMICOLON = ";", "point-virgule"
    COMMA = ",", "virgule"
    TAB = "\t", "tabulation"


def records(file: BinaryIO, codec: str, separator: Separator) -> Iterator[Record]:
    """The lines of a file whose encoding was checked, blank ones included.

    Raises:
        NotRead: a quote is left open or stands where none can, or a line has no end.
    """
    number = 0
    try:
        for number, cells in enumerate(csv.reader(_lines(file, codec), delimiter=separator, strict=True), start=1):
            if number == 1 and cells and cells[0].casefold().startswith(_ANNOUNCEMENT):
                continue
            yield Record(number, cells)
    except csv.Error:
        raise refusal("guillemets", line=number + 1) from None


def _lines(file: BinaryIO, codec: str) -> Iterator[str]:
    file.seek(0)
    text = TextIOWrapper(file, encoding=codec, newline="")
    try:
        for number, line in enumerate(iter(partial(text.readline, LONGEST), ""), start=1):
            if len(line) == LONGEST:
                raise refusal("ligne_longue", line=number, limit=LONGEST)
            yield line
    finally:
        text.detach()  # the file belongs to whoever opened it
