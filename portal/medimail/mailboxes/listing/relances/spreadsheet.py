"""Those whom a relance wrote to, as a spreadsheet."""

from collections.abc import Iterator, Sequence

from portal import clock
from portal.db import reading
from portal.medimail.mailboxes.listing.relances import store
from portal.medimail.mailboxes.record.models import Relance
from portal.medimail.structures.rules.tree import Reach
from portal.tabular.cells import Cell
from portal.tabular.writing import Column, formats

COLUMNS = (
    Column("Mail", 32),
    Column("NOM", 20),
    Column("Prénom", 20),
    Column("Type BAL", 10),
    Column("Relancé le", 20),
    Column("État aujourd’hui", 20),
)


FORMATS = formats("Relance", spools=True)


def rows(relance: Relance, reach: Reach) -> Iterator[Sequence[Cell]]:
    """One line for each person, by name."""
    # As the source writes it (p. 15): two relances of one day are told apart.
    on = clock.local(relance.at).strftime("%d-%m-%Y %H:%M:%S")
    with reading() as session:
        for told in store.everybody(session, relance, reach):
            yield told.address, told.last_name, told.first_name, told.kind.value, on, told.state.label
