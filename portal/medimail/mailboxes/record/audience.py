"""To whom one writes about an account: its holder; for a shared one, whose address may be fictitious, its people."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import PERSONS


def addresses(session: Session, mailbox: Mailbox) -> Sequence[str]:
    """The addresses that are told what happens to this account."""
    if mailbox.kind in PERSONS:
        return [mailbox.address]
    return [person.address for person, _ in store.opening(session, mailbox.id)]
