"""A line as it stands in a file, before its columns are known; what is too long or too far is refused here."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from portal.tabular.cells import reference
from portal.tabular.limits import Limits
from portal.tabular.refusals import refusal

_NONE: Mapping[int, str] = MappingProxyType({})


class Record(NamedTuple):
    """A line.

    Attributes:
        number: As a spreadsheet numbers it: from 1, blank lines counted, one for a cell that runs over several.
        cells: From the first column on.
        faults: The cells that say nothing, by position: the error that they show (`#REF!`), or « » for a formula
            whose result was not kept in the file.
        hidden: Whether a spreadsheet shows it.
    """

    number: int
    cells: list[str]
    faults: Mapping[int, str] = _NONE
    hidden: bool = False


def laid(
    number: int, found: Mapping[int, str], faults: Mapping[int, str], limits: Limits, *, hidden: bool = False
) -> Record:
    """Put the cells that have something at their places, unless one of them is too far.

    Raises:
        NotRead: one is beyond the columns that are read; a list as long as that is never made.
    """
    last = max((*found, *faults), default=-1)
    if last >= limits.columns:
        raise refusal("colonnes_trop", cell=reference(number, last), limit=limits.columns)
    return Record(number, [found.get(at, "") for at in range(last + 1)], faults, hidden)


def bounded(records: Iterable[Record], limits: Limits) -> Iterator[Record]:
    """The lines that have something in them, header included.

    Raises:
        NotRead: there are too many, or one has too many cells, or a cell is too long.
    """
    kept = 0
    for record in records:
        text = "".join(record.cells)
        if (not text or text.isspace()) and not record.faults:
            continue
        if len(record.cells) > limits.columns:
            _refuse_wide(record, limits)
        if len(text) > limits.cell:
            _refuse_long(record, limits)
        kept += 1
        if kept > limits.lines + 1:
            raise refusal("lignes_trop", limit=limits.lines)
        yield record


def _refuse_wide(record: Record, limits: Limits) -> None:
    # A spreadsheet that has once used a far column writes its separators for ever after.
    last = max((at for at, cell in enumerate(record.cells) if cell.strip()), default=0)
    if last >= limits.columns:
        raise refusal("colonnes_trop", cell=reference(record.number, last), limit=limits.columns)


def _refuse_long(record: Record, limits: Limits) -> None:
    for at, cell in enumerate(record.cells):
        if len(cell) > limits.cell:
            raise refusal("cellule_longue", cell=reference(record.number, at), limit=limits.cell)
