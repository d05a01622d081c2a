"""« Changer le type de BAL » (source 002 p. 12): what goes is shown first, and nothing that rests on it falls."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.audit import Event
from portal.medimail.mailboxes.record import inviting, knowing, moving, service, store, writing
from portal.medimail.mailboxes.record.models import Connection, Delegation, Mailbox
from portal.medimail.mailboxes.record.rules.acts import Faulty, Held, Saved, Shut, Stale
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import DELEGATES, MSSANTE, PERSONS, RETURNS, SHARED, Kind, crosses
from portal.medimail.mailboxes.record.rules.sheets import Sheet, beside
from portal.medimail.mailboxes.record.rules.states import LIVE, Action, Who, move_of
from portal.medimail.mailboxes.record.service import By, Texts

# As many names as a sentence bears.
_NAMED = 3


@dataclass(frozen=True)
class Conversion:
    """What a change of type would do.

    Attributes:
        sheet: The account as it is.
        gone: The fields that no longer apply, with what they hold.
        closed: The shared mailboxes that it would open no more.
        obstacles: Why it may not be done now, as sentences; none when it may.
    """

    sheet: Sheet
    gone: tuple[Field, ...]
    closed: tuple[str, ...]
    obstacles: tuple[str, ...]


def conversion(session: Session, mailbox: Mailbox, kind: Kind) -> Conversion:
    """What giving this type to an account would do; nothing is changed."""
    sheet = writing.sheet_of(mailbox, writing.connections(session, mailbox))
    leaves = mailbox.kind in PERSONS and kind in SHARED
    closed = tuple(shared.address for shared, _ in store.opened_by(session, mailbox.id)) if leaves else ()
    return Conversion(sheet, beside(sheet, kind), closed, tuple(_obstacles(session, mailbox, kind)))


def change_kind(
    session: Session, by: By, mailbox: Mailbox, version: int, kind: Kind, texts: Texts, *, invites: bool = True
) -> Saved | Faulty | Stale | Held | Shut:
    """Give another type to an account that the caller holds locked; what no longer applies goes.

    A person's account that becomes shared is valid at once, and nobody signs in to it; a shared one that becomes a
    person's is preregistered, and its holder is sent the link if asked.
    """
    if kind is mailbox.kind or move_of(mailbox.state, mailbox.kind, Who.ADMINISTRATOR, Action.CHANGE_KIND) is None:
        return Shut(mailbox.state)
    if mailbox.version != version:
        return Stale()
    knowing.hold_number(session, service.number_in(texts))
    _lock_opened(session, mailbox)
    if obstacles := tuple(_obstacles(session, mailbox, kind)):
        return Held(obstacles)
    sheet = service.judge(session, by, mailbox.structure, kind, texts, own=mailbox)
    if isinstance(sheet, Faulty):
        return sheet
    was, begins = service.telling(session, mailbox), kind in PERSONS and crosses(mailbox.kind, kind)
    _convert(session, by, mailbox, kind, sheet)
    before, after = writing.differing(was, service.telling(session, mailbox))
    mailbox.version += 1
    service.journal(session, Event.MAILBOX_KIND_CHANGED, by.account_id, mailbox, before, after)
    if invites and begins:
        inviting.invite(session, mailbox)
    return Saved(changed=True)


def _convert(session: Session, by: By, mailbox: Mailbox, kind: Kind, sheet: Sheet) -> None:
    if crosses(mailbox.kind, kind):
        moving.change_sides(session, mailbox, kind, actor=by.account_id)
        _let_go(session, mailbox)
    mailbox.kind = kind
    if kind not in MSSANTE:
        mailbox.mssante = None
    chosen = writing.preferences_of(mailbox).for_kind(kind)
    service.put(session, mailbox, kind, replace(sheet, kind=kind), chosen)


def _let_go(session: Session, mailbox: Mailbox) -> None:
    """What it opens, or what opens it, is so no more."""
    for shared, _ in store.opened_by(session, mailbox.id):
        writing.close_to(session, shared.id, [mailbox.id])
    writing.close_to(session, mailbox.id, [person.id for person, _ in store.opening(session, mailbox.id)])
    mailbox.default_id = None
    session.flush()


def _lock_opened(session: Session, mailbox: Mailbox) -> None:
    """Hold the shared mailboxes that it opens: of its last two connection accounts, both could go at once."""
    opened = select(Connection.shared_id).where(Connection.person_id == mailbox.id)
    session.execute(select(Mailbox.id).where(Mailbox.id.in_(opened)).order_by(Mailbox.id).with_for_update())


def _obstacles(session: Session, mailbox: Mailbox, kind: Kind) -> Iterator[str]:
    if kind in SHARED and mailbox.kind in PERSONS and (orphans := _orphans(session, mailbox)):
        yield (f"Ce compte est le seul qui ouvre {_names(orphans)}. Ajoutez-y d’abord un autre compte de connexion.")
    if kind not in RETURNS and (answered := _answered(session, mailbox)):
        yield (
            f"L’adresse de retour de {_names(answered)} est celle de ce compte. Donnez-lui d’abord une autre adresse "
            "de retour."
        )
    if kind not in DELEGATES and _delegates(session, mailbox):
        yield "Une délégation part de ce compte, ou y mène. Supprimez-la d’abord dans les paramètres du compte."


def _orphans(session: Session, mailbox: Mailbox) -> Sequence[str]:
    """The live shared mailboxes that no other live one opens."""
    other, person = aliased(Connection), aliased(Mailbox)
    others = exists().where(
        other.shared_id == Mailbox.id,
        other.person_id != mailbox.id,
        person.id == other.person_id,
        person.state.in_(LIVE),
    )
    query = (
        select(Mailbox.address)
        .join(Connection, Connection.shared_id == Mailbox.id)
        .where(Connection.person_id == mailbox.id, Mailbox.state.in_(LIVE), ~others)
    )
    return session.scalars(query.order_by(Mailbox.address)).all()


def _answered(session: Session, mailbox: Mailbox) -> Sequence[str]:
    """The live software's mailboxes whose answers come to this one."""
    addresses = [address for address in (mailbox.mssante, mailbox.address) if address]
    query = select(Mailbox.address).where(
        Mailbox.return_address.in_(addresses), Mailbox.state.in_(LIVE), Mailbox.id != mailbox.id
    )
    return session.scalars(query.order_by(Mailbox.address)).all()


def _delegates(session: Session, mailbox: Mailbox) -> bool:
    held = or_(Delegation.mailbox_id == mailbox.id, Delegation.delegate_id == mailbox.id)
    return bool(session.scalar(select(func.count()).select_from(Delegation).where(held)))


def _names(addresses: Sequence[str]) -> str:
    shown = ", ".join(addresses[:_NAMED])
    return shown if len(addresses) <= _NAMED else f"{shown} et {len(addresses) - _NAMED}\u00a0autres"
