"""Every query of changes of address."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session, contains_eager

from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import AddressChange, Mailbox
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.structures.models import Structure
from portal.medimail.structures.store import under
from portal.web.paging import Paging

# Changes that one look of the night takes.
CHUNK = 500


def _of(structure: Structure, *, daughters: bool) -> ColumnElement[bool]:
    """An interval of paths in both cases: of an equality SQLite sorts every change of the structure, for one page."""
    path = structure.path
    return under(path) if daughters else (Structure.path >= path) & (Structure.path <= path)


def count(session: Session, structure: Structure, *, daughters: bool) -> int:
    """How many changes were ever asked for the accounts of this structure, or of its whole tree."""
    query = select(func.count()).select_from(AddressChange).join(Mailbox).join(Structure)
    return session.scalar(query.where(_of(structure, daughters=daughters))) or 0


def page(session: Session, structure: Structure, at: Paging, *, daughters: bool) -> Sequence[AddressChange]:
    """One page of them, the last asked for first, each with its account and its structure.

    By their keys, which follow the instants: an index walked back, where a hundred thousand rows would be sorted. Past
    the middle it is walked from the other end: the last page costs no more than the first.
    """
    size = min(at.size, at.total - at.offset)
    is_late = at.offset > at.total // 2
    cut = (
        select(AddressChange.id)
        .join(AddressChange.mailbox)
        .join(Mailbox.structure)
        .where(_of(structure, daughters=daughters))
        .order_by(AddressChange.id if is_late else AddressChange.id.desc())
        .limit(size)
        .offset(at.total - at.offset - size if is_late else at.offset)
    )
    query = (
        select(AddressChange)
        .join(AddressChange.mailbox)
        .join(Mailbox.structure)
        .options(contains_eager(AddressChange.mailbox).contains_eager(Mailbox.structure))
        .where(AddressChange.id.in_(session.scalars(cut).all()))
        .order_by(AddressChange.id.desc())
    )
    return session.scalars(query).all()


_ASKED = select(AddressChange).where(AddressChange.state == ChangeState.ASKED)


def mailbox_of(session: Session, change_id: int) -> int | None:
    """The key of the account that this change is of."""
    return session.scalar(select(AddressChange.mailbox_id).where(AddressChange.id == change_id))


def locked(session: Session, change_id: int) -> tuple[AddressChange, Mailbox] | None:
    """A change that still waits and its account, locked in this order: the account, then the change."""
    mailbox_id = mailbox_of(session, change_id)
    mailbox = records.get(session, mailbox_id, lock=True) if mailbox_id is not None else None
    query = _ASKED.where(AddressChange.id == change_id).with_for_update().execution_options(populate_existing=True)
    change = session.scalar(query)
    return (change, mailbox) if change and mailbox else None


def waiting(session: Session, before: datetime, *, after: int) -> Sequence[int]:
    """The keys of the next changes that wait and were asked for before this instant, in order."""
    asked = (AddressChange.state == ChangeState.ASKED, AddressChange.asked_at < before)
    query = select(AddressChange.id).where(*asked, AddressChange.id > after)
    return session.scalars(query.order_by(AddressChange.id).limit(CHUNK)).all()


def answer_to(session: Session, old: str, new: str) -> None:
    """Have the software whose answers went to this address answered at the new one."""
    session.execute(update(Mailbox).where(Mailbox.return_address == old).values(return_address=new))
