"""The report of a run as a spreadsheet: OK, ALERTE or ERREUR for each account, and why."""

from collections.abc import Iterator, Sequence

from portal.db import reading
from portal.medimail.mailboxes.listing.bulk import store
from portal.medimail.mailboxes.listing.bulk.models import BulkRun
from portal.medimail.structures.rules.tree import Reach
from portal.tabular.cells import Cell
from portal.tabular.writing import Column, formats

COLUMNS = (
    Column("Mail", 32),
    Column("NOM", 20),
    Column("Prénom", 20),
    Column("Type BAL", 10),
    Column("Résultat", 10),
    Column("Explication", 80),
)


FORMATS = formats("Rapport", spools=True)


def rows(run: BulkRun, reach: Reach) -> Iterator[Sequence[Cell]]:
    """One line for each account that is still within reach, in the order of the page."""
    with reading() as session:
        for line in store.every_line(session, run, reach):
            box = line.mailbox
            yield box.address, box.last_name, box.first_name, box.kind.value, line.outcome.value, line.said
