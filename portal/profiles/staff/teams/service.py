"""Changes to a team, done only if it is still as it was shown."""

import hashlib

from sqlalchemy.orm import Session

from portal.profiles.record import teams
from portal.profiles.record.rules.acts import Done, Emptied, Fate, NameRefused, NameTaken, NotYours, Stale, Unchanged
from portal.profiles.record.rules.perimeter import Perimeter


def mark(fate: Fate) -> str:
    """What tells these members from any others."""
    keys = ",".join(str(key) for key in sorted(fate.deleted)), ",".join(str(key) for key in sorted(fate.kept))
    return hashlib.sha256("|".join(keys).encode()).hexdigest()[:16]


def rename(
    session: Session, held: Perimeter, by: int, team_id: int, *, name: str, seen: str
) -> Done | Unchanged | NotYours | NameRefused | NameTaken | Stale:
    """Give a team another name, unless somebody has given it one meanwhile."""
    team = teams.get(session, held, team_id, lock=True)
    if team is not None and team.name != seen:
        return Stale()
    return teams.rename(session, held, by, team_id, name)


def empty(session: Session, held: Perimeter, by: int, team_id: int, *, seen: str) -> Emptied | NotYours | Stale:
    """Take out of a team those who were shown to be in it; if others are, nobody."""
    team = teams.get(session, held, team_id, lock=True)
    if team is not None and mark(teams.fate(session, team)) != seen:
        return Stale()
    return teams.empty(session, held, by, team_id)
