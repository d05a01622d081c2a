"""Who is known already by what a registration says."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import Mailbox


def by_number(session: Session, mailbox: Mailbox) -> Account | None:
    """Whoever has this RPPS number, closed or not."""
    return session.scalar(select(Account).where(Account.rpps == mailbox.rpps)) if mailbox.rpps else None


def by_address(session: Session, mailbox: Mailbox) -> Account | None:
    """Whoever has this address, to sign in with or for MSSanté, closed or not."""
    return records.person_of(session, mailbox.address)


def signs_in(session: Session, address: str) -> bool:
    """Whether an account is signed in to with this address."""
    return session.scalar(select(Account.id).where(Account.email == address)) is not None
