"""Reading the profiles: the list of an establishment by tabs, words and team, and the lines of an export.

Every query starts from `held`: what lies outside the perimeter cannot be asked for.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.lifetime import last_expired
from portal.accounts.models import Account, Credential
from portal.accounts.rules import Kind
from portal.config import settings
from portal.db import Base
from portal.folding import words
from portal.labelled import Labelled
from portal.profiles.record.models import Profile, Team
from portal.profiles.record.rules.lines import Line, profile_key
from portal.profiles.record.rules.perimeter import Perimeter
from portal.profiles.record.rules.roles import Action, Role

PAGE = 50
_STREAMED = {"yield_per": 1000}


class Tab(Labelled):
    """The tabs of the list."""

    ALL = "tous", "Tous"
    PHYSICIANS = "medecins", "Médecins"
    OTHERS = "non-medecins", "Non-médecins"
    EXPIRED = "expires", "Mot de passe expiré"
    BLOCKED = "bloques", "Bloqués"
    WITHOUT_MSSANTE = "sans-mssante", "Sans adresse MSSanté"
    FUTURE = "a-venir", "À venir"
    ENDED = "termines", "Terminés"


@dataclass(frozen=True)
class Filters:
    """What is asked of the list; no establishment means all those of the perimeter, no team any or none."""

    finess_et: str = ""
    tab: Tab = Tab.ALL
    team_id: int | None = None
    text: str = ""
    page: int = 1


class Listed(NamedTuple):
    """A profile as the list shows it."""

    id: int
    account_id: int
    finess_et: str
    role: Role
    team: str | None
    starts_on: date
    ends_on: date | None
    kind: Kind
    last_name: str
    first_name: str
    rpps: str | None
    certdc_id: str | None
    mssante: str | None
    is_expired: bool = False
    is_blocked: bool = False


def page(session: Session, held: Perimeter, filters: Filters) -> Sequence[Listed]:
    """One page of the profiles asked for, in the order of names; one more than a page says that another follows.

    The page is cut first, on the index and on the table that its tab reads, then its fifty rows are filled in.
    """
    cut = _cut(held, filters).offset((filters.page - 1) * PAGE).limit(PAGE + 1)
    inside = Profile.id.in_(select(cut.subquery().c.id))
    query = _shown(_expired(), _blocked()).where(inside).order_by(Profile.search, Profile.id)
    return [Listed(*row) for row in session.execute(query)]


def _cut(held: Perimeter, filters: Filters) -> Select[int]:
    query = select(Profile.id).where(*_asked(held, filters), _TABS[filters.tab](Profile))
    if read := _READS.get(filters.tab):
        query = query.join(read[0], read[1] == Profile.account_id)
    return query.order_by(Profile.search, Profile.id)


def of_person(session: Session, held: Perimeter, account_id: int) -> Sequence[Listed]:
    """All that somebody is in these establishments."""
    query = _shown(_expired(), _blocked()).where(*_asked(held, Filters()), Profile.account_id == account_id)
    return [Listed(*row) for row in session.execute(query.order_by(Profile.finess_et, Profile.role, Profile.id))]


_COLUMNS: tuple[Any, ...] = (
    *(Profile.id, Profile.account_id, Profile.finess_et, Profile.role, Team.name, Profile.starts_on, Profile.ends_on),
    *(Account.kind, Account.last_name, Account.first_name, Account.rpps, Account.certdc_id, Account.mssante),
)


def counts(session: Session, held: Perimeter, filters: Filters) -> dict[Tab, int]:
    """How many profiles each tab holds, whichever is open, in one reading.

    The profiles are put in the order of accounts first, whose two tables are then read in their own: in the order of
    names, SQLite takes three times as long.
    """
    columns = (Profile.id, Profile.account_id, Profile.starts_on, Profile.ends_on)
    # An offset of nothing keeps the database from undoing that order.
    ordered = select(*columns).where(*_asked(held, filters)).order_by(Profile.account_id).offset(0).subquery()
    inside = aliased(Profile, ordered)
    sums = (func.coalesce(func.sum(case((holds(inside), 1), else_=0)), 0) for holds in _TABS.values())
    row = session.execute(_joined(select(*sums), inside)).one()
    return {tab: int(count) for tab, count in zip(_TABS, row, strict=True)}


def _shown(*more: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return _joined(select(*_COLUMNS, *more)).outerjoin(Team, Team.id == Profile.team_id)


def _joined(query: Select[*tuple[Any, ...]], profile: type[Profile] = Profile) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(profile)
        .join(Account, Account.id == profile.account_id)
        .join(Credential, Credential.account_id == profile.account_id)
    )


def _asked(held: Perimeter, filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.finess_et:
        yield Profile.finess_et == (filters.finess_et if held.holds(filters.finess_et) else "")
    else:
        yield Profile.finess_et.in_(list(held.territorials))
    if filters.team_id is not None:
        yield Profile.team_id == filters.team_id
    for word in words(filters.text):
        yield Profile.search.like(f"% {word}%")


def _expired() -> ColumnElement[bool]:
    """The passwords that have lived their 18 months or 90 sign-ins, or that were never set (source 000)."""
    life = accounts.lifetime()
    first_good = datetime.combine(last_expired(clock.today(), life) + timedelta(days=1), time(), clock.PARIS)
    old = or_(Credential.set_at < first_good, Credential.sign_ins >= life.sign_ins)
    return or_(old, Credential.password_hash.is_(None))


def _blocked() -> ColumnElement[bool]:
    return Credential.blocked_at > clock.now() - timedelta(hours=settings().block_hours)


_TABS: dict[Tab, Callable[[type[Profile]], ColumnElement[bool]]] = {
    Tab.ALL: lambda profile: profile.id.is_not(None),
    Tab.PHYSICIANS: lambda _: Account.kind == Kind.HEALTH_PROFESSIONAL,
    Tab.OTHERS: lambda _: Account.kind != Kind.HEALTH_PROFESSIONAL,
    Tab.EXPIRED: lambda _: _expired(),
    Tab.BLOCKED: lambda _: _blocked(),
    Tab.WITHOUT_MSSANTE: lambda _: Account.mssante.is_(None),
    Tab.FUTURE: lambda profile: profile.starts_on > clock.today(),
    Tab.ENDED: lambda profile: profile.ends_on < clock.today(),
}


# Which table a tab reads besides the profiles, and by which key.
_READS: dict[Tab, tuple[type[Base], InstrumentedAttribute[int]]] = {
    **dict.fromkeys((Tab.PHYSICIANS, Tab.OTHERS, Tab.WITHOUT_MSSANTE), (Account, Account.id)),
    **dict.fromkeys((Tab.EXPIRED, Tab.BLOCKED), (Credential, Credential.account_id)),
}


def get(session: Session, held: Perimeter, profile_id: int) -> Profile | None:
    """The profile of this key, if it is the référent's; another's and none at all are not told apart."""
    profile = session.get(Profile, profile_id)
    return profile if profile and held.holds(profile.finess_et) else None


def exported(session: Session, held: Perimeter, filters: Filters) -> Iterator[Line]:
    """The profiles asked for as lines M: imported again as they are, they change nothing."""
    query = _shown().where(*_asked(held, filters), _TABS[filters.tab](Profile))
    ordered = query.order_by(Profile.finess_et, Profile.search, Profile.id)
    for number, row in enumerate(session.execute(ordered, execution_options=_STREAMED), start=1):
        yield as_line(Listed(*row), held, number)


def as_line(listed: Listed, held: Perimeter, number: int = 1) -> Line:
    """A profile as a line M that changes nothing."""
    is_physician = listed.kind is Kind.HEALTH_PROFESSIONAL
    return Line(
        number=number,
        action=Action.MODIFY,
        finess_ej=held.territorials[listed.finess_et],
        finess_et=listed.finess_et,
        team=listed.team or "",
        role=listed.role,
        person=(listed.rpps if is_physician else listed.certdc_id) or "",
        is_physician=is_physician,
        last_name=listed.last_name,
        first_name=listed.first_name,
        mssante=listed.mssante,
        starts_on=listed.starts_on,
        ends_on=listed.ends_on,
        profile=profile_key(listed.finess_et, listed.role, listed.team or ""),
    )
