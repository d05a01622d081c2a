"""Those whom a relance wrote to, as a sheet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal import clock
from portal.db import reading
from portal.medimail.mailboxes.listing.relances import store
from portal.medimail.mailboxes.record.models import Relance
from portal.medimail.structures.rules.tree import Reach
from portal.tabular import writing
from portal.tabular.cells import Cell
from portal.tabular.writing import Column, csv_sheet, spooled, xlsx_sheet

NAME = "Relance"
COLUMNS = (
    Column("Mail", 32),
    Column("NOM", 20),
    Column("Prénom", 20),
    Column("Type BAL", 10),
    Column("Relancé le", 14),
    Column("État aujourd’hui", 20),
)


@dataclass(frozen=True)
class Format:
    """A kind of file: what browsers call it, and what writes it."""

    kind: str
    write: Callable[[Iterator[Sequence[Cell]]], Iterator[bytes]]


FORMATS: Mapping[str, Format] = {
    "csv": Format(writing.CSV, lambda lines: spooled(csv_sheet(COLUMNS, lines))),
    "xlsx": Format(writing.XLSX, lambda lines: xlsx_sheet(NAME, COLUMNS, lines)),
}


def rows(relance: Relance, reach: Reach) -> Iterator[Sequence[Cell]]:
    """One line for each person, by name."""
    on = clock.local(relance.at).date()
    with reading() as session:
        for told in store.everybody(session, relance, reach):
            yield told.address, told.last_name, told.first_name, told.kind.value, on, told.state.label
