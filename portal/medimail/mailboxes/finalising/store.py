"""Who is known already by the number of a registration; by its address, `record.store.people_of` says it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.medimail.mailboxes.record.models import Mailbox


def by_number(session: Session, mailbox: Mailbox) -> Account | None:
    """Whoever has this RPPS number, closed or not."""
    return session.scalar(select(Account).where(Account.rpps == mailbox.rpps)) if mailbox.rpps else None
