"""What is known of the people of some lines, in a number of queries that does not grow with them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Row, Select, String, bindparam, select, type_coerce
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.lifetime import PasswordAge, is_expired
from portal.accounts.models import Account, AccountRight, Credential
from portal.accounts.rules import Kind, Right
from portal.among import among
from portal.db import table_of
from portal.profiles.record.models import Home, Profile, Team
from portal.profiles.record.rules.duplicates import Seen
from portal.profiles.record.rules.known import Held, Known, Person
from portal.profiles.record.rules.lines import Line, ProfileKey
from portal.profiles.record.rules.perimeter import Perimeter
from portal.profiles.record.rules.roles import Action
from portal.registers.models import Establishment

_ACCOUNTS, _CREDENTIALS, _RIGHTS = table_of(Account), table_of(Credential), table_of(AccountRight)
_PROFILES, _TEAMS, _HOMES = table_of(Profile), table_of(Team), table_of(Home)
_ESTABLISHMENTS = table_of(Establishment)
_Cells: TypeAlias = tuple[Any, ...]

# Built once, of tables and not of classes, with words as they are stored: made anew for each chunk, or turned into
# members and objects, they cost three times what the database takes to answer. Each answer is
# fetched whole: row by row, it costs as much again.
_PEOPLE = select(
    *(_ACCOUNTS.c.id, type_coerce(_ACCOUNTS.c.kind, String), _ACCOUNTS.c.rpps, _ACCOUNTS.c.certdc_id),
    *(_ACCOUNTS.c.last_name, _ACCOUNTS.c.first_name, _ACCOUNTS.c.mssante, _ACCOUNTS.c.closed_at.is_not(None)),
).order_by(_ACCOUNTS.c.id)
_BY_RPPS = _PEOPLE.where(among(_ACCOUNTS.c.rpps, "names"))
_BY_IDENTIFIER = _PEOPLE.where(among(_ACCOUNTS.c.certdc_id, "names"))
# By person alone: with the establishments as well, SQLite looks up each pair of them.
_HELD = (
    select(
        *(_PROFILES.c.account_id, _PROFILES.c.id, _PROFILES.c.finess_et, type_coerce(_PROFILES.c.role, String)),
        *(_PROFILES.c.starts_on, _PROFILES.c.ends_on, _TEAMS.c.folded, _TEAMS.c.name),
    )
    .outerjoin(_TEAMS, _TEAMS.c.id == _PROFILES.c.team_id)
    .where(among(_PROFILES.c.account_id, "keys"))
)
_SCOPES = select(_RIGHTS.c.scope).where(
    _RIGHTS.c.account_id == bindparam("account"), _RIGHTS.c.name == Right.REFERENT, _RIGHTS.c.scope != ""
)
_PLACES = [
    select(_ESTABLISHMENTS.c.finess_et, _ESTABLISHMENTS.c.finess_ej).where(among(number, "scopes"))
    for number in (_ESTABLISHMENTS.c.finess_et, _ESTABLISHMENTS.c.finess_ej)
]
_RIGHTS_OF = select(_RIGHTS.c.account_id, _RIGHTS.c.name, _RIGHTS.c.scope).where(among(_RIGHTS.c.account_id, "keys"))
_HOMES_OF = select(_HOMES.c.account_id, _HOMES.c.finess_et).where(among(_HOMES.c.account_id, "keys"))
_PASSWORDS = select(
    *(_CREDENTIALS.c.account_id, _CREDENTIALS.c.password_hash, _CREDENTIALS.c.set_at, _CREDENTIALS.c.sign_ins)
).where(among(_CREDENTIALS.c.account_id, "keys"))
# A physician may hold a Medimail mailbox under the same address: those accounts are not somebody else's.
_OWNERS = select(_ACCOUNTS.c.mssante, _ACCOUNTS.c.rpps, _ACCOUNTS.c.certdc_id, _ACCOUNTS.c.id).where(
    among(_ACCOUNTS.c.mssante, "names"), _ACCOUNTS.c.kind.in_([Kind.HEALTH_PROFESSIONAL, Kind.STAFF])
)


def perimeter(session: Session, account_id: int) -> Perimeter:
    """The establishments of a référent: of each EJ all the ET, those that have left the register included.

    A right without scope opens nothing here: no référent is that of every establishment.
    """
    scopes = frozenset(session.execute(_SCOPES, {"account": account_id}).scalars())
    if not scopes:
        return Perimeter()
    places = (session.execute(query, {"scopes": scopes}).all() for query in _PLACES)
    return Perimeter(scopes, {finess_et: finess_ej for found in places for finess_et, finess_ej in found})


def load(session: Session, lines: Sequence[Line], held: Perimeter, seen: Seen, *, lock: bool = False) -> Known:
    """The people of these lines, their profiles in the perimeter, and whose their addresses are.

    Args:
        session: Of the transaction that will write, or of a preview.
        lines: A chunk of a file, or the one line of a screen.
        held: The perimeter of the référent who asks.
        seen: What the lines before these have said.
        lock: Keep the accounts as they are until the transaction ends; the same order for everybody.
    """
    known = Known(seen=seen)
    by_id = _load_people(session, known, lines, lock=lock)
    if by_id:
        _load_profiles(session, by_id, held)
        _load_guards(session, by_id, held)
        _load_passwords(session, known, lines)
    _load_owners(session, known, lines)
    return known


def _load_people(session: Session, known: Known, lines: Sequence[Line], *, lock: bool) -> dict[int, Person]:
    by_id: dict[int, Person] = {}
    numbers = [line.person for line in lines if line.is_physician]
    identifiers = [line.person for line in lines if not line.is_physician]
    for row in _rows(session, _BY_RPPS, numbers, lock=lock):
        person = _person(row)
        by_id[row[0]] = known.people[row[2]] = person
    for row in _rows(session, _BY_IDENTIFIER, identifiers, lock=lock):
        person = known.people[row[3]] = _person(row)
        # A physician is a person by the RPPS alone: met under the other name too, there would be two of them.
        if not person.is_physician:
            by_id[row[0]] = person
    return by_id


def _rows(
    session: Session, query: Select[*tuple[Any, ...]], names: list[str], *, lock: bool
) -> Iterable[Row[*tuple[Any, ...]]]:
    locked = query.with_for_update(key_share=True) if lock else query
    return session.execute(locked, {"names": names}).all() if names else ()


def _person(row: Row[*_Cells]) -> Person:
    account_id, kind, _, _, last_name, first_name, mssante, is_closed = row
    is_physician = kind == Kind.HEALTH_PROFESSIONAL.value
    person = Person(account_id, is_physician, last_name, first_name, mssante, is_closed=is_closed)
    person.is_managed = is_physician
    return person


def _load_profiles(session: Session, by_id: dict[int, Person], held: Perimeter) -> None:
    for row in session.execute(_HELD, {"keys": list(by_id)}).all():
        account_id, key, finess_et, role, starts_on, ends_on, folded, team = row
        if held.holds(finess_et):
            person = by_id[account_id]
            person.profiles[ProfileKey(finess_et, role, folded or "")] = Held(key, starts_on, ends_on, team or "")
            person.is_managed = True


def _load_guards(session: Session, by_id: dict[int, Person], held: Perimeter) -> None:
    """Whose account opens more than this référent's own establishments, and whose was registered by one of them."""
    for account_id, name, scope in session.execute(_RIGHTS_OF, {"keys": list(by_id)}):
        by_id[account_id].is_guarded |= not held.covers(name, scope)
    others = [account_id for account_id, person in by_id.items() if not person.is_managed]
    if others:
        for account_id, finess_et in session.execute(_HOMES_OF, {"keys": others}).all():
            by_id[account_id].is_managed = held.holds(finess_et)


def _load_passwords(session: Session, known: Known, lines: Sequence[Line]) -> None:
    """Whose password has expired, of those for whom a line gives another one."""
    asked = {line.person for line in lines if line.password and line.action is not Action.DELETE}
    people = {p.account_id: p for name, p in known.people.items() if name in asked}
    if not people:
        return
    for row in session.execute(_PASSWORDS, {"keys": list(people)}).all():
        account_id, password_hash, set_at, sign_ins = row
        people[account_id].is_expired = password_hash is None or _has_expired(set_at, sign_ins)


def _has_expired(set_at: datetime, sign_ins: int) -> bool:
    """An initial password not yet changed has not expired for that: the same file would replace it each time."""
    age = PasswordAge(clock.local(set_at).date(), sign_ins)
    return is_expired(age, clock.today(), accounts.lifetime())


def _load_owners(session: Session, known: Known, lines: Sequence[Line]) -> None:
    addresses = {line.mssante for line in lines if line.mssante}
    if not addresses:
        return
    for mssante, rpps, certdc_id, account_id in session.execute(_OWNERS, {"names": list(addresses)}).all():
        known.owners[mssante] = rpps or certdc_id or f"#{account_id}"
