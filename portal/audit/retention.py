"""The journal forgets people once its rows are old enough, and still proves all that it says (ADR 0007).

CNIL 2021-122 advises to keep the traces of who did what from 6 to 12 months, and up to 36 where it is justified.
"""

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from portal.audit import chain, erasable, service, store
from portal.audit.chain import Row, Standing
from portal.audit.rules import Event
from portal.config import settings
from portal.db import transaction

log = structlog.get_logger("portal")

# Whoever signs in waits for the head of the journal meanwhile: so many rows take some twenty milliseconds.
BATCH = 1000


@dataclass(frozen=True)
class Batch:
    """What one transaction did.

    Attributes:
        seen: How many rows were old enough.
        erased: How many of them now forget people; the others were not as they were written, and stay for `verify`.
        last: The last row of the journal that forgets people.
    """

    seen: int
    erased: int
    last: int


def purge() -> int:
    """Make every row older than PORTAL_JOURNAL_MONTHS forget people, by short transactions; how many now do."""
    months = settings().journal_months
    before, erased, odd, full = service.kept_from(months), 0, 0, True
    while full:
        with transaction() as session:
            batch = erase(session, before)
        erased, odd, full = erased + batch.erased, odd + batch.seen - batch.erased, batch.seen == BATCH
    if odd:
        log.error("journal rows not as written", rows=odd)
    if erased:
        with transaction() as session:
            after = {"lignes": erased, "derniere": batch.last, "mois": months}
            service.record(session, Event.JOURNAL_ERASED, after=after)
    return erased


def erase(session: Session, before: datetime) -> Batch:
    """Make the oldest rows forget people, `BATCH` at most, as far as all are older than this instant.

    A head that the portal has not sealed is left alone: moving it would make good what somebody has done to it.
    """
    head = store.locked_head(session)
    if head is None or chain.standing(head, service.sealing_keys()) is not Standing.GENUINE:
        return Batch(0, 0, 0)
    last = store.last_before(session, head, before, BATCH)
    if last == head.erased:
        return Batch(0, 0, last)
    rows = store.between(session, head.erased + 1, last)
    whole = [row.id for row in rows if _is_whole(row)]
    store.move_head(session, chain.sealed(service.sealing_keys()[0], head.rows, head.link, last))
    store.erase(session, whole)
    return Batch(last - head.erased, len(whole), last)


def _is_whole(row: Row) -> bool:
    return row.salt is not None and erasable.holds(row.salt, row.people, row.commitment)
