"""What remains of a chunk of decisions, written by a few statements: by objects, it would cost thrice.

The order keeps every constraint true on the way: what goes first makes room for what comes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import service as accounts
from portal.accounts import store as people
from portal.accounts.models import Account, Credential
from portal.accounts.rules import Kind
from portal.among import among
from portal.bulk import Bulk
from portal.db import table_of
from portal.profiles.record import revisions
from portal.profiles.record.models import Home, Profile, Team
from portal.profiles.record.rules.known import Held, Known, Person
from portal.profiles.record.rules.lines import ProfileKey, searchable

_ACCOUNTS, _CREDENTIALS, _HOMES = table_of(Account), table_of(Credential), table_of(Home)
_PROFILES, _TEAMS = table_of(Profile), table_of(Team)

_OPEN = Bulk(
    insert(_ACCOUNTS),
    ("kind", "rpps", "certdc_id", "last_name", "first_name", "mssante"),
    shared=("created_at",),
)
# Which key each new account got: asked once for all, where RETURNING would have each row prepared by itself.
_OPENED = [
    select(named, _ACCOUNTS.c.id).where(among(named, "names")) for named in (_ACCOUNTS.c.rpps, _ACCOUNTS.c.certdc_id)
]
_SECURE = Bulk(
    insert(_CREDENTIALS),
    ("account_id", "password_hash"),
    shared=("set_at", "sign_ins", "must_change", "version"),
)
_SETTLE = Bulk(insert(_HOMES), ("account_id", "finess_et"))
_CHANGE = Bulk(
    update(_ACCOUNTS)
    .where(_ACCOUNTS.c.id == bindparam("account"))
    .values({name: bindparam(f"new_{name}") for name in ("last_name", "first_name", "mssante")}),
    ("account", "new_last_name", "new_first_name", "new_mssante"),
)
_REINDEX = Bulk(
    update(_PROFILES).where(_PROFILES.c.account_id == bindparam("account")).values(search=bindparam("new_search")),
    ("account", "new_search"),
)
# Links and codes mailed to the address that was are dead: whoever reads it must not come in by them.
_OUTDATE = (
    update(_CREDENTIALS).where(among(_CREDENTIALS.c.account_id, "accounts")).values(version=_CREDENTIALS.c.version + 1)
)
_REDATE = Bulk(
    update(_PROFILES)
    .where(_PROFILES.c.id == bindparam("profile"))
    .values(starts_on=bindparam("new_start"), ends_on=bindparam("new_end")),
    ("profile", "new_start", "new_end"),
)
_ADD_PROFILES = Bulk(
    insert(_PROFILES),
    ("account_id", "finess_et", "role", "team_id", "starts_on", "ends_on", "search"),
    shared=("created_at",),
)
_ADD_TEAM = insert(_TEAMS).returning(_TEAMS.c.id, sort_by_parameter_order=True)

# Of one establishment: what a team is called there, folded.
TeamKey = tuple[str, str]


def write(session: Session, known: Known, hashes: Mapping[int, str]) -> Mapping[TeamKey, str]:
    """Write what the decisions noted in `known` have changed; every new person then has a key.

    Args:
        session: Of the transaction in which `known` was loaded.
        known: After the last decision of the chunk.
        hashes: By line, those of the passwords to set.

    Returns:
        The teams made on the way, with their names.

    Raises:
        IntegrityError: somebody else created the same account, team or profile at the same instant.
    """
    now = clock.now()
    if known.removed:
        session.execute(delete(_PROFILES).where(_PROFILES.c.id.in_(known.removed)))
    _open_accounts(session, known, hashes, now)
    _change_accounts(session, known)
    _give_passwords(session, known.people.values(), hashes)
    _redate(session, known.people.values())
    made = _add_profiles(session, known, now)
    revisions.bump(session, known.touched)
    return made


def _open_accounts(session: Session, known: Known, hashes: Mapping[int, str], now: datetime) -> None:
    """An initial password: somebody else chose it, so it opens nothing but the choice of another one."""
    new = {name: person for name, person in known.people.items() if person.account_id is None}
    if not new:
        return
    _OPEN.run(session, (_account(name, person) for name, person in new.items()), created_at=now)
    for name, key in _opened(session, new):
        new[name].account_id = key
    secrets = [(p.account_id, hashes[p.given] if p.given is not None else None) for p in new.values()]
    _SECURE.run(session, secrets, set_at=now, sign_ins=0, must_change=True, version=1)
    _SETTLE.run(session, ((p.account_id, p.home) for p in new.values() if not p.is_physician))
    for person in new.values():
        person.given = None
        person.renamed = person.readdressed = False  # the account was just written as it is


def _account(name: str, person: Person) -> tuple[Any, ...]:
    kind, rpps, certdc_id = (Kind.HEALTH_PROFESSIONAL, name, None) if person.is_physician else (Kind.STAFF, None, name)
    return kind, rpps, certdc_id, person.last_name, person.first_name, person.mssante


def _opened(session: Session, new: Mapping[str, Person]) -> Iterator[tuple[str, int]]:
    physicians = [name for name, person in new.items() if person.is_physician]
    others = [name for name, person in new.items() if not person.is_physician]
    for query, names in zip(_OPENED, (physicians, others), strict=True):
        if names:
            yield from session.execute(query, {"names": names}).all()


def _change_accounts(session: Session, known: Known) -> None:
    changed = [(name, p) for name, p in known.people.items() if p.renamed or p.readdressed]
    if not changed:
        return
    _CHANGE.run(session, ((p.account_id, p.last_name, p.first_name, p.mssante) for _, p in changed))
    if moved := [person.account_id for _, person in changed if person.readdressed]:
        session.execute(_OUTDATE, {"accounts": moved})
    renamed = ((p.account_id, searchable(p.last_name, p.first_name, name)) for name, p in changed if p.renamed)
    _REINDEX.run(session, renamed)


def _give_passwords(session: Session, changed: Iterable[Person], hashes: Mapping[int, str]) -> None:
    """One by one: each took an argon2 to prepare, and ends the sessions that the old one opened."""
    for person in changed:
        if person.given is not None and person.account_id is not None:
            account = people.get(session, person.account_id)
            accounts.set_password(session, account, hashes[person.given], must_change=True)
            people.end_sessions(session, account.id)
            person.given = None


def _redate(session: Session, changed: Iterable[Person]) -> None:
    redated = (
        (held.key, held.starts_on, held.ends_on)
        for person in changed
        for held in person.profiles.values()
        if held.changed and held.key is not None
    )
    _REDATE.run(session, redated)


def _add_profiles(session: Session, known: Known, now: datetime) -> Mapping[TeamKey, str]:
    new = [
        (name, person, key, held)
        for name, person in known.people.items()
        for key, held in person.profiles.items()
        if held.key is None
    ]
    if not new:
        return {}
    wanted: dict[TeamKey, str] = {}
    for _, _, key, held in new:
        if key.team:
            wanted.setdefault((key.finess_et, key.team), held.team)
    teams = _find_teams(session, wanted)
    made = {key: name for key, name in wanted.items() if key not in teams}
    teams |= _make_teams(session, made, now)
    _ADD_PROFILES.run(session, (_profile(*one, teams) for one in new), created_at=now)
    return made


def _profile(name: str, person: Person, key: ProfileKey, held: Held, teams: Mapping[TeamKey, int]) -> tuple[Any, ...]:
    team_id = teams[key.finess_et, key.team] if key.team else None
    search = searchable(person.last_name, person.first_name, name)
    return person.account_id, key.finess_et, key.role, team_id, held.starts_on, held.ends_on, search


def _find_teams(session: Session, wanted: Collection[TeamKey]) -> dict[TeamKey, int]:
    query = select(_TEAMS.c.finess_et, _TEAMS.c.folded, _TEAMS.c.id).where(
        _TEAMS.c.finess_et.in_({finess_et for finess_et, _ in wanted}),
        _TEAMS.c.folded.in_({folded for _, folded in wanted}),
    )
    return {(finess_et, folded): key for finess_et, folded, key in session.execute(query)} if wanted else {}


def _make_teams(session: Session, named: Mapping[TeamKey, str], now: datetime) -> dict[TeamKey, int]:
    """« Si l’équipe renseignée n’existe pas déjà, elle sera automatiquement créée »."""
    rows = [
        {"finess_et": finess_et, "folded": folded, "name": name, "created_at": now}
        for (finess_et, folded), name in named.items()
    ]
    return dict(zip(named, session.scalars(_ADD_TEAM, rows), strict=True)) if rows else {}
