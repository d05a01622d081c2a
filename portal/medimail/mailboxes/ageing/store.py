"""Which accounts the night has something to do with, in pieces that one transaction can hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, tuple_
from sqlalchemy.orm import Session, contains_eager

from portal.accounts.models import Credential
from portal.medimail.mailboxes.ageing.rules import EXPIRY_WARNED, Ageing, start_of
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import AddressChange, Mailbox
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.kinds import PERSONS
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures.models import Structure
from portal.medimail.structures.store import under

# Accounts that one transaction takes: on SQLite nobody else writes meanwhile.
CHUNK = 100
Place = tuple[datetime, int]


@dataclass(frozen=True)
class Due:
    """Accounts in this state of which this is true."""

    state: State
    condition: ColumnElement[bool]


def rejected_for_long(ageing: Ageing, night: date) -> Due:
    """Those whose rejection becomes final."""
    return Due(State.REJECTED, Mailbox.state_since < ageing.final_before(night))


def expired(_ageing: Ageing, night: date) -> Due:
    """Those whose date is past."""
    return Due(State.VALID, Mailbox.expires_on <= night)


def unused(ageing: Ageing, night: date) -> Due:
    """Persons who have not signed in for long, nor were made valid since."""
    since = ageing.unused_before(night)
    unseen = or_(Credential.signed_in_at.is_(None), Credential.signed_in_at < since)
    return Due(State.VALID, and_(Mailbox.state_since < since, unseen, _runs_on(night), Mailbox.kind.in_(PERSONS)))


def awake(_ageing: Ageing, night: date) -> Due:
    """Those who have signed in since they fell asleep, and whose date is not past."""
    seen = Credential.signed_in_at >= Mailbox.state_since
    return Due(State.INACTIVE, and_(seen, _runs_on(night), Mailbox.kind.in_(PERSONS)))


def asleep(session: Session, account_id: int) -> Sequence[int]:
    """The keys of the mailboxes of this person that are asleep."""
    mine = (Mailbox.account_id == account_id, Mailbox.state == State.INACTIVE)
    return session.scalars(select(Mailbox.id).where(*mine).order_by(Mailbox.id)).all()


def asleep_for_long(ageing: Ageing, night: date) -> Due:
    """Those who are removed, unless they have signed in since."""
    stays = func.coalesce(awake(ageing, night).condition, false())
    return Due(State.INACTIVE, and_(Mailbox.state_since < ageing.removed_before(night), ~stays))


def near_expiry(_ageing: Ageing, night: date) -> Due:
    """Those whose date draws near; which of them is to be told is a rule's affair."""
    return Due(State.VALID, Mailbox.expires_on.between(night, night + timedelta(days=max(EXPIRY_WARNED))))


def near_removal(ageing: Ageing, night: date) -> Due:
    """Those who are soon removed, and were not told so since they fell asleep."""
    untold = or_(Mailbox.warned_at.is_(None), Mailbox.warned_at < Mailbox.state_since)
    near = Mailbox.state_since < ageing.removal_warned_before(night)
    return Due(State.INACTIVE, and_(near, untold, _runs_on(night), Mailbox.kind.in_(PERSONS)))


def _runs_on(night: date) -> ColumnElement[bool]:
    return or_(Mailbox.expires_on.is_(None), Mailbox.expires_on > night)


def _of(due: Due) -> ColumnElement[bool]:
    return and_(Mailbox.state == due.state, due.condition)


def next_keys(session: Session, due: Due, after: Place | None) -> Sequence[Place]:
    """The places of the next accounts to which this happens, those that stand there longest first."""
    query = select(Mailbox.state_since, Mailbox.id).outerjoin(Credential, Credential.account_id == Mailbox.account_id)
    query = query.where(_of(due)).order_by(Mailbox.state_since, Mailbox.id).limit(CHUNK)
    if after:
        query = query.where(tuple_(Mailbox.state_since, Mailbox.id) > after)
    return [(since, key) for since, key in session.execute(query)]


def locked(session: Session, due: Due, keys: Sequence[int]) -> Sequence[Mailbox]:
    """Those of these accounts to which it still happens, locked.

    Asked once they are held, beside the sign-ins as they are then, and not as they were when the lock was waited for.
    """
    accounts = session.scalars(records.locking(select(Mailbox).where(Mailbox.id.in_(keys)).order_by(Mailbox.id))).all()
    query = select(Mailbox.id).outerjoin(Credential, Credential.account_id == Mailbox.account_id)
    still = set(session.scalars(query.where(Mailbox.id.in_(keys), _of(due))))
    return [mailbox for mailbox in accounts if mailbox.id in still]


def _within(structure: Structure, *, daughters: bool) -> ColumnElement[bool]:
    return under(structure.path) if daughters else Structure.id == structure.id


def count(session: Session, structure: Structure, due: Due, *, daughters: bool) -> int:
    """To how many accounts of this structure, or of its whole tree, this happens."""
    query = select(func.count()).select_from(Mailbox).join(Mailbox.structure)
    query = query.outerjoin(Credential, Credential.account_id == Mailbox.account_id)
    return session.scalar(query.where(_of(due), _within(structure, daughters=daughters))) or 0


def of(structure: Structure, due: Due, *, daughters: bool) -> Select[int]:
    """The keys of those to which this happens."""
    query = select(Mailbox.id).join(Mailbox.structure)
    query = query.outerjoin(Credential, Credential.account_id == Mailbox.account_id)
    return query.where(_of(due), _within(structure, daughters=daughters))


def first(session: Session, structure: Structure, due: Due, *, daughters: bool, limit: int) -> Sequence[Mailbox]:
    """The first of them by name, with their structure."""
    query = (
        select(Mailbox)
        .join(Mailbox.structure)
        .options(contains_eager(Mailbox.structure))
        .outerjoin(Credential, Credential.account_id == Mailbox.account_id)
        .where(_of(due), _within(structure, daughters=daughters))
        .order_by(Mailbox.search, Mailbox.id)
        .limit(limit)
    )
    return session.scalars(query).all()


def changes(
    session: Session, structure: Structure, *, daughters: bool, limit: int
) -> tuple[int, Sequence[AddressChange]]:
    """How many changes of address wait for the night, and the first of them, each with its account."""
    waits = (AddressChange.state == ChangeState.ASKED, _within(structure, daughters=daughters))
    query = select(AddressChange).join(AddressChange.mailbox).join(Mailbox.structure).where(*waits)
    rows = query.options(contains_eager(AddressChange.mailbox).contains_eager(Mailbox.structure))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return total, session.scalars(rows.order_by(AddressChange.asked_at, AddressChange.id).limit(limit)).all()


def exported(
    session: Session, structure: Structure, state: State, since: date
) -> Iterator[tuple[Mailbox, str, datetime | None]]:
    """The accounts of this tree in this state from this day on, by name, with their structure and last sign-in."""
    query = (
        select(Mailbox, Structure.name, Credential.signed_in_at)
        .join(Mailbox.structure)
        .outerjoin(Credential, Credential.account_id == Mailbox.account_id)
        .where(Mailbox.state == state, Mailbox.state_since >= start_of(since), under(structure.path))
        .order_by(Mailbox.search, Mailbox.id)
        .execution_options(yield_per=500)
    )
    for mailbox, name, signed_in_at in session.execute(query):
        session.expunge(mailbox)  # or the session would keep them all
        yield mailbox, name, signed_in_at
