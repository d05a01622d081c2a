"""What is known of the people of some lines, in a number of queries that does not grow with them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.lifetime import PasswordAge, is_expired
from portal.accounts.models import Account, AccountRight, Credential
from portal.accounts.rules import Kind, Right
from portal.profiles.record.models import Home, Profile, Team
from portal.profiles.record.rules.duplicates import Seen
from portal.profiles.record.rules.known import Held, Known, Person
from portal.profiles.record.rules.lines import Line, ProfileKey
from portal.profiles.record.rules.perimeter import Perimeter
from portal.profiles.record.rules.roles import Action
from portal.registers.models import Establishment

# Words are read as they are stored: turning them into members takes as long as reading them.
_PEOPLE = select(
    *(Account.id, type_coerce(Account.kind, String), Account.rpps, Account.certdc_id),
    *(Account.last_name, Account.first_name, Account.mssante, Account.closed_at.is_not(None)),
)
_HELD = select(
    *(Profile.account_id, Profile.id, Profile.finess_et, type_coerce(Profile.role, String)),
    *(Profile.starts_on, Profile.ends_on, Team.folded, Team.name),
).outerjoin(Team, Team.id == Profile.team_id)
_PASSWORDS = select(Credential.account_id, Credential.password_hash, Credential.set_at, Credential.sign_ins)
_OWNERS = select(Account.mssante, Account.rpps, Account.certdc_id, Account.id)
# A physician may hold a Medimail mailbox under the same address: those accounts are not somebody else's.
_STAFF = (Kind.HEALTH_PROFESSIONAL, Kind.STAFF)


def perimeter(session: Session, account_id: int) -> Perimeter:
    """The establishments of a référent: of each EJ all the ET, those that have left the register included.

    A right without scope opens nothing here: no référent is that of every establishment.
    """
    query = select(AccountRight.scope).where(
        AccountRight.account_id == account_id, AccountRight.name == Right.REFERENT, AccountRight.scope != ""
    )
    scopes = frozenset(session.scalars(query))
    return Perimeter(scopes, dict(_territorials(session, scopes))) if scopes else Perimeter()


def _territorials(session: Session, scopes: Collection[str]) -> Iterator[tuple[str, str]]:
    for column in (Establishment.finess_et, Establishment.finess_ej):
        found = session.execute(select(Establishment.finess_et, Establishment.finess_ej).where(column.in_(scopes)))
        yield from ((finess_et, finess_ej) for finess_et, finess_ej in found)


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
    numbers = {line.person for line in lines if line.is_physician}
    identifiers = {line.person for line in lines if not line.is_physician}
    for column, values in ((Account.rpps, numbers), (Account.certdc_id, identifiers)):
        ordered = _PEOPLE.where(column.in_(values)).order_by(Account.id)
        for row in session.execute(ordered.with_for_update(key_share=True) if lock else ordered) if values else ():
            key, kind, rpps, certdc_id, last_name, first_name, mssante, is_closed = row
            is_physician = kind == Kind.HEALTH_PROFESSIONAL.value
            person = Person(key, is_physician, last_name, first_name, mssante, is_closed=is_closed)
            person.is_managed = is_physician
            by_id[key] = known.people[str(rpps if rpps in numbers else certdc_id)] = person
    return by_id


def _load_profiles(session: Session, by_id: dict[int, Person], held: Perimeter) -> None:
    inside = Profile.finess_et.in_(list(held.territorials))
    for row in session.execute(_HELD.where(Profile.account_id.in_(list(by_id)), inside)):
        account_id, key, finess_et, role, starts_on, ends_on, folded, team = row
        person = by_id[account_id]
        person.profiles[ProfileKey(finess_et, role, folded or "")] = Held(key, starts_on, ends_on, team or "")
        person.is_managed = True


def _load_guards(session: Session, by_id: dict[int, Person], held: Perimeter) -> None:
    """Whose account opens more than this référent's own establishments, and whose was registered by one of them."""
    query = select(AccountRight.account_id, AccountRight.name, AccountRight.scope)
    for account_id, name, scope in session.execute(query.where(AccountRight.account_id.in_(list(by_id)))):
        by_id[account_id].is_guarded |= name is not Right.REFERENT or not held.may_hand(scope)
    others = [account_id for account_id, person in by_id.items() if not person.is_managed]
    if others:
        homes = select(Home.account_id, Home.finess_et).where(Home.account_id.in_(others))
        for account_id, finess_et in session.execute(homes):
            by_id[account_id].is_managed = held.holds(finess_et)


def _load_passwords(session: Session, known: Known, lines: Sequence[Line]) -> None:
    """Whose password has expired, of those for whom a line gives another one."""
    asked = {line.person for line in lines if line.password and line.action is not Action.DELETE}
    people = {p.account_id: p for name, p in known.people.items() if name in asked}
    if not people:
        return
    for row in session.execute(_PASSWORDS.where(Credential.account_id.in_(list(people)))):
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
    owned = _OWNERS.where(Account.mssante.in_(addresses), Account.kind.in_(_STAFF))
    for mssante, rpps, certdc_id, account_id in session.execute(owned):
        known.owners[str(mssante)] = rpps or certdc_id or f"#{account_id}"
