"""To whom one writes about an account: its holder; for a shared one, whose address may be fictitious, its people."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from portal.accounts import store as people
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.mails import Told
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, SHARED
from portal.medimail.mailboxes.record.rules.states import OPEN


def readers(session: Session, mailbox: Mailbox) -> Sequence[Mailbox]:
    """The persons' mailboxes by which this account is read: itself, or those that open it (source 002 p. 9).

    Whoever has been rejected opens it no more, and whoever has not finalised has never heard of it.
    """
    if mailbox.kind in PERSONS:
        return [mailbox]
    return [person for person, _ in store.opening(session, mailbox.id) if person.state in OPEN]


def is_shown(mailbox: Mailbox) -> bool:
    """Whether « Mon compte » shows this account to its holder."""
    return mailbox.kind in PERSONS and mailbox.state in OPEN


def told(session: Session, mailbox: Mailbox, *, but: int | None) -> Mapping[str, str]:
    """The names of those who read this account by the address that each is written to, save the one who has just acted.

    At the MSSanté address of each too: the other one is what an administrator has written, and may be his own.
    """
    found: dict[str, str] = {}
    for reader in readers(session, mailbox):
        if reader.account_id is not None and reader.account_id != but:
            found[reader.address] = reader.full_name
            if private := people.get(session, reader.account_id).mssante:
                found[private] = reader.full_name
    return found


def addressed(session: Session, mailbox: Mailbox) -> list[Told]:
    """Those to whom this account is read, as the mails are written."""
    is_shared = mailbox.kind in SHARED
    return [
        Told(reader.address, reader.full_name, mailbox.address, mailbox.structure.name, is_shared)
        for reader in readers(session, mailbox)
    ]
