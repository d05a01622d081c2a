"""The establishments of a perimeter, with how many people each has."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.profiles.record.models import Profile, Team
from portal.profiles.record.rules.perimeter import Perimeter
from portal.registers.models import Establishment


def places(session: Session, held: Perimeter) -> Sequence[Establishment]:
    """The establishments, those that are open first, by name."""
    mine = Establishment.finess_et.in_(list(held.territorials))
    ordered = (Establishment.left_on.is_not(None), Establishment.search, Establishment.finess_et)
    return session.scalars(select(Establishment).where(mine).order_by(*ordered)).all()


def sizes(session: Session, held: Perimeter) -> Mapping[str, int]:
    """How many profiles each establishment has; none is left out."""
    mine = Profile.finess_et.in_(list(held.territorials))
    query = select(Profile.finess_et, func.count()).where(mine).group_by(Profile.finess_et)
    return dict(iter(session.execute(query)))


def count_teams(session: Session, finess_et: str) -> int:
    """How many teams this establishment has."""
    return session.scalar(select(func.count()).select_from(Team).where(Team.finess_et == finess_et)) or 0
