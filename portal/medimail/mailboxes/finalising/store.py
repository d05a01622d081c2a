"""Who is known already by what a registration says."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.medimail.mailboxes.record.models import Mailbox


def by_number(session: Session, mailbox: Mailbox) -> Account | None:
    """Whoever has this RPPS number, closed or not."""
    return session.scalar(select(Account).where(Account.rpps == mailbox.rpps)) if mailbox.rpps else None


def by_address(session: Session, mailbox: Mailbox) -> Account | None:
    """Whoever signs in with this address, closed or not."""
    return session.scalar(select(Account).where(Account.email == mailbox.address))
