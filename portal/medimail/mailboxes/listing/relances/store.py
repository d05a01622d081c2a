"""Who waits to finalise a registration, and who was written to by each relance."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from portal.medimail.mailboxes.record.models import Mailbox, Relance, Relaunched
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, Kind
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.mailboxes.record.store import locking, shut_out
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.tree import Reach
from portal.medimail.structures.store import within


class Counts(NamedTuple):
    """The preregistered people of a structure: those to write to, and those who have just been written to.

    `first` is when the first of the latter were; None when there are none.
    """

    due: int
    recent: int
    first: datetime | None


class Told(NamedTuple):
    """Somebody whom a relance wrote to, as they are now."""

    address: str
    last_name: str
    first_name: str
    kind: Kind
    state: State


def last(session: Session, structure_id: int) -> Relance | None:
    """The last relance of a structure, finished or not."""
    query = select(Relance).where(Relance.structure_id == structure_id).order_by(Relance.id.desc()).limit(1)
    return session.scalar(query)


def counts(session: Session, structure_id: int, before: datetime) -> Counts:
    """How many a relance would write to; `before`: a link sent since then is recent."""
    is_due = func.coalesce(func.sum(case((_due(before), 1), else_=0)), 0)
    first = func.min(case((Mailbox.relaunched_at >= before, Mailbox.relaunched_at)))
    due, total, since = session.execute(select(is_due, func.count(), first).where(*_waiting(structure_id))).one()
    return Counts(int(due), total - int(due), since)


def next_due(session: Session, structure_id: int, before: datetime, limit: int) -> Sequence[Mailbox]:
    """The next ones to write to, locked, each with the structure; whoever is written to is due no more."""
    query = select(Mailbox).where(*_waiting(structure_id), _due(before)).order_by(Mailbox.id).limit(limit)
    return session.scalars(locking(query)).all()


def _waiting(structure_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Mailbox.structure_id == structure_id,
        Mailbox.state == State.PREREGISTERED,
        Mailbox.kind.in_(PERSONS),
        # Their link would open nothing, and they would be due for ever.
        ~shut_out(),
    )


def _due(before: datetime) -> ColumnElement[bool]:
    return or_(Mailbox.relaunched_at.is_(None), Mailbox.relaunched_at < before)


def get(session: Session, relance_id: int, *, lock: bool = False) -> Relance | None:
    """The relance of this key."""
    query = select(Relance).where(Relance.id == relance_id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalar(query)


def unfinished(session: Session, before: datetime) -> Sequence[Relance]:
    """The relances that nobody has moved since this instant, nor finished, locked, those being worked at left out."""
    moved_at = func.coalesce(Relance.moved_at, Relance.at)
    query = select(Relance).where(Relance.finished_at.is_(None), moved_at < before)
    return session.scalars(query.with_for_update(skip_locked=True, key_share=True)).all()


def count_told(session: Session, relance: Relance) -> int:
    """How many people a relance wrote to."""
    query = select(func.count()).select_from(Relaunched).where(Relaunched.relance_id == relance.id)
    return session.scalar(query) or 0


def count_seen(session: Session, relance: Relance, reach: Reach) -> int:
    """How many of them are still within reach."""
    return session.scalar(_seen(select(func.count()), relance, reach)) or 0


def page(session: Session, relance: Relance, reach: Reach, *, offset: int, size: int) -> Sequence[Told]:
    """Some of them, by name."""
    query = _told(relance, reach).offset(offset).limit(size)
    return [Told(*row) for row in session.execute(query)]


def everybody(session: Session, relance: Relance, reach: Reach) -> Iterator[Told]:
    """All of them, by name, read little by little."""
    for row in session.execute(_told(relance, reach), execution_options={"yield_per": 1000}):
        yield Told(*row)


def _told(relance: Relance, reach: Reach) -> Select[Any]:
    columns: tuple[Any, ...] = (Mailbox.address, Mailbox.last_name, Mailbox.first_name, Mailbox.kind, Mailbox.state)
    return _seen(select(*columns), relance, reach).order_by(Mailbox.search, Mailbox.id)


def _seen(query: Select[Any], relance: Relance, reach: Reach) -> Select[Any]:
    joined = query.select_from(Relaunched).join(Mailbox, Mailbox.id == Relaunched.mailbox_id)
    return joined.join(Structure, Structure.id == Mailbox.structure_id).where(
        Relaunched.relance_id == relance.id, within(reach)
    )
