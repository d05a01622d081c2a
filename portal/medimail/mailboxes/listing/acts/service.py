"""One function per act; each takes the account locked, moves it by the one door there is, and tells who must know.

The caller has found the account within reach, and says which version of it the person saw.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import store as people
from portal.audit import Event
from portal.config import settings
from portal.mail import outbox
from portal.medimail.mailboxes.listing.acts import mails
from portal.medimail.mailboxes.listing.acts.rules import (
    AnothersNumber,
    Done,
    Expired,
    NoWay,
    Oneself,
    Outcome,
    Refused,
    SamePlace,
    ShutOut,
    Stale,
    TooMany,
    TooManyLinks,
    TooOften,
    TooSoon,
    may_relaunch_at,
)
from portal.medimail.mailboxes.record import audience, braking, copying, inviting, knowing, moving, resetting
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.moving import Moved
from portal.medimail.mailboxes.record.rules import alerts
from portal.medimail.mailboxes.record.rules.resets import Obstacle, Sending, sentence
from portal.medimail.mailboxes.record.rules.states import (
    NOT_OF_ONESELF,
    OPEN,
    VOUCHED,
    Action,
    State,
    Who,
    move_of,
)
from portal.medimail.structures import appointing
from portal.medimail.structures import audience as structure_audience
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure
from portal.password import service as password


@dataclass(frozen=True)
class Asked:
    """An act as somebody asks for it.

    Attributes:
        actor: The account of the administrator.
        action: What is to be done.
        seen: The version of the account that they saw; None when it does not matter.
        reason: Why, where a reason is asked for.
        target: Where the account goes; locked, and open: no account enters a structure that is being closed.
        dismissed: Where its holder, rejected, administers no more; locked before the account, and within reach.
        within: The act on many accounts that this is part of, as the journal names it.
    """

    actor: int
    action: Action
    seen: int | None = None
    reason: str = ""
    target: Structure | None = None
    dismissed: Sequence[Structure] = ()
    within: Mapping[str, str] = field(default_factory=dict)


def perform(session: Session, mailbox: Mailbox, asked: Asked) -> Outcome:
    """Do an act to an account that the caller holds locked, with its structure."""
    if forbidden := judge(mailbox, asked):
        return forbidden
    return _ACTS[asked.action](session, mailbox, asked)


def judge(mailbox: Mailbox, asked: Asked) -> Outcome | None:
    """Why this act would not be done to this account as it is; None when it would. Nothing is changed."""
    if asked.seen is not None and asked.seen != mailbox.version:
        return Stale(mailbox.state)
    if not move_of(mailbox.state, mailbox.kind, Who.ADMINISTRATOR, asked.action):
        return Refused(mailbox.state)
    return _forbidden(mailbox, asked)


def _forbidden(mailbox: Mailbox, asked: Asked) -> Outcome | None:
    """What stands on the act besides the state."""
    if asked.action in NOT_OF_ONESELF and mailbox.account_id == asked.actor:
        return Oneself()
    match asked.action:
        case Action.REHABILITATE if _falls_asleep_again(mailbox):
            return Expired()
        case Action.TRANSFER if asked.target and asked.target.id == mailbox.structure_id:
            return SamePlace()
        case Action.RELAUNCH:
            again = may_relaunch_at(mailbox.relaunched_at, timedelta(hours=settings().relance_hours))
            sent = mailbox.relaunched_at
            return TooSoon(sent, again) if again and sent and again > clock.now() else None
    return None


def _falls_asleep_again(mailbox: Mailbox) -> bool:
    is_past = mailbox.expires_on is not None and mailbox.expires_on <= clock.today()
    return is_past and (mailbox.stood or State.VALID) is State.VALID


def _move(session: Session, mailbox: Mailbox, asked: Asked) -> State | None:
    moved = moving.move(
        session,
        mailbox,
        Who.ADMINISTRATOR,
        asked.action,
        actor=asked.actor,
        reason=asked.reason,
        within=asked.within,
    )
    return moved.after if isinstance(moved, Moved) else None


def _of_number(session: Session, mailbox: Mailbox, state: State, asked: Asked) -> AnothersNumber | None:
    """What says that it would come to hold in this state the number of somebody else; held, so that two never do."""
    # Whoever sleeps holds it already, and comes back by signing in too: refused, they would be sent to do just that.
    if mailbox.state in VOUCHED or state not in VOUCHED or not mailbox.rpps:
        return None
    knowing.hold_number(session, mailbox.rpps)
    if not knowing.is_anothers(session, mailbox):
        return None
    return AnothersNumber(knowing.conflicting(session, structures.reach_of(session, asked.actor), mailbox))


def _let_in(session: Session, mailbox: Mailbox, asked: Asked) -> bool:
    """Open it to its people, or again, under `hold_delegations`: what it opens is read by nobody else (`copying`)."""
    if not _move(session, mailbox, asked):
        return False
    copying.end_of_readers(session, asked.actor, mailbox)
    return True


def _validate(session: Session, mailbox: Mailbox, asked: Asked) -> Outcome:
    if anothers := _of_number(session, mailbox, State.VALID, asked):
        return anothers
    knowing.hold_delegations(session)
    if not _let_in(session, mailbox, asked):
        return Refused(mailbox.state)
    if records.is_shut_out(session, mailbox):
        return Done(mailbox.state, alerts.SHUT_OUT)
    for told in audience.addressed(session, mailbox):
        outbox.add(session, mails.validated(told))
    shared = alerts.SAME_NUMBER if records.same_number(session, mailbox) else ""
    return Done(mailbox.state, f"{alerts.not_of(mailbox.address, mailbox.structure.domain)} {shared}".strip())


def _reject(session: Session, mailbox: Mailbox, asked: Asked) -> Outcome:
    if not _move(session, mailbox, asked):
        return Refused(mailbox.state)
    about = structure_audience.answering(session, mailbox.structure)
    for told in audience.addressed(session, mailbox):
        # Nobody is sent to themselves: an administrator may hold, or open, the account that another rejects.
        contacts = [f"{name}, {address}" for address, name in about.items() if address != told.address]
        outbox.add(session, mails.rejected(told, asked.reason, contacts))
    return Done(mailbox.state, dismissed=_dismiss(session, mailbox, asked))


def _dismiss(session: Session, mailbox: Mailbox, asked: Asked) -> tuple[str, ...]:
    """Take its holder off the structures that are asked for; their names."""
    who, by = mailbox.account_id, asked.actor
    if who is None or not asked.dismissed:
        return ()
    gone = [place.name for place in asked.dismissed if appointing.dismiss(session, place, who, by=by, is_rejected=True)]
    moving.open_or_close(session, who)
    return tuple(gone)


def _held_back(session: Session, mailbox: Mailbox, asked: Asked) -> Outcome | None:
    """Why this account is not brought back, besides its state."""
    if anothers := _of_number(session, mailbox, mailbox.stood or State.VALID, asked):
        return anothers
    # Before the counters, as a delegation does: two locks taken in two orders would wait for each other.
    knowing.hold_delegations(session)
    # A rejection needs none: there are no more of them than of these.
    if not braking.may_tell(session, mailbox):
        return TooOften()
    if mailbox.stood is State.PREREGISTERED and not braking.may_invite(session, asked.actor):
        return TooManyLinks()
    return None


def _rehabilitate(session: Session, mailbox: Mailbox, asked: Asked) -> Outcome:
    if held_back := _held_back(session, mailbox, asked):
        return held_back
    if not _let_in(session, mailbox, asked):
        return Refused(mailbox.state)
    if records.is_shut_out(session, mailbox):
        return Done(mailbox.state, alerts.SHUT_OUT)
    if mailbox.state is State.PREREGISTERED:
        inviting.invite(session, mailbox, asked.actor, asked.within)
        return Done(mailbox.state)
    for told in audience.addressed(session, mailbox):
        outbox.add(session, mails.reinstated(told, is_open=mailbox.state in OPEN))
    return Done(mailbox.state)


def _relaunch(session: Session, mailbox: Mailbox, asked: Asked) -> Outcome:
    if records.is_shut_out(session, mailbox):
        return ShutOut()
    # Whoever had one already has another once a day at most, whoever asks.
    if mailbox.relaunched_at is None and not braking.may_invite(session, asked.actor):
        return TooManyLinks()
    inviting.invite(session, mailbox, asked.actor, asked.within)
    return Done(mailbox.state)


def _transfer(session: Session, mailbox: Mailbox, asked: Asked) -> Outcome:
    if asked.target is None:
        return SamePlace()
    knowing.hold_delegations(session)  # before the counters
    # Both sides are told of each: there and back for ever, it would never end.
    if not braking.may_tell(session, mailbox):
        return TooOften()
    before = mailbox.structure
    mailbox.structure_id, mailbox.structure = asked.target.id, asked.target
    mailbox.version += 1
    session.flush()
    copying.end_of_readers(session, asked.actor, mailbox)
    audit.record(
        session,
        Event.MAILBOX_TRANSFERRED,
        subject=mailbox.account_id,
        actor=asked.actor,
        before={"adresse": mailbox.address, "structure": before.name, "cle": before.id},
        after={"adresse": mailbox.address, "structure": asked.target.name, "cle": asked.target.id, **asked.within},
    )
    return Done(mailbox.state, outside(session, mailbox, asked.target))


def outside(session: Session, mailbox: Mailbox, target: Structure) -> str:
    """What to tell when this structure does not have addresses like that of the account; no word when it does."""
    change = records.asked_change(session, mailbox.id) if target.domain else None
    return alerts.outside(mailbox.address, change.new if change else "", target.domain)


def tell_both_sides(session: Session, addresses: Sequence[str], origin: Structure, target: Structure) -> None:
    """Tell the administrators of both structures which accounts went from one to the other, once each."""
    sides = [(structure_audience.told(session, place.id), place) for place in (origin, target)]
    told = {address: (name, place) for people_of, place in sides for address, name in people_of.items()}
    for address, (name, place) in told.items():
        link = f"{settings().base_url}/structures/{place.id}/comptes"
        outbox.add(session, mails.transferred(address, name, addresses, origin.name, target.name, link))


def _reset(session: Session, mailbox: Mailbox, asked: Asked) -> Outcome:
    if mailbox.account_id is None:
        return _no_way(Obstacle.NOBODY)
    if records.is_shut_out(session, mailbox):
        return ShutOut()
    # Locked first: the night that changes the address holds the account too.
    account = people.get(session, mailbox.account_id, lock=True)
    where = resetting.sending_to(session, account.id)
    if isinstance(where, Obstacle):
        return _no_way(where)
    is_at_own = where is Sending.OWN
    asker = f"{people.get(session, asked.actor).full_name}, qui administre Medimail pour {mailbox.structure.name},"
    sent = password.send_link(session, account, by=asked.actor, asker=asker, at_own=is_at_own)
    if not sent:
        return TooMany()
    # The person's own row, written by whoever sends the link, names no mailbox.
    told = {"adresse": mailbox.address}
    audit.record(session, Event.MAILBOX_RESET_ASKED, actor=asked.actor, after=told)
    return Done(mailbox.state, is_at_own=is_at_own)


def _no_way(obstacle: Obstacle) -> NoWay:
    return NoWay(sentence(obstacle, settings().reset_address_days))


_ACTS: dict[Action, Callable[[Session, Mailbox, Asked], Outcome]] = {
    Action.VALIDATE: _validate,
    Action.REJECT: _reject,
    Action.REHABILITATE: _rehabilitate,
    Action.RELAUNCH: _relaunch,
    Action.TRANSFER: _transfer,
    Action.RESET_PASSWORD: _reset,
}
