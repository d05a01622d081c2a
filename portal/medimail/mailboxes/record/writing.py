"""The sheet of an account as its row holds it, both ways, and as the journal tells it."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.audit import Event
from portal.labelled import Labelled
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Connection, Mailbox
from portal.medimail.mailboxes.record.rules.fields import Field, Need, need
from portal.medimail.mailboxes.record.rules.kinds import PROFESSIONALS, SHARED, Kind
from portal.medimail.mailboxes.record.rules.preferences import LABELS, Preferences
from portal.medimail.mailboxes.record.rules.searching import searchable
from portal.medimail.mailboxes.record.rules.sheets import Sheet, Value, empty
from portal.registers import nomenclature

_COLUMNS = {Field.DEPARTEMENT: "departement_code", Field.REGION: "region_code"}
# These hold nothing where others hold an empty text: they are looked up by their exact value, or point elsewhere.
_NULLABLE = {Field.RPPS, Field.ADELI, Field.DEPARTEMENT, Field.REGION, Field.PLACE_KIND, Field.PLACE_NUMBER}
# The type is not a value of the sheet; the address and the correspondance change by ways of their own.
_APART = {Field.KIND, Field.ADDRESS, Field.MSSANTE, Field.CONNECTIONS, Field.ALIAS, Field.STRUCTURE}
WRITTEN = tuple(name for name in Field if name not in _APART)


def sheet_of(mailbox: Mailbox, connections: Collection[str] = ()) -> Sheet:
    """The sheet of this account."""
    values: dict[str, Any] = {
        name.value: getattr(mailbox, _COLUMNS.get(name, name.value)) or empty(name) for name in WRITTEN
    }
    local = (mailbox.mssante or "").partition("@")[0]
    values |= {"address": mailbox.address, "kind": mailbox.kind, "mssante": local, "connections": tuple(connections)}
    return Sheet(**{**values, "is_liberal": mailbox.is_liberal})


def write(mailbox: Mailbox, kind: Kind, sheet: Sheet) -> None:
    """Write what concerns this type; what does not is emptied."""
    for name in WRITTEN:
        value = sheet.of(name) if need(kind, name) is not Need.NONE else empty(name)
        setattr(mailbox, _COLUMNS.get(name, name.value), value or (None if name in _NULLABLE else value))
    mailbox.is_liberal = bool(sheet.is_liberal)
    mailbox.was_professional = mailbox.was_professional or _is_professional(kind, sheet.profession)
    mailbox.search = searchable(mailbox.last_name, mailbox.first_name, mailbox.address, mailbox.rpps, mailbox.adeli)


def _is_professional(kind: Kind, profession: str) -> bool:
    """Whether an account of this type and profession is a health professional's: MSSanté or nothing (ADR 0019)."""
    known = nomenclature.professions().get(profession)
    # Of a shared one, the profession is that of whoever answers for it.
    return kind in PROFESSIONALS or (kind is Kind.MED and known is not None and bool(known.register))


def prefer(mailbox: Mailbox, preferences: Preferences) -> None:
    """Write these preferences."""
    for name in LABELS:
        setattr(mailbox, name, getattr(preferences, name))


def preferences_of(mailbox: Mailbox) -> Preferences:
    """The preferences of this account."""
    return Preferences(**{name: getattr(mailbox, name) for name in LABELS})


def connect(session: Session, mailbox: Mailbox, addresses: Collection[str]) -> None:
    """Let these persons' mailboxes, and no other, open this shared one; whoever began with it begins with their own."""
    wanted = set(session.scalars(select(Mailbox.id).where(Mailbox.address.in_(addresses))))
    known = {person.id for person, _ in store.opening(session, mailbox.id)}
    if gone := known - wanted:
        close_to(session, mailbox.id, gone)
    session.add_all(
        Connection(shared_id=mailbox.id, person_id=key, notify=mailbox.structure.notify_shared, created_at=clock.now())
        for key in sorted(wanted - known)
    )


def close_to(session: Session, shared_id: int, persons: Collection[int]) -> None:
    """These persons' mailboxes open this shared one no more."""
    session.execute(delete(Connection).where(Connection.shared_id == shared_id, Connection.person_id.in_(persons)))
    for person in session.scalars(select(Mailbox).where(Mailbox.id.in_(persons), Mailbox.default_id == shared_id)):
        person.default_id = None


def connections(session: Session, mailbox: Mailbox) -> tuple[str, ...]:
    """The addresses of the mailboxes that open this one, by name."""
    return tuple(person.address for person, _ in store.opening(session, mailbox.id)) if mailbox.kind in SHARED else ()


def told(sheet: Sheet, preferences: Preferences) -> Mapping[str, Any]:
    """The sheet and the preferences as the journal tells them, under the labels that people read."""
    values = {name.label: _plain(sheet.of(name)) for name in Field if sheet.has(name)}
    return values | {label: getattr(preferences, name) for name, label in LABELS.items()}


def _plain(value: Value) -> Any:
    if isinstance(value, tuple):
        return sorted(value)
    return value.value if isinstance(value, Labelled) else value


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What differs between two tellings; what one of them lacks is empty there."""
    names = [name for name in {**before, **after} if before.get(name, "") != after.get(name, "")]
    return {name: before.get(name, "") for name in names}, {name: after.get(name, "") for name in names}


def journal(
    session: Session,
    event: Event,
    by: int | None,
    mailbox: Mailbox,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Tell what happened to an account, with what was there before."""
    named = {"adresse": mailbox.address, "cle": mailbox.id}
    audit.record(
        session,
        event,
        subject=mailbox.account_id,
        actor=by,
        before={**named, **before} if before else None,
        after={**named, **after},
    )
