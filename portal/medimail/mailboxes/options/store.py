"""The delegations of an account, and where messages go from one to the next."""

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from portal.medimail.mailboxes.record.models import Delegation, Mailbox
from portal.medimail.mailboxes.record.rules.kinds import DELEGATES
from portal.medimail.mailboxes.record.rules.states import OPEN


def count(session: Session, mailbox_id: int) -> int:
    """How many delegations an account has."""
    return session.scalar(select(func.count()).where(Delegation.mailbox_id == mailbox_id)) or 0


def delegation(session: Session, mailbox_id: int, delegate_id: int) -> Delegation | None:
    """The delegation of this account to that one."""
    return session.get(Delegation, (mailbox_id, delegate_id))


def candidate(session: Session, address: str) -> Mailbox | None:
    """The account of this address that may receive copies, unless it is on the « liste rouge »: nobody finds it."""
    query = select(Mailbox).where(Mailbox.address == address, Mailbox.kind.in_(DELEGATES), Mailbox.state.in_(OPEN))
    return session.scalar(query.where(Mailbox.unlisted.is_(False)))


def leads_to(session: Session, start_id: int, end_id: int) -> bool:
    """Whether the messages of one account reach another one, by any number of delegations."""
    first = select(Delegation.delegate_id.label("id")).where(Delegation.mailbox_id == start_id)
    way = first.cte("way", recursive=True)
    # UNION, not UNION ALL: each account is walked through once, whatever has been written.
    way = way.union(select(Delegation.delegate_id).join(way, Delegation.mailbox_id == way.c.id))
    return bool(session.scalar(select(exists().where(way.c.id == end_id))))
