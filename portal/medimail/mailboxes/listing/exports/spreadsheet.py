"""The accounts as a spreadsheet: the 36 columns of the grid in their order, to be corrected and imported again."""

from collections.abc import Iterator, Sequence
from typing import Any

from portal.db import reading
from portal.medimail.mailboxes.listing.exports import store
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.structures.models import Structure
from portal.tabular.cells import Cell
from portal.tabular.writing import Column, formats

_WIDE = frozenset({Field.ADDRESS, Field.STREET, Field.COMPANY, Field.DESCRIPTION, Field.CONNECTIONS, Field.STRUCTURE})
# Every column is text: no leading zero goes, no number is rounded.
COLUMNS = tuple(Column(field.label, 32 if field in _WIDE else 16, is_text=True) for field in Field)

_AT = {field: at for at, field in enumerate(Field)}

FORMATS = formats("Utilisateurs", spools=True)


def rows(structure: Structure, *, daughters: bool) -> Iterator[Sequence[Cell]]:
    """The accounts, one a line."""
    with reading() as session:
        for piece, connections in store.leaving(session, structure, daughters=daughters):
            for row in piece:
                yield line(row, connections.get(row.id, ""))


def line(row: Any, connections: str) -> Sequence[Cell]:
    """An account in the order of the columns, which is that in which the store has read them after its key."""
    told: list[Cell] = [said or "" for said in row[1:]]
    told[_AT[Field.KIND]] = row.kind.value
    told[_AT[Field.IS_LIBERAL]] = "OUI" if row.is_liberal else "NON"
    told[_AT[Field.PLACE_KIND]] = row.place_kind.label if row.place_kind else ""
    # « Champ contenant la particule (partie de l'adresse mail avant @) » (source 003)
    told[_AT[Field.MSSANTE]] = (row.mssante or "").partition("@")[0]
    # Read as a day by any spreadsheet, whatever its country.
    told[_AT[Field.EXPIRES_ON]] = row.expires_on.isoformat() if row.expires_on else ""
    told[_AT[Field.CONNECTIONS]] = connections
    return told
