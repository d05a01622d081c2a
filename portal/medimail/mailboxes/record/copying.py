"""Who else reads the codes and links of a person, and which copies end once these open more than they did.

A delegation is judged on the day when it is made (`guarding`): whoever receives the copies would read what opens a
right given afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.accounts import store as people
from portal.accounts.models import Account
from portal.audit import Event
from portal.mail import outbox
from portal.medimail.mailboxes.record import audience, guarding, mails, store, writing
from portal.medimail.mailboxes.record.models import Delegation, Mailbox
from portal.medimail.structures.rules.tree import is_under


@dataclass(frozen=True)
class Reading:
    """A mailbox where codes or links of somebody come, with its structure, and who else reads it.

    Attributes:
        mailbox: The mailbox.
        others: Those who open it, and the accounts to which the person has copies sent, or may go on having.
        ending: The accounts whose copies, asked for by somebody else, would let in whoever reads them.
    """

    mailbox: Mailbox
    others: tuple[Mailbox, ...]
    ending: tuple[Mailbox, ...]


def readings(session: Session, account: Account, *, over: str) -> Sequence[Reading]:
    """Who else reads what is sent to a person, once they administer the structure of path `over` too."""
    return [_reading(session, account, mailbox, over) for mailbox in _reached(session, account)]


def _reached(session: Session, account: Account) -> Sequence[Mailbox]:
    return store.at_addresses(session, guarding.reached_at(account))


def _reading(session: Session, account: Account, mailbox: Mailbox, over: str) -> Reading:
    opens_more = not is_under(over, mailbox.structure.path) or _opens_more(session, account, mailbox)
    copies = store.delegations(session, mailbox.id)
    ending = tuple(to for to, copy in copies if opens_more and copy.created_by != account.id)
    openers = [reader for reader in audience.readers(session, mailbox) if reader.account_id != account.id]
    return Reading(mailbox, (*openers, *(to for to, _ in copies if to not in ending)), ending)


def _opens_more(session: Session, account: Account, mailbox: Mailbox) -> bool:
    return guarding.opens_more(session, account, mailbox.structure.path)


def end(session: Session, by: int | None, account: Account) -> bool:
    """End the copies of a person's codes and links that nobody may ask for any more; whether there were some.

    Those that the person has asked for stay. The caller gave them what they now open, under `hold_delegations`: a
    delegation asked for at the same instant is judged after it, or found here.
    """
    is_some = False
    for mailbox in _reached(session, account):
        copies = store.delegations(session, mailbox.id) if _opens_more(session, account, mailbox) else ()
        for to, copy in copies:
            if copy.created_by != account.id:
                stop(session, by, mailbox, to, copy)
                _tell(session, by, mailbox, to)
                is_some = True
    return is_some


def end_of_readers(session: Session, by: int | None, mailbox: Mailbox) -> None:
    """The same of whoever reads this mailbox, newly given to them, or newly where it is; `hold_delegations` first.

    Who is copied at all is asked once for all of them: the whole portal waits meanwhile.
    """
    keys = [reader.account_id for reader in audience.readers(session, mailbox) if reader.account_id is not None]
    readers = people.of_keys(session, keys)
    copied = store.copied(session, {address for reader in readers for address in guarding.reached_at(reader)})
    for reader in readers:
        if not copied.isdisjoint(guarding.reached_at(reader)):
            end(session, by, reader)


def stop(session: Session, by: int | None, mailbox: Mailbox, to: Mailbox, copy: Delegation) -> None:
    """Send no copy to that account any more."""
    session.delete(copy)
    writing.journal(session, Event.DELEGATION_REMOVED, by, mailbox, {"delegue": to.address}, {})


def _tell(session: Session, by: int | None, mailbox: Mailbox, to: Mailbox) -> None:
    """Tell those who read the mailbox, with the reason; and those who received the copies, without it."""
    about, is_own = (mailbox.address, to.address, mailbox.structure.name), audience.is_shown(mailbox)
    for address, name in audience.told(session, mailbox, but=by).items():
        outbox.add(session, mails.copies_ended(address, name, *about, is_reader=True, is_own=is_own))
    for address, name in audience.told(session, to, but=by).items():
        outbox.add(session, mails.copies_ended(address, name, *about, is_reader=False, is_own=False))
