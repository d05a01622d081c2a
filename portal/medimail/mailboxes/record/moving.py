"""The one place that changes the state of an account: the journal is told, the person let in or out.

`move` asks the table; `change_sides` is for who has asked it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import closing
from portal.accounts import store as people
from portal.accounts.models import Account
from portal.accounts.rules import Closer
from portal.accounts.rules import Kind as Person
from portal.audit import Event
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import SHARED, Kind
from portal.medimail.mailboxes.record.rules.states import LEFT, Action, Move, State, Who, first_state, move_of


@dataclass(frozen=True)
class Moved:
    """The account went from one state to another."""

    before: State
    after: State


@dataclass(frozen=True)
class NotAllowed:
    """Nobody of that side may do this to an account of this type in this state."""

    state: State


def move(
    session: Session,
    mailbox: Mailbox,
    who: Who,
    action: Action,
    *,
    actor: int | None = None,
    reason: str = "",
    within: Mapping[str, str] | None = None,
) -> Moved | NotAllowed:
    """Move an account that the caller holds locked; the mails are the caller's, who knows the links.

    Args:
        session: Of the transaction.
        mailbox: Read with `store.get(…, lock=True)`, so that two moves follow one another.
        who: Which side acts.
        action: What it does.
        actor: The account of the person who acts; None for the night.
        reason: Why, as it was written; kept with a rejection.
        within: The act on many accounts that this is part of, as the journal names it.
    """
    before = mailbox.state
    allowed = move_of(before, mailbox.kind, who, action)
    if allowed is None:
        return NotAllowed(before)
    if allowed.stays:
        return Moved(before, before)
    _settle(mailbox, allowed, reason)
    open_or_close(session, mailbox.account_id)
    told = {**({"raison": reason} if reason else {}), **(within or {})}
    _journal(session, mailbox, before, {"acte": action, **told}, actor)
    return Moved(before, mailbox.state)


def change_sides(session: Session, mailbox: Mailbox, kind: Kind, *, actor: int | None = None) -> None:
    """A person's account becomes a shared one, or the reverse: it begins again as an account of its new type begins.

    Nobody signs in to a shared one: whoever did does no more. Closed by that alone and left with no account, they let
    their address go: it is that of the account, and whoever finalises it once it is a person's again could not have it.
    Nor is it their MSSanté address any more: brought back, they would have their codes read by those who open it.

    The links sent so far open it no more, spent or not: a spent one would open it again to whoever was before. Its
    MSSanté address goes: « générique » of an ORG, « nominative » of a person (source 002 p. 9), to whom it would bring
    the links that choose a password.

    A rejected one stays rejected, since that day: it begins again on the day when it is rehabilitated.
    """
    before, holder, addresses = mailbox.state, mailbox.account_id, {mailbox.address, mailbox.mssante}
    if kind in SHARED:
        mailbox.account_id = None
    _begin_again(mailbox, kind)
    mailbox.mssante = None
    _forget_links(mailbox)
    open_or_close(session, holder)
    _journal(session, mailbox, before, {"acte": Action.CHANGE_KIND}, actor, subject=holder)
    if holder is not None:
        _let_addresses_go(session, mailbox, people.get(session, holder, lock=True), addresses, actor)


def _forget_links(mailbox: Mailbox) -> None:
    mailbox.link_version += 1
    mailbox.relaunched_at, mailbox.finalised_at, mailbox.terms_version = None, None, ""


def _begin_again(mailbox: Mailbox, kind: Kind) -> None:
    if mailbox.state is State.REJECTED:
        mailbox.stood = first_state(kind)
        return
    mailbox.stood, mailbox.state, mailbox.state_since = None, first_state(kind), clock.now()


def _let_addresses_go(
    session: Session, mailbox: Mailbox, account: Account, addresses: Collection[str | None], actor: int | None
) -> None:
    gone: dict[str, str] = {}
    if account.mssante and account.mssante in addresses:
        gone["adresse_mssante"], account.mssante = account.mssante, None
    if account.email and _frees_address(session, account):
        gone["adresse"], account.email = account.email, None
    if not gone:
        return
    left = {**dict.fromkeys(gone, ""), "compte_medimail": mailbox.address, "acte": Action.CHANGE_KIND}
    audit.record(session, Event.ADDRESS_LET_GO, subject=account.id, actor=actor, before=gone, after=left)
    session.flush()


def _frees_address(session: Session, account: Account) -> bool:
    # An operator shut this person out: given away, their address would let them in again under a new account.
    is_shut_alone = account.kind is Person.MAILBOX_HOLDER and account.closer is Closer.MEDIMAIL
    return is_shut_alone and not store.has_any(session, account.id)


def _journal(
    session: Session,
    mailbox: Mailbox,
    before: State,
    told: Mapping[str, str],
    actor: int | None,
    *,
    subject: int | None = None,
) -> None:
    audit.record(
        session,
        Event.MAILBOX_MOVED,
        subject=subject or mailbox.account_id,
        actor=actor,
        before={"adresse": mailbox.address, "etat": before},
        after={"adresse": mailbox.address, "etat": mailbox.state, **told},
    )


def _settle(mailbox: Mailbox, move: Move, reason: str) -> None:
    # Whoever slept when they were rejected sleeps again once brought back, for as long as anybody who falls asleep:
    # from there one comes back valid, which is the only state that one falls asleep in.
    after, left = move.to or mailbox.stood or State.VALID, mailbox.state
    mailbox.stood = left if move.to in LEFT else None
    mailbox.state = after
    mailbox.state_since = clock.now()
    mailbox.reason = reason
    mailbox.version += 1


def open_or_close(session: Session, account_id: int | None) -> None:
    """A person whom only Medimail knows signs in as long as one of their mailboxes is open, or a right of theirs.

    What an operator has closed, they alone open again.
    """
    if account_id is None:
        return
    session.flush()
    account = people.get(session, account_id, lock=True)
    if account.kind is not Person.MAILBOX_HOLDER:
        return
    if store.is_open(session, account.id) or _holds_more(session, account):
        closing.release(account, Closer.MEDIMAIL)
    else:
        closing.shut(session, account, Closer.MEDIMAIL)


def _holds_more(session: Session, account: Account) -> bool:
    """Whether rights of their own keep this account open, whatever becomes of the mailbox."""
    return bool(people.rights(session, account.id))
