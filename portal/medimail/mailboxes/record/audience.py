"""To whom one writes about an account: its holder; for a shared one, whose address may be fictitious, its people."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import PERSONS


def readers(session: Session, mailbox: Mailbox) -> Sequence[Mailbox]:
    """The persons' mailboxes by which this account is read: itself, or those that open it (source 002 p. 9)."""
    return [mailbox] if mailbox.kind in PERSONS else [person for person, _ in store.opening(session, mailbox.id)]


def addresses(session: Session, mailbox: Mailbox) -> Sequence[str]:
    """The addresses that are told what happens to this account."""
    return [reader.address for reader in readers(session, mailbox)]
