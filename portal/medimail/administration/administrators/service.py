"""Adding an administrator to a structure and taking one off; whoever it concerns is told in the same transaction.

The caller holds the structure locked and has asked its own right again since: of two administrators who take each
other off at the same instant, the second finds that they no longer administer anything.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal import audit
from portal.accounts import store as people
from portal.accounts.models import Account, AccountRight
from portal.accounts.rules import Right
from portal.audit import Event
from portal.config import settings
from portal.mail import outbox
from portal.mail.rules import Mail
from portal.medimail.administration.administrators import mails, store
from portal.medimail.administration.administrators.rules import (
    Added,
    AlreadyThere,
    NotThere,
    Oneself,
    Removed,
    Unknown,
)
from portal.medimail.mailboxes.record import moving
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure


def own(session: Session, structure: Structure) -> Sequence[Account]:
    """Who administers this structure by a right of their own, by name."""
    return [account for account, _ in structures.administrators(session, [structure.id])]


def add(session: Session, structure: Structure, address: str, *, by: int) -> Added | AlreadyThere | Unknown:
    """Let the person of this Medimail address administer a structure, locked by the caller, and all its daughters."""
    found = store.may_be_added(session, address)
    if found is None or found.account is None:
        return Unknown()
    account, others = found.account, own(session, structure)
    if account in others:
        return AlreadyThere(account.full_name)
    scope = str(structure.id)
    session.add(AccountRight(account_id=account.id, name=Right.MEDIMAIL_ADMINISTRATOR, scope=scope))
    session.flush()
    _record(session, Event.STRUCTURE_ADMINISTRATOR_ADDED, structure, account, by=by, administers=True)
    actor, link = people.get(session, by).full_name, _page(structure)
    _send(session, mails.added(account, structure=structure.name, by=actor, link=link))
    _tell_others(session, structure, others, f"{account.full_name} administre maintenant", by=by, actor=actor)
    return Added(account.full_name)


def remove(session: Session, structure: Structure, account_id: int, *, by: int) -> Removed | Oneself | NotThere:
    """Take somebody off a structure, locked by the caller; never oneself.

    So whoever acts remains, by a right of their own or by that of a mother: only the GRADeS, whose right is over
    everything, can leave a structure without anybody else.
    """
    if account_id == by:
        return Oneself()
    before = own(session, structure)
    account = next((one for one in before if one.id == account_id), None)
    if account is None:
        return NotThere()
    people.take_back(session, account_id, Right.MEDIMAIL_ADMINISTRATOR, str(structure.id))
    _record(session, Event.STRUCTURE_ADMINISTRATOR_REMOVED, structure, account, by=by, administers=False)
    # Whoever only administered, their own mailbox being rejected, has nothing left to sign in to.
    moving.open_or_close(session, account_id)
    actor = people.get(session, by).full_name
    _send(session, mails.removed(account, structure=structure.name, by=actor))
    others = [one for one in before if one.id != account_id]
    _tell_others(session, structure, others, f"{account.full_name} n’administre plus", by=by, actor=actor)
    return Removed(account.full_name)


def _record(
    session: Session, event: Event, structure: Structure, account: Account, *, by: int, administers: bool
) -> None:
    audit.record(
        session,
        event,
        subject=account.id,
        actor=by,
        before={"structure": structure.id, "administre": not administers},
        after={"structure": structure.id, "administre": administers},
    )


def _tell_others(
    session: Session, structure: Structure, others: Sequence[Account], says: str, *, by: int, actor: str
) -> None:
    for other in others:
        if other.id != by:
            link = _page(structure)
            _send(session, mails.told(other, says=says, structure=structure.name, by=actor, link=link))


def _send(session: Session, mail: Mail | None) -> None:
    if mail:
        outbox.add(session, mail)


def _page(structure: Structure) -> str:
    # From the settings, never from a Host header that may be forged.
    return f"{settings().base_url}/structures/{structure.id}/administrateurs"
