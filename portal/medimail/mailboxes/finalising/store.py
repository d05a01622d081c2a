"""Who is known already by what a registration says, and what is theirs once it is finalised."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account
from portal.medimail.mailboxes.record.models import Connection, Mailbox


def by_number(session: Session, mailbox: Mailbox) -> Account | None:
    """Whoever has this RPPS number, closed or not."""
    return session.scalar(select(Account).where(Account.rpps == mailbox.rpps)) if mailbox.rpps else None


def by_address(session: Session, mailbox: Mailbox) -> Account | None:
    """Whoever signs in with this address, closed or not."""
    return session.scalar(select(Account).where(Account.email == mailbox.address))


def own(session: Session, account_id: int) -> Sequence[Mailbox]:
    """The mailboxes that this person signs in to, with their structure, the oldest first."""
    query = select(Mailbox).options(joinedload(Mailbox.structure, innerjoin=True))
    return session.scalars(query.where(Mailbox.account_id == account_id).order_by(Mailbox.id)).all()


def shared(session: Session, person_ids: Sequence[int]) -> Sequence[Mailbox]:
    """The shared mailboxes that these mailboxes open, by name, with their structure."""
    opened = select(Connection.shared_id).where(Connection.person_id.in_(person_ids))
    query = select(Mailbox).options(joinedload(Mailbox.structure, innerjoin=True)).where(Mailbox.id.in_(opened))
    return session.scalars(query.order_by(Mailbox.search, Mailbox.id)).all()
