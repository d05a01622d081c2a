"""Every query of the records; whoever reads on somebody's behalf passes through `of_member`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.accounts.models import Account, AccountRight
from portal.accounts.rules import Right
from portal.raccordement.record.models import (
    Attached,
    Entry,
    EstablishmentsRequest,
    Invitation,
    Member,
    Message,
    Raccordement,
    SandboxResult,
)
from portal.raccordement.record.states import CLOSED, Action, State
from portal.registers.models import Establishment


def get(session: Session, record_id: int, *, lock: bool = False) -> Raccordement | None:
    """The record of this key, with its establishments; locked against other writers if asked."""
    query = select(Raccordement).where(Raccordement.id == record_id).options(selectinload(Raccordement.establishments))
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalar(query)


def by_number(session: Session, number: str) -> Raccordement | None:
    """The record of this number, with its establishments."""
    query = select(Raccordement).where(Raccordement.number == number)
    return session.scalar(query.options(selectinload(Raccordement.establishments)))


def of_member(session: Session, number: str, account_id: int) -> Raccordement | None:
    """The record of this number, if this person is one of its gestionnaires."""
    record = by_number(session, number)
    return record if record and session.get(Member, (record.id, account_id)) else None


def of_account(session: Session, account_id: int) -> Sequence[Raccordement]:
    """The records of a gestionnaire, the last changed first."""
    mine = select(Member.raccordement_id).where(Member.account_id == account_id)
    query = select(Raccordement).where(Raccordement.id.in_(mine), Raccordement.number.is_not(None))
    return session.scalars(query.order_by(Raccordement.changed_at.desc(), Raccordement.id.desc())).all()


def drafts_of(session: Session, email: str) -> Sequence[Raccordement]:
    """The drafts of a confirmed address, the last changed first."""
    query = select(Raccordement).where(Raccordement.email == email, Raccordement.state == State.DRAFT)
    return session.scalars(query.order_by(Raccordement.changed_at.desc(), Raccordement.id.desc())).all()


def attached(session: Session, numbers: Sequence[str]) -> Sequence[Establishment]:
    """These establishments as the register knows them, those that have left it included, by EJ then name."""
    query = select(Establishment).where(Establishment.finess_et.in_(numbers))
    return session.scalars(query.order_by(Establishment.finess_ej, Establishment.search)).all()


def places(session: Session, record_ids: Sequence[int]) -> Mapping[int, tuple[str, int]]:
    """The name of one establishment of each of these requests, and how many each has."""
    counted = (
        select(Attached.raccordement_id, func.min(Attached.finess_et).label("first"), func.count().label("count"))
        .where(Attached.raccordement_id.in_(record_ids))
        .group_by(Attached.raccordement_id)
        .subquery()
    )
    query = select(counted.c.raccordement_id, counted.c.first, Establishment.name, counted.c.count)
    rows = session.execute(query.outerjoin(Establishment, Establishment.finess_et == counted.c.first))
    return {record_id: (name or first, count) for record_id, first, name, count in rows}


def of_juridical(session: Session, finess_ej: str, limit: int) -> Sequence[Establishment]:
    """The open territorials of a juridical establishment, by name."""
    query = select(Establishment).where(Establishment.finess_ej == finess_ej, Establishment.left_on.is_(None))
    return session.scalars(query.order_by(Establishment.search, Establishment.finess_et).limit(limit)).all()


def duplicates(session: Session, record: Raccordement) -> Sequence[Raccordement]:
    """Other living requests of the same system for one of the same juridical establishments."""
    juridicals = select(Attached.finess_ej).where(Attached.raccordement_id == record.id)
    shared = exists().where(Attached.raccordement_id == Raccordement.id, Attached.finess_ej.in_(juridicals))
    query = select(Raccordement).where(
        Raccordement.id != record.id,
        Raccordement.si_key == record.si_key,
        Raccordement.state.not_in([State.DRAFT, *CLOSED]),
        shared,
    )
    return session.scalars(query.order_by(Raccordement.id)).all()


def members(session: Session, record_id: int) -> Sequence[tuple[Member, Account]]:
    """The gestionnaires of a record, the main correspondent first."""
    query = select(Member, Account).join(Account, Account.id == Member.account_id)
    query = query.where(Member.raccordement_id == record_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(Member.main.desc(), Member.joined_at))]


# The keys of everybody who instructs.
INSTRUCTING = (
    select(Account.id)
    .join(AccountRight, AccountRight.account_id == Account.id)
    .where(AccountRight.name == Right.INSTRUCTOR, Account.closed_at.is_(None))
)


def instructors(session: Session) -> Sequence[Account]:
    """Everybody who instructs."""
    return session.scalars(select(Account).where(Account.id.in_(INSTRUCTING)).order_by(Account.id)).all()


def invitations(session: Session, record_id: int) -> Sequence[Invitation]:
    """The invitations that still wait, the oldest first."""
    query = select(Invitation).where(Invitation.raccordement_id == record_id, Invitation.closed_at.is_(None))
    return session.scalars(query.order_by(Invitation.id)).all()


def entries(session: Session, record_id: int, limit: int = 200) -> Sequence[tuple[Entry, Account | None]]:
    """What was done to a record and by whom, the last first."""
    query = select(Entry, Account).outerjoin(Account, Account.id == Entry.actor_id)
    query = query.where(Entry.raccordement_id == record_id).order_by(Entry.version.desc()).limit(limit)
    return [(row[0], row[1]) for row in session.execute(query)]


def last_entry(session: Session, record_id: int) -> tuple[Entry, Account | None] | None:
    """The last thing done to a record."""
    return next(iter(entries(session, record_id, limit=1)), None)


def messages(
    session: Session, record_id: int, *, internal: bool, limit: int = 200
) -> Sequence[tuple[Message, Account]]:
    """The last messages, in order; with the internal notes only for the instruction."""
    query = select(Message, Account).join(Account, Account.id == Message.author_id)
    query = query.where(Message.raccordement_id == record_id)
    if not internal:
        query = query.where(Message.internal.is_(False))
    rows = session.execute(query.order_by(Message.id.desc()).limit(limit)).all()
    return [(row[0], row[1]) for row in reversed(rows)]


def message_of(session: Session, press: str) -> Message | None:
    """The message that this press of the button wrote."""
    return session.scalar(select(Message).where(Message.press == press))


def establishments_asked(session: Session, record_id: int, *, lock: bool = False) -> EstablishmentsRequest | None:
    """The list of establishments that waits for a decision."""
    query = select(EstablishmentsRequest).where(
        EstablishmentsRequest.raccordement_id == record_id, EstablishmentsRequest.decided_at.is_(None)
    )
    return session.scalar(query.with_for_update() if lock else query)


def sandbox_results(session: Session, record_id: int, limit: int = 50) -> Sequence[SandboxResult]:
    """What the bac à sable answered, the last first."""
    query = select(SandboxResult).where(SandboxResult.raccordement_id == record_id)
    return session.scalars(query.order_by(SandboxResult.at.desc(), SandboxResult.id.desc()).limit(limit)).all()


def sandbox_result_of(session: Session, record_id: int, reference: str) -> SandboxResult | None:
    """The result of this transfer."""
    query = select(SandboxResult).where(SandboxResult.raccordement_id == record_id)
    return session.scalar(query.where(SandboxResult.reference == reference))


def conclusive(session: Session, record_id: int) -> bool:
    """Whether one transfer at least passed every control of the bac à sable."""
    found = exists().where(SandboxResult.raccordement_id == record_id, SandboxResult.conclusive)
    return bool(session.scalar(select(found)))


def delays(session: Session, since: datetime) -> Sequence[tuple[datetime, datetime]]:
    """When each request accepted or refused since this instant was deposited, and when it was decided."""
    decided = select(Entry.raccordement_id, func.min(Entry.at).label("at")).where(
        or_(Entry.action == Action.ACCEPT, Entry.action == Action.REFUSE)
    )
    first = decided.group_by(Entry.raccordement_id).subquery()
    query = select(Raccordement.deposited_at, first.c.at).join(first, first.c.raccordement_id == Raccordement.id)
    rows = session.execute(query.where(first.c.at >= since, Raccordement.deposited_at.is_not(None)))
    return [(row[0], row[1]) for row in rows]
