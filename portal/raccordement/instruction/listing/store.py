"""Every query of the instruction: the list by tabs, what it shows beside each request, what leaves in a sheet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Account
from portal.raccordement.instruction.listing.rules import NOBODY, OWED, SETTLED, STATES, Filters, Sort, Tab, View, terms
from portal.raccordement.record.models import Attached, EstablishmentsRequest, Raccordement
from portal.raccordement.record.rules import FIELDS
from portal.raccordement.record.states import State
from portal.raccordement.record.store import INSTRUCTING


@dataclass(frozen=True)
class Eye:
    """Who looks at the list, and the instant before which what waits is late."""

    account_id: int
    limit: datetime


class Listed(NamedTuple):
    """A request as the list shows it."""

    id: int
    number: str
    si_name: str
    last_name: str
    first_name: str
    state: State
    state_since: datetime
    deposited_at: datetime
    places_asked_at: datetime | None
    follower_last_name: str | None
    follower_first_name: str | None

    @property
    def since(self) -> datetime:
        """Since when it waits: in its state, or for another list of establishments where nothing else is awaited."""
        return self.state_since if self.state in OWED else self.places_asked_at or self.state_since

    @property
    def awaits(self) -> str:
        """What is awaited of the instructeurs, or simply where the request stands."""
        return View.PLACES.label if self.places_asked_at and self.state not in OWED else self.state.label

    @property
    def follower(self) -> str:
        """Who follows it; nothing when nobody does."""
        return f"{self.follower_first_name} {self.follower_last_name}" if self.follower_last_name else ""


def _asking() -> Subquery:
    """The records whose list of establishments waits for a decision, and since when."""
    asked = EstablishmentsRequest
    query = select(asked.raccordement_id, func.min(asked.asked_at).label("asked_at"))
    return query.where(asked.decided_at.is_(None)).group_by(asked.raccordement_id).subquery()


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """What the filters leave, tab aside."""
    words = [[Raccordement.search.like(f"% {prefix}%") for prefix in prefixes] for prefixes in terms(filters.text)]
    found = [Raccordement.state.in_(STATES), *(or_(*prefixes) for prefixes in words)]
    if filters.follower == NOBODY:
        found.append(Raccordement.instructor_id.is_(None))
    elif filters.follower:
        found.append(Raccordement.instructor_id == int(filters.follower))
    if filters.since:
        found.append(Raccordement.deposited_at >= _midnight(filters.since))
    if filters.until:
        found.append(Raccordement.deposited_at < _midnight(filters.until + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.PARIS)


def _is_mine(eye: Eye, asking: Subquery) -> ColumnElement[bool]:
    to_judge = or_(Raccordement.state.not_in(SETTLED), asking.c.asked_at.is_not(None))
    return and_(func.coalesce(Raccordement.instructor_id, 0) == eye.account_id, to_judge)


def _is_late(eye: Eye, asking: Subquery) -> ColumnElement[bool]:
    owed = and_(Raccordement.state.in_(OWED), Raccordement.state_since < eye.limit)
    return or_(owed, func.coalesce(asking.c.asked_at, eye.limit) < eye.limit)


def _opened(tab: Tab, eye: Eye, asking: Subquery) -> ColumnElement[bool] | None:
    """What this tab leaves; None when it leaves all."""
    match tab:
        case View.TO_DO:
            return or_(Raccordement.state.in_(OWED), asking.c.asked_at.is_not(None))
        case View.MINE:
            return _is_mine(eye, asking)
        case View.OVERDUE:
            return _is_late(eye, asking)
        case View.PLACES:
            return asking.c.asked_at.is_not(None)
        case View.ALL:
            return None
        case State():
            return Raccordement.state == tab


def counts(session: Session, filters: Filters, eye: Eye) -> Mapping[Tab, int]:
    """How many requests each tab would show under these filters, in one reading of the table."""
    asking = _asking()
    marks = (_is_mine(eye, asking), _is_late(eye, asking), asking.c.asked_at.is_not(None))
    kinds: list[Any] = [Raccordement.state, *(mark.label(f"mark{at}") for at, mark in enumerate(marks))]
    shown: Any = select(*kinds, func.count())
    query = shown.outerjoin(asking, asking.c.raccordement_id == Raccordement.id)
    found: Counter[Tab] = Counter()
    for state, mine, late, asks, count in session.execute(query.where(*_conditions(filters)).group_by(*kinds)):
        opened = {state: True, View.ALL: True, View.MINE: mine, View.OVERDUE: late, View.PLACES: asks}
        opened[View.TO_DO] = asks or state in OWED
        found.update({tab: count for tab, is_open in opened.items() if is_open})
    return found


_ORDERS: Mapping[Sort, tuple[Any, ...]] = {
    Sort.NUMBER: (),
    Sort.SYSTEM: (Raccordement.si_key,),
    Sort.PERSON: (func.lower(Raccordement.last_name), func.lower(Raccordement.first_name)),
}


def _keys(sort: Sort, asking: Subquery) -> tuple[Any, ...]:
    """What puts the list in this order; the key of the request decides between equals."""
    if sort is Sort.SINCE:
        owed = Raccordement.state.in_(OWED)
        waits = case((owed, Raccordement.state_since), else_=func.coalesce(asking.c.asked_at, Raccordement.state_since))
        return (waits, Raccordement.id)
    return (*_ORDERS[sort], Raccordement.id)


def page(session: Session, filters: Filters, eye: Eye, *, offset: int, size: int) -> Sequence[Listed]:
    """The requests of one page of a tab."""
    asking = _asking()
    ordered = [key.desc() if filters.descending else key for key in _keys(filters.sort, asking)]
    query = _joined(select(*_columns(asking)), asking).where(*_left(filters, eye, asking)).order_by(*ordered)
    return [Listed(*row) for row in session.execute(query.offset(offset).limit(size))]


def _columns(asking: Subquery) -> list[Any]:
    """Those of `Listed`."""
    own = [getattr(Raccordement, name) for name in Listed._fields[:8]]
    return [*own, asking.c.asked_at, Account.last_name, Account.first_name]


def _joined(query: Any, asking: Subquery) -> Select[Any]:
    joined: Select[Any] = query.outerjoin(asking, asking.c.raccordement_id == Raccordement.id)
    return joined.outerjoin(Account, Account.id == Raccordement.instructor_id)


def _left(filters: Filters, eye: Eye, asking: Subquery) -> list[ColumnElement[bool]]:
    opened = _opened(filters.tab, eye, asking)
    return [*_conditions(filters), *([opened] if opened is not None else [])]


def overdue(session: Session, eye: Eye, *, named: int = 20) -> tuple[int, Sequence[Listed]]:
    """How many overdue requests this instructeur follows or nobody does, and those that have waited longest.

    Whoever instructs no more follows nothing.
    """
    asking = _asking()
    follower = Raccordement.instructor_id
    theirs = or_(follower == eye.account_id, follower.is_(None), follower.not_in(INSTRUCTING))
    conditions = (theirs, _is_late(eye, asking), Raccordement.state.in_(STATES))
    count = session.scalar(_joined(select(func.count(Raccordement.id)), asking).where(*conditions)) or 0
    query = _joined(select(*_columns(asking)), asking).where(*conditions)
    rows = session.execute(query.order_by(*_keys(Sort.SINCE, asking)).limit(named)) if count else ()
    return count, [Listed(*row) for row in rows]


def awaiting_correction(session: Session, before: datetime, *, after: int, size: int = 500) -> Sequence[int]:
    """The next requests to correct, by key, that nobody has touched since this instant."""
    query = select(Raccordement.id).where(
        Raccordement.state == State.TO_CORRECT, Raccordement.changed_at < before, Raccordement.id > after
    )
    return session.scalars(query.order_by(Raccordement.id).limit(size)).all()


class Leaving(NamedTuple):
    """A request as a sheet shows it."""

    id: int
    number: str
    state: State
    state_since: datetime
    deposited_at: datetime
    follower: str
    late: bool
    values: Sequence[str]
    juridicals: Sequence[str]
    territorials: Sequence[str]


def leaving(session: Session, filters: Filters, eye: Eye, *, after: int, size: int) -> Sequence[Leaving]:
    """The next requests of a sheet, by key: columns, since mapped objects would take twice the time."""
    asking = _asking()
    fixed = [getattr(Raccordement, name) for name in Leaving._fields[:5]]
    who = [Account.first_name, Account.last_name, _is_late(eye, asking).label("late")]
    query = _joined(select(*fixed, *who, *(getattr(Raccordement, name) for name in FIELDS)), asking)
    query = query.where(*_left(filters, eye, asking), Raccordement.id > after).order_by(Raccordement.id).limit(size)
    rows: Sequence[Any] = session.execute(query).all()
    places = _attached(session, [row[0] for row in rows])
    return [
        Leaving._make(
            (*row[:5], f"{row[5]} {row[6]}" if row[6] else "", bool(row[7]), row[8:], *places.get(row[0], ((), ())))
        )
        for row in rows
    ]


def _attached(session: Session, record_ids: Sequence[int]) -> Mapping[int, tuple[list[str], list[str]]]:
    """The FINESS numbers of these requests: the juridical ones, each once, then the territorial ones."""
    query = select(Attached.raccordement_id, Attached.finess_ej, Attached.finess_et)
    query = query.where(Attached.raccordement_id.in_(record_ids))
    found: dict[int, tuple[list[str], list[str]]] = {}
    for record_id, ej, et in session.execute(query.order_by(Attached.finess_ej, Attached.finess_et)):
        juridicals, territorials = found.setdefault(record_id, ([], []))
        territorials.append(et)
        if ej not in juridicals:
            juridicals.append(ej)
    return found
