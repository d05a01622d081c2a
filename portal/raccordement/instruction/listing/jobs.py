"""Morning work: the digest of overdue requests, the reminders of awaited corrections (promise 18)."""

from portal import clock
from portal.accounts import store as people
from portal.config import settings
from portal.db import reading, transaction
from portal.raccordement.instruction.listing import service, store
from portal.raccordement.instruction.listing.rules import delay_of
from portal.raccordement.record import store as records
from portal.raccordement.record.states import State


def tell() -> None:
    """Send what is due; run twice, or after mornings without a run, nobody is told the same thing twice."""
    _tell_instructors()
    _tell_managers()


def _tell_instructors() -> None:
    with reading() as session:
        instructors = [account.id for account in records.instructors(session)]
    for account_id in instructors:
        with transaction() as session:
            # Locked: of two workers, the second finds the row of the day.
            service.send_digest(session, people.get(session, account_id, lock=True))


def _tell_managers() -> None:
    since = clock.now() - delay_of(settings().correction_days)
    after = 0
    while True:
        with reading() as session:
            waiting = store.awaiting_correction(session, since, after=after)
        if not waiting:
            return
        for record_id in waiting:
            _remind(record_id)
        after = waiting[-1]


def _remind(record_id: int) -> None:
    """One request, read again under its lock: it may have been corrected meanwhile."""
    with transaction() as session:
        record = records.get(session, record_id, lock=True)
        if record and record.state is State.TO_CORRECT:
            service.remind_of_correction(session, record)
