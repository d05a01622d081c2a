"""What may be set on an account by its administrator, or by its holder; the caller holds the account locked."""

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from portal import clock
from portal.audit import Event
from portal.mail import outbox
from portal.medimail.mailboxes.options import mails, rules, store
from portal.medimail.mailboxes.options.rules import (
    Already,
    Delegated,
    Guarded,
    Itself,
    Kept,
    Loop,
    NotOpened,
    TooMany,
    Unknown,
)
from portal.medimail.mailboxes.record import audience, braking, copying, guarding, knowing, writing
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import Connection, Delegation, Mailbox
from portal.medimail.mailboxes.record.rules.acts import TOO_OFTEN, Braked, Stale
from portal.medimail.mailboxes.record.rules.kinds import DELEGATES
from portal.medimail.mailboxes.record.rules.preferences import LABELS, Preferences
from portal.medimail.mailboxes.record.rules.states import may_begin


def prefer(session: Session, by: int, mailbox: Mailbox, version: int, preferences: Preferences) -> Kept | Stale:
    """Set the notices, « liste rouge » and « dématérialisation »."""
    if mailbox.version != version:
        return Stale()
    was, chosen = writing.preferences_of(mailbox), preferences.for_kind(mailbox.kind)
    if was == chosen:
        return Kept(changed=False)
    writing.prefer(mailbox, chosen)
    mailbox.version += 1
    before, after = (
        {label: getattr(one, name) for name, label in LABELS.items() if getattr(was, name) != getattr(chosen, name)}
        for one in (was, chosen)
    )
    writing.journal(session, Event.MAILBOX_CHANGED, by, mailbox, before, after)
    return Kept(changed=True)


def opened(session: Session, mailbox: Mailbox) -> Sequence[tuple[Mailbox, Connection]]:
    """The shared accounts that this person's account opens today, each with how it is told of them."""
    found = records.opened_by(session, mailbox.id)
    return [(shared, connection) for shared, connection in found if rules.may_notify(shared.kind, shared.state)]


def begin_with(
    session: Session, by: int, mailbox: Mailbox, default_id: int | None, notified: Collection[int]
) -> Kept | NotOpened:
    """Set which of the mailboxes that it opens is shown first, None for itself, and which tell it of messages.

    Those that do not open today are left as they are.
    """
    offered = opened(session, mailbox)
    first = {shared.id for shared, _ in offered if may_begin(shared.kind, shared.state)}
    if not set(notified) <= {shared.id for shared, _ in offered} or (default_id and default_id not in first):
        return NotOpened()
    names = {shared.id: shared.address for shared, _ in records.opened_by(session, mailbox.id)}
    before = {"Compte par défaut": names.get(mailbox.default_id or 0, mailbox.address)}
    after = {"Compte par défaut": names.get(default_id or 0, mailbox.address)}
    mailbox.default_id = default_id
    for shared, connection in offered:
        label = f"Notification pour {shared.address}"
        before[label], after[label] = _said(connection.notify), _said(shared.id in notified)
        connection.notify = shared.id in notified
    was, now = writing.differing(before, after)
    if not now:
        return Kept(changed=False)
    writing.journal(session, Event.MAILBOX_CHANGED, by, mailbox, was, now)
    return Kept(changed=True)


def _said(notify: bool) -> str:  # noqa: FBT001 - a cell of the journal
    return "oui" if notify else "non"


def delegate(session: Session, by: int, mailbox: Mailbox, address: str) -> rules.Delegation:
    """Send a copy of what this account receives to the account of this address; whoever opens it is told.

    One at a time in the whole portal: of two that would close a loop together, the second sees the first.
    """
    knowing.hold_delegations(session)
    if by != mailbox.account_id and guarding.lets_in(session, mailbox):
        return Guarded()
    found = braking.answer(
        session,
        by,
        lambda: store.candidate(session, address.strip().lower()) if mailbox.kind in DELEGATES else None,
        lambda one: one is None,
    )
    if isinstance(found, Braked):
        return found
    if found is None:
        return Unknown()
    if refused := _refused(session, mailbox, found):
        return refused
    # Whoever sets it on their own account writes to nobody.
    if mailbox.account_id != by and not braking.may_tell(session, mailbox):
        return Braked(TOO_OFTEN)
    session.add(Delegation(mailbox_id=mailbox.id, delegate_id=found.id, created_at=clock.now(), created_by=by))
    writing.journal(session, Event.DELEGATION_ADDED, by, mailbox, {}, {"delegue": found.address})
    _tell(session, by, mailbox, found.address)
    return Delegated(found.address, found.kind)


def _refused(session: Session, mailbox: Mailbox, found: Mailbox) -> Itself | Already | TooMany | Loop | None:
    if found.id == mailbox.id:
        return Itself()
    if store.delegation(session, mailbox.id, found.id) is not None:
        return Already()
    if store.count(session, mailbox.id) >= rules.MOST_DELEGATES:
        return TooMany()
    return Loop() if store.leads_to(session, found.id, mailbox.id) else None


def _tell(session: Session, by: int, mailbox: Mailbox, delegate_address: str) -> None:
    """Tell those who read this mailbox, save the one who has just done it."""
    is_own = audience.is_shown(mailbox)
    for address, name in audience.told(session, mailbox, but=by).items():
        about = (mailbox.address, delegate_address, mailbox.structure.name)
        outbox.add(session, mails.delegated(address, name, *about, is_own=is_own))


def undelegate(session: Session, by: int, mailbox: Mailbox, delegate_id: int) -> bool:
    """Send no copy to that account any more; False when none was sent."""
    found = store.delegation(session, mailbox.id, delegate_id)
    other = records.get(session, delegate_id)
    if found is None or other is None:
        return False
    copying.stop(session, by, mailbox, other, found)
    return True
