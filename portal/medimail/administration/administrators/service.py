"""Adding an administrator to a structure and taking one off; whoever it concerns is told in the same transaction.

The caller holds the structure locked and has asked its own right again since: of two administrators who take each
other off at the same instant, the second finds that they no longer administer anything.
"""

from sqlalchemy.orm import Session

from portal.medimail.administration.administrators import store
from portal.medimail.administration.administrators.rules import (
    Added,
    AlreadyThere,
    NotThere,
    Oneself,
    OneselfAdded,
    Removed,
    Unknown,
)
from portal.medimail.mailboxes.record import braking, copying, knowing, moving
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.acts import TOO_OFTEN, Braked
from portal.medimail.structures import appointing
from portal.medimail.structures.models import Structure


def add(
    session: Session, structure: Structure, found: Mailbox | None, *, by: int
) -> Added | AlreadyThere | OneselfAdded | Unknown | Braked:
    """Let the person of this mailbox administer a structure, locked by the caller, and all its daughters.

    Never oneself: a right that one gives to oneself outlives the one that allowed it. Taking somebody off is not
    counted: there is no more of it than of this, and it must never wait. `found` comes from `store.candidate`, or is
    nobody. The copies of their codes that somebody else has had sent end, where these now open more.
    """
    found = _held(session, found.id) if found else None
    if found is None or found.account is None:
        return Unknown()
    account, others = found.account, appointing.own(session, structure)
    if account in others:
        return AlreadyThere(account.full_name)
    if account.id == by:
        return OneselfAdded()
    if not (braking.may_appoint(session, by, account.id) and braking.may_invite(session, by)):
        return Braked(TOO_OFTEN)
    appointing.appoint(session, structure, account, others, by=by)
    return Added(account.full_name, ends_copies=copying.end(session, by, account))


def _held(session: Session, mailbox_id: int) -> Mailbox | None:
    """The same person, read again under the locks: rejected, moved or closed meanwhile, they are so by now."""
    records.get(session, mailbox_id, lock=True)
    # Before the counters, as a delegation does: two locks taken in two orders would wait for each other.
    knowing.hold_delegations(session)
    return store.candidate(session, mailbox_id)


def remove(session: Session, structure: Structure, account_id: int, *, by: int) -> Removed | Oneself | NotThere:
    """Take somebody off a structure, locked by the caller; never oneself.

    So whoever acts remains, by a right of their own or by that of a mother: only the GRADeS, whose right is over
    everything, can leave a structure without anybody else.
    """
    if account_id == by:
        return Oneself()
    account = appointing.dismiss(session, structure, account_id, by=by)
    if account is None:
        return NotThere()
    # Whoever only administered, their own mailbox being rejected, has nothing left to sign in to.
    moving.open_or_close(session, account_id)
    return Removed(account.full_name)
