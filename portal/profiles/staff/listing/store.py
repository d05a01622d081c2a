"""The establishments of a perimeter, with how many people each has."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from portal.folding import words
from portal.profiles.record.models import Profile, Team
from portal.profiles.record.rules.perimeter import Perimeter
from portal.registers.models import Establishment


def places(session: Session, held: Perimeter, text: str, *, offset: int, size: int) -> Sequence[Establishment]:
    """One page of the establishments that answer these words or numbers: those that are open first, by name."""
    ordered = (Establishment.left_on.is_not(None), Establishment.search, Establishment.finess_et)
    query = select(Establishment).where(*_asked(held, text)).order_by(*ordered)
    return session.scalars(query.offset(offset).limit(size)).all()


def count_places(session: Session, held: Perimeter, text: str) -> int:
    """How many establishments answer."""
    return session.scalar(select(func.count()).select_from(Establishment).where(*_asked(held, text))) or 0


def _asked(held: Perimeter, text: str) -> Iterator[ColumnElement[bool]]:
    yield Establishment.finess_et.in_(list(held.territorials))
    for word in words(text):
        numbers = (Establishment.finess_et.like(f"{word}%"), Establishment.finess_ej.like(f"{word}%"))
        yield or_(Establishment.search.like(f"% {word}%"), *numbers)


def sizes(session: Session, shown: Collection[str]) -> Mapping[str, int]:
    """How many profiles each of these establishments has; none is left out."""
    query = select(Profile.finess_et, func.count()).where(Profile.finess_et.in_(shown)).group_by(Profile.finess_et)
    return dict(iter(session.execute(query)))


def names(session: Session, held: Perimeter, scope: str) -> Sequence[str]:
    """The names of the establishments of the perimeter that this EJ or ET brings, in their order."""
    inside = [et for et, ej in held.territorials.items() if scope in {et, ej}]
    query = select(Establishment).where(Establishment.finess_et.in_(inside))
    return [place.full_name for place in session.scalars(query.order_by(Establishment.search)).all()]


def count_teams(session: Session, finess_et: str) -> int:
    """How many teams this establishment has."""
    return session.scalar(select(func.count()).select_from(Team).where(Team.finess_et == finess_et)) or 0
