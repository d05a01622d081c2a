"""The profiles as a spreadsheet, and the empty one to fill in: both are read off the table of the thirteen columns."""

from collections.abc import Iterator, Sequence

from portal.db import reading
from portal.profiles.record import store
from portal.profiles.record.columns import COLUMNS, written
from portal.profiles.record.rules.perimeter import Perimeter
from portal.profiles.record.rules.roles import Action, Role
from portal.profiles.record.store import Filters
from portal.tabular.cells import Cell
from portal.tabular.writing import Column, Guide, formats

_WIDTH = 18

HEADS = tuple(Column(column.name, _WIDTH, is_text=True, choices=column.choices) for column in COLUMNS)
GUIDE = Guide(
    "Consignes",
    (Column("Colonne", 24), Column("Obligatoire ?", 26), Column("Règle", 110)),
    (
        *((column.name.value, column.mandatory, column.help) for column in COLUMNS),
        ("", "", ""),
        *(("Code action", action.value, action.label) for action in Action),
        *(("Rôle", role.value, role.label) for role in Role),
    ),
)


FORMATS = formats("Profils", GUIDE, spools=True)


def rows(held: Perimeter, filters: Filters) -> Iterator[Sequence[Cell]]:
    """The profiles asked for, as lines that are imported again without a change."""
    with reading() as session:
        yield from map(written, store.exported(session, held, filters))
