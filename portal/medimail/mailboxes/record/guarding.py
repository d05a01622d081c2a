"""Whose codes and links come to an account, and how far they let in whoever reads them.

An administrator decides where the mail of an account goes: without this, the second factor of a physician, or of an
administrator of the portal, would come to an address of his own.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from portal.accounts import store as people
from portal.accounts.models import Account
from portal.accounts.rules import Kind, address_of, code_route, reset_route
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.structures import store as structures


def opens_more(session: Session, account: Account, path: str) -> bool:
    """Whether this person, signed in, goes further than the structure of this path and what is below it.

    By CertDc, by a right, by another mailbox of theirs or by a shared one that theirs open.
    """
    if account.kind is not Kind.MAILBOX_HOLDER:
        return True
    rights = people.rights(session, account.id)
    return not structures.holds_only(session, rights, path) or store.is_elsewhere(session, account.id, path)


def lets_in(session: Session, mailbox: Mailbox) -> bool:
    """Whether codes or links come to this account that open more than its structure and what is below it.

    `mailbox.structure` is loaded. Its holder's, or those of anybody whose address it has taken.
    """
    return lets_in_by(session, (mailbox.address, mailbox.mssante), mailbox.structure.path)


def lets_in_by(session: Session, addresses: Iterable[str | None], path: str) -> bool:
    """The same of an account of these addresses, in the structure of this path: it may not be there yet."""
    return any(opens_more(session, account, path) for account in _reached(session, addresses))


def goes_on(session: Session, mailbox: Mailbox) -> bool:
    """Whether codes or links would still come to this account once it is shared, for those who open it to read.

    All but those of a holder who has nothing else: they sign in no more, and let its address go.
    """
    return any(
        account.id != mailbox.account_id or keeps_more(session, account, mailbox)
        for account in _reached(session, (mailbox.address, mailbox.mssante))
    )


def keeps_more(session: Session, account: Account, mailbox: Mailbox) -> bool:
    """Whether the holder of this account has something else: a rejected mailbox may be brought back."""
    return signs_in_without(session, account, mailbox) or store.has_any(session, account.id, but=mailbox.id)


def signs_in_without(session: Session, account: Account, mailbox: Mailbox) -> bool:
    """Whether the holder of this account signs in by something else today: CertDc, a right, another mailbox."""
    if account.kind is not Kind.MAILBOX_HOLDER or people.rights(session, account.id):
        return True
    return store.is_open(session, account.id, but=mailbox.id)


def _reached(session: Session, addresses: Iterable[str | None]) -> Iterator[Account]:
    """Those whose codes or links come to one of these addresses."""
    own = {address for address in addresses if address}
    for account in store.named_by(session, own):
        if not own.isdisjoint(reached_at(account)):
            yield account


def reached_at(account: Account) -> set[str | None]:
    """Where codes and links are sent to this person; None for nowhere."""
    reach = account.reach
    return {address_of(code_route(reach)), address_of(reset_route(reach, mssante_only=False))}
