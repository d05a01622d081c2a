"""Who comes and goes among the administrators of a structure, as the journal and the mails tell it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal import audit
from portal.accounts import service as accounts
from portal.accounts import store as people
from portal.accounts.models import Account
from portal.accounts.rules import Right
from portal.audit import Event
from portal.config import settings
from portal.mail import outbox
from portal.mail.rules import Mail
from portal.medimail.structures import mails, store
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.shaping import Shift


def own(session: Session, structure: Structure) -> Sequence[Account]:
    """Who administers this structure by a right of their own, by name."""
    return [account for account, _ in store.administrators(session, [structure.id])]


def appoint(session: Session, structure: Structure, account: Account, others: Sequence[Account], *, by: int) -> None:
    """Let somebody administer a structure, locked by the caller, as these others do, and tell of it."""
    is_signed_out = accounts.give_right(session, account.id, Right.MEDIMAIL_ADMINISTRATOR, str(structure.id))
    _record(session, Event.STRUCTURE_ADMINISTRATOR_ADDED, structure, account, by=by, administers=True)
    actor, link = people.get(session, by).full_name, _page(structure)
    _send(session, mails.added(account, structure=structure.name, by=actor, link=link, is_signed_out=is_signed_out))
    _tell_others(session, structure, others, f"{account.full_name} administre maintenant", by=by, actor=actor)


def dismiss(
    session: Session, structure: Structure, account_id: int, *, by: int, is_rejected: bool = False
) -> Account | None:
    """Take somebody off a structure, locked by the caller, and tell of it; None when they have no such right.

    The caller then asks `mailboxes.record.moving.open_or_close`: whoever only administered has nothing left to sign in
    to. `is_rejected` when their mailbox is too, of which the mail must not say that nothing changes.
    """
    scope = str(structure.id)
    held = [right.scope for right in people.rights(session, account_id) if right.name is Right.MEDIMAIL_ADMINISTRATOR]
    if scope not in held:
        return None
    account = people.get(session, account_id)
    others = [one for one in own(session, structure) if one.id != account_id]
    people.take_back(session, account_id, Right.MEDIMAIL_ADMINISTRATOR, scope)
    _record(session, Event.STRUCTURE_ADMINISTRATOR_REMOVED, structure, account, by=by, administers=False)
    actor = people.get(session, by).full_name
    if account.closed_at is None:
        _send(session, mails.removed(account, structure=structure.name, by=actor, is_rejected=is_rejected))
    _tell_others(session, structure, others, f"{account.full_name} n’administre plus", by=by, actor=actor)
    return account


def moved(session: Session, structure: Structure, change: Shift, *, by: int) -> None:
    """Tell whoever gains a structure by its move, or loses it, but who moves it."""
    for person in change.gains:
        _tell_shape(
            session, structure, "gained", people.get(session, person.account_id), by=by, mother=person.structure
        )
    for person in change.loses:
        _tell_shape(session, structure, "lost", people.get(session, person.account_id), by=by, mother=person.structure)


def closed(session: Session, structure: Structure, *, by: int) -> None:
    """Tell its administrators that a structure is closed, but who closes it."""
    for account in own(session, structure):
        _tell_shape(session, structure, "closed", account, by=by)


def reopened(session: Session, structure: Structure, *, by: int) -> None:
    """Tell its administrators that a structure is open again, but who opens it."""
    for account in own(session, structure):
        _tell_shape(session, structure, "reopened", account, by=by)


def _tell_shape(
    session: Session, structure: Structure, change: str, account: Account, *, by: int, mother: str = ""
) -> None:
    if account.id == by:
        return
    home = f"{settings().base_url}/structures/{structure.id}"
    actor = people.get(session, by).full_name
    mail = mails.shaped(account, change=change, structure=structure.name, mother=mother, by=actor, link=home)
    _send(session, mail)


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
