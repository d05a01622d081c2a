"""The teams of an establishment, with how many profiles each holds."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.profiles.record.models import Profile, Team

# As many as a person reads in a list of suggestions.
SUGGESTED = 500


def page(session: Session, finess_et: str, *, offset: int, size: int) -> Sequence[tuple[int, str, int]]:
    """The keys, names and sizes of the teams of one page, by name."""
    count = select(func.count()).where(Profile.team_id == Team.id).correlate(Team).scalar_subquery()
    query = select(Team.id, Team.name, count).where(Team.finess_et == finess_et)
    rows = session.execute(query.order_by(Team.folded).offset(offset).limit(size))
    return [(key, name, profiles) for key, name, profiles in rows]


def names(session: Session, finess_et: str) -> Sequence[str]:
    """What the teams are called, to be suggested."""
    query = select(Team.name).where(Team.finess_et == finess_et).order_by(Team.folded).limit(SUGGESTED)
    return session.scalars(query).all()
