"""The teams of an establishment: create, rename, empty, delete.

« La suppression (S) d’une équipe est impossible via fichier CSV » (source 001): it is done here alone, and only of an
empty team, so that nobody loses a profile by a click that said something else.
"""

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.audit import Event
from portal.profiles.record import cells, revisions
from portal.profiles.record.models import Profile, Team
from portal.profiles.record.rules.acts import Done, Emptied, Fate, NameRefused, NameTaken, NotEmpty, NotYours, Unchanged
from portal.profiles.record.rules.lines import fold_team
from portal.profiles.record.rules.perimeter import Perimeter
from portal.profiles.record.rules.roles import IN_TEAM


def get(session: Session, held: Perimeter, team_id: int, *, lock: bool = False) -> Team | None:
    """The team of this key, if it is the référent's; locked against other writers if asked."""
    team = session.get(Team, team_id, with_for_update=lock or None, populate_existing=lock)
    return team if team and held.holds(team.finess_et) else None


def create(
    session: Session, held: Perimeter, by: int, finess_et: str, typed: str
) -> Done | NotYours | NameRefused | NameTaken:
    """Make a team, empty at first."""
    if not held.holds(finess_et):
        return NotYours()
    name = cells.team(typed)
    if not name or not isinstance(name, str):
        return NameRefused()
    team = Team(finess_et=finess_et, created_at=clock.now())
    if not _takes(session, team, name):
        return NameTaken()
    audit.record(session, Event.TEAM_CREATED, actor=by, after={"etablissement": finess_et, "equipe": name})
    return Done(team.id)


def rename(
    session: Session, held: Perimeter, by: int, team_id: int, typed: str
) -> Done | Unchanged | NotYours | NameRefused | NameTaken:
    """Give a team another name; its profiles follow."""
    team = get(session, held, team_id, lock=True)
    if team is None:
        return NotYours()
    name, before = cells.team(typed), team.name
    if not name or not isinstance(name, str):
        return NameRefused()
    if name == before:
        return Unchanged()
    if not _takes(session, team, name):
        return NameTaken()
    revisions.bump(session, {team.finess_et})
    where = {"etablissement": team.finess_et, "equipe": before}
    audit.record(session, Event.TEAM_RENAMED, actor=by, before=where, after={"equipe": name})
    return Done(team.id)


def _takes(session: Session, team: Team, name: str) -> bool:
    """Whether the team takes this name: of two who choose one at the same instant, the second is told."""
    try:
        with session.begin_nested():
            team.name, team.folded = name, fold_team(name)
            session.add(team)
            session.flush()
    except IntegrityError:
        return False
    return True


def fate(session: Session, team: Team) -> Fate:
    """What emptying this team would do: roles that need a team are deleted, the others stay without one.

    One that its person already holds without a team is deleted too: it would be there twice.
    """
    inside = session.execute(
        select(Profile.id, Profile.account_id, Profile.role).where(Profile.team_id == team.id)
    ).all()
    alone = select(Profile.account_id, Profile.role).where(
        Profile.finess_et == team.finess_et, Profile.team_id.is_(None), Profile.account_id.in_([r[1] for r in inside])
    )
    already = {(account_id, role) for account_id, role in session.execute(alone)}
    deleted = frozenset(key for key, account_id, role in inside if role in IN_TEAM or (account_id, role) in already)
    return Fate(deleted, frozenset(row[0] for row in inside) - deleted)


def empty(session: Session, held: Perimeter, by: int, team_id: int) -> Emptied | NotYours:
    """Take everybody out of a team; what happens to each is told by `fate`."""
    team = get(session, held, team_id, lock=True)
    if team is None:
        return NotYours()
    told = fate(session, team)
    _record_departures(session, by, team, told)
    session.execute(delete(Profile).where(Profile.id.in_(told.deleted)))
    session.execute(update(Profile).where(Profile.id.in_(told.kept)).values(team_id=None))
    revisions.bump(session, {team.finess_et})
    counts = {"supprimes": len(told.deleted), "sans_equipe": len(told.kept)}
    where = {"etablissement": team.finess_et, "equipe": team.name}
    audit.record(session, Event.TEAM_EMPTIED, actor=by, before=where, after=counts)
    return Emptied(len(told.deleted), len(told.kept))


def _record_departures(session: Session, by: int, team: Team, told: Fate) -> None:
    """One row for each person, who may read it."""
    gone = session.scalars(select(Profile).where(Profile.team_id == team.id))
    for profile in gone.all():
        where = {"etablissement": team.finess_et, "role": profile.role, "equipe": team.name}
        if profile.id in told.deleted:
            audit.record(session, Event.PROFILE_DELETED, subject=profile.account_id, actor=by, before=where)
        else:
            after = {"equipe": ""}
            audit.record(
                session, Event.PROFILE_CHANGED, subject=profile.account_id, actor=by, before=where, after=after
            )


def remove(session: Session, held: Perimeter, by: int, team_id: int) -> Done | NotYours | NotEmpty:
    """Delete an empty team."""
    team = get(session, held, team_id, lock=True)
    if team is None:
        return NotYours()
    count = session.scalar(select(func.count()).where(Profile.team_id == team.id)) or 0
    if count:
        return NotEmpty(count)
    session.delete(team)
    session.flush()
    where = {"etablissement": team.finess_et, "equipe": team.name}
    audit.record(session, Event.TEAM_DELETED, actor=by, before=where)
    return Done()
