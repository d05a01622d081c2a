"""The list as a spreadsheet: its columns, and the rows read little by little, however many they are."""

from collections.abc import Iterator, Sequence

from portal import clock
from portal.db import reading
from portal.raccordement.instruction.listing import store
from portal.raccordement.instruction.listing.rules import Filters
from portal.raccordement.instruction.listing.store import Eye, Leaving
from portal.raccordement.record.rules import FIELDS
from portal.tabular.cells import Cell
from portal.tabular.writing import Column, formats

_PIECE = 500
_WIDE = frozenset({"email", "address", "commune", "si_name", "comments", "function"})

COLUMNS = (
    Column("Numéro"),
    Column("État", 22),
    Column("Dans cet état depuis"),
    Column("En retard", 10),
    Column("Déposée le"),
    Column("Suivie par", 24),
    *(Column(label, 30 if name in _WIDE else 16) for name, (label, _) in FIELDS.items()),
    Column("FINESS juridiques", 24),
    Column("FINESS territoriaux", 36),
)


FORMATS = formats("Demandes")


def rows(filters: Filters, eye: Eye) -> Iterator[Sequence[Cell]]:
    """The requests of a tab, the oldest first; each piece is read by itself, so that no download holds a connection."""
    after = 0
    while True:
        with reading() as session:
            found = store.leaving(session, filters, eye, after=after, size=_PIECE)
        yield from map(_row, found)
        if len(found) < _PIECE:
            return
        after = found[-1].id


def _row(row: Leaving) -> Sequence[Cell]:
    return (
        row.number,
        row.state.label,
        clock.local(row.state_since).date(),
        "oui" if row.late else "non",
        clock.local(row.deposited_at).date(),
        row.follower,
        *row.values,
        " ".join(row.juridicals),
        " ".join(row.territorials),
    )
