"""A shared account is opened to more people: those who open it already are told, and told of no more than a limit.

What it opens to them must be read by nobody else: the copies of their codes end where they let in (`copying`).
"""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.mail import outbox
from portal.medimail.mailboxes.record import audience, braking, copying, knowing, mails, writing
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.acts import TOO_OFTEN, Faulty
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import SHARED
from portal.medimail.mailboxes.record.rules.sheets import Fault, Sheet


def announce(session: Session, by: int | None, mailbox: Mailbox, sheet: Sheet) -> Faulty | None:
    """Tell of the connection accounts that this sheet adds, before it is written; why not, when too much was told.

    Before: whoever is taken off by the same sheet learns whom they make way for.
    """
    added = knowing.added(session, sheet, mailbox) if mailbox.kind in SHARED else frozenset()
    if not added:
        return None
    # Before the counters, as a delegation does: two locks taken in two orders would wait for each other.
    knowing.hold_delegations(session)
    told = audience.told(session, mailbox, but=by)
    if not told:
        return None
    if not braking.may_tell(session, mailbox):
        return Faulty((Fault(Field.CONNECTIONS, "courriels_nombreux", TOO_OFTEN),))
    _tell(session, mailbox, added, told)
    return None


def connect(session: Session, by: int | None, mailbox: Mailbox, sheet: Sheet) -> None:
    """Let the connection accounts of this sheet, and no other, open this account."""
    added = knowing.added(session, sheet, mailbox)
    if added:
        knowing.hold_delegations(session)
    writing.connect(session, mailbox, sheet.connections)
    session.flush()
    if added:
        copying.end_of_readers(session, by, mailbox)


def _tell(session: Session, mailbox: Mailbox, added: frozenset[str], told: Mapping[str, str]) -> None:
    about = (mailbox.address, sorted(added), mailbox.structure.name)
    for address, name in told.items():
        outbox.add(session, mails.opened(address, name, *about))
