"""The accounts as a sheet: the 36 columns of the grid in their order, to be corrected and imported again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.db import reading
from portal.medimail.mailboxes.listing.exports import store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.structures.models import Structure
from portal.tabular import writing
from portal.tabular.cells import Cell
from portal.tabular.writing import Column, csv_sheet, spooled, xlsx_sheet

NAME = "Utilisateurs"
_WIDE = frozenset({Field.ADDRESS, Field.STREET, Field.COMPANY, Field.DESCRIPTION, Field.CONNECTIONS, Field.STRUCTURE})
# Every column is text: no leading zero goes, no number is rounded.
COLUMNS = tuple(Column(field.label, 32 if field in _WIDE else 16, is_text=True) for field in Field)


@dataclass(frozen=True)
class Format:
    """A kind of file: what browsers call it, and what writes it."""

    kind: str
    write: Callable[[Iterator[Sequence[Cell]]], Iterator[bytes]]


FORMATS: Mapping[str, Format] = {
    "csv": Format(writing.CSV, lambda lines: spooled(csv_sheet(COLUMNS, lines))),
    "xlsx": Format(writing.XLSX, lambda lines: xlsx_sheet(NAME, COLUMNS, lines)),
}


def rows(structure: Structure, *, daughters: bool) -> Iterator[Sequence[Cell]]:
    """The accounts, one a line."""
    with reading() as session:
        for piece, connections in store.leaving(session, structure, daughters=daughters):
            for row in piece:
                around = {
                    Field.DEPARTEMENT: row.departement or "",
                    Field.REGION: row.region or "",
                    Field.CONNECTIONS: connections.get(row.mailbox.id, ""),
                    Field.STRUCTURE: row.structure,
                }
                yield line(row.mailbox, around)


def line(mailbox: Mailbox, around: Mapping[Field, str]) -> Sequence[Cell]:
    """An account in the order of the columns; what lies `around` is what other tables say of it."""
    told = {
        **around,
        Field.KIND: mailbox.kind.value,
        Field.IS_LIBERAL: "OUI" if mailbox.is_liberal else "NON",
        Field.PLACE_KIND: mailbox.place_kind.label if mailbox.place_kind else "",
        # « Champ contenant la particule (partie de l'adresse mail avant @) » (source 003)
        Field.MSSANTE: (mailbox.mssante or "").partition("@")[0],
        # Read as a day by any spreadsheet, whatever its country.
        Field.EXPIRES_ON: mailbox.expires_on.isoformat() if mailbox.expires_on else "",
        Field.ALIAS: "",
    }
    return [told[field] if field in told else getattr(mailbox, field.value) or "" for field in Field]
