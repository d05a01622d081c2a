"""To whom one writes about an account: its holder; for a shared one, whose address may be fictitious, its people."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import PERSONS
from portal.medimail.mailboxes.record.rules.states import OPEN


def readers(session: Session, mailbox: Mailbox) -> Sequence[Mailbox]:
    """The persons' mailboxes by which this account is read: itself, or those that open it (source 002 p. 9).

    Whoever has been rejected opens it no more, and whoever has not finalised has never heard of it.
    """
    if mailbox.kind in PERSONS:
        return [mailbox]
    return [person for person, _ in store.opening(session, mailbox.id) if person.state in OPEN]
