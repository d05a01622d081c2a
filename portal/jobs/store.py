"""Taking a slot: an insertion that only one can make."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db import reading, transaction
from portal.jobs.models import JobSlot
from portal.jobs.rules import Run, may_take

KEPT = timedelta(days=7)


def take(job: str, slot: datetime, patience: timedelta, now: datetime) -> bool:
    """Whether this slot is now ours; it reads first, since nearly always somebody else was before."""
    with reading() as session:
        row = session.get(JobSlot, (job, slot))
    seen = Run(row.claimed_at, finished=row.finished_at is not None) if row else None
    if not may_take(seen, patience, now):
        return False
    try:
        with transaction() as session:
            if row:
                return _retake(session, row, now)
            session.execute(delete(JobSlot).where(JobSlot.job == job, JobSlot.slot < slot - KEPT))
            session.add(JobSlot(job=job, slot=slot, claimed_at=now))
    except IntegrityError:
        return False  # somebody was quicker
    return True


def _retake(session: Session, seen: JobSlot, now: datetime) -> bool:
    """Take it from whoever died, unless another has just done so."""
    held = (JobSlot.job == seen.job, JobSlot.slot == seen.slot, JobSlot.claimed_at == seen.claimed_at)
    statement = update(JobSlot).where(*held, JobSlot.finished_at.is_(None)).values(claimed_at=now)
    return session.scalar(statement.returning(JobSlot.job)) is not None


def finish(job: str, slot: datetime, now: datetime) -> None:
    """The work of this slot is done."""
    with transaction() as session:
        session.execute(update(JobSlot).where(JobSlot.job == job, JobSlot.slot == slot).values(finished_at=now))


def last_finished(session: Session) -> datetime | None:
    """When a worker last finished anything that comes round; something does every minute."""
    return session.scalar(select(func.max(JobSlot.finished_at)))
