"""The questions that a history asks."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account, AccountRight
from portal.accounts.rules import Right
from portal.medimail.mailboxes.record.models import AddressChange, Mailbox
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.structures.models import Structure


def addresses(session: Session, mailbox: Mailbox) -> Sequence[str]:
    """The address of an account and those that it had: none of them is ever another account's."""
    done = (AddressChange.mailbox_id == mailbox.id, AddressChange.state == ChangeState.DONE)
    had = session.scalars(select(AddressChange.old).where(*done)).all()
    return [mailbox.address, *dict.fromkeys(address for address in had if address != mailbox.address)]


def people(session: Session, keys: Collection[int]) -> Mapping[int, tuple[str, frozenset[str]]]:
    """The name of these persons, and what they administer: keys of structures, empty for the whole of Medimail."""
    if not keys:
        return {}
    rights = and_(AccountRight.account_id == Account.id, AccountRight.name == Right.MEDIMAIL_ADMINISTRATOR)
    query = select(Account, AccountRight.scope).outerjoin(AccountRight, rights).where(Account.id.in_(list(keys)))
    names: dict[int, str] = {}
    scopes: dict[int, set[str | None]] = {}
    for account, scope in session.execute(query):
        names[account.id] = account.full_name
        scopes.setdefault(account.id, set()).add(scope)
    return {key: (name, frozenset(scope for scope in scopes[key] if scope is not None)) for key, name in names.items()}


def structures(session: Session, keys: Collection[int]) -> Mapping[str, Structure]:
    """These structures, by their key as a right writes it."""
    if not keys:
        return {}
    return {str(one.id): one for one in session.scalars(select(Structure).where(Structure.id.in_(list(keys))))}
