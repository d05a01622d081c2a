"""The register as the picker reads it: territorials by juridical establishment, numbers of what has left."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from portal.registers.models import Establishment


def under(session: Session, juridicals: Collection[str], also: Collection[str], limit: int) -> Sequence[Establishment]:
    """The open territorials of these juridical establishments, and those of `also` whatever became of them, by name."""
    if not juridicals and not also:
        return []
    is_open = Establishment.finess_ej.in_(juridicals) & Establishment.left_on.is_(None)
    query = select(Establishment).where(or_(is_open, Establishment.finess_et.in_(also)))
    return session.scalars(query.order_by(Establishment.search, Establishment.finess_et).limit(limit)).all()


def counts(session: Session, juridicals: Collection[str]) -> Mapping[str, int]:
    """How many open territorials each of these juridical establishments has."""
    query = select(Establishment.finess_ej, func.count()).where(
        Establishment.finess_ej.in_(juridicals), Establishment.left_on.is_(None)
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(Establishment.finess_ej))}


def juridical_among(session: Session, numbers: Collection[str]) -> set[str]:
    """Those of these numbers that are a juridical establishment's."""
    return set(session.scalars(select(Establishment.finess_ej).where(Establishment.finess_ej.in_(numbers)).distinct()))


def left_by_number(session: Session, number: str) -> Establishment | None:
    """The establishment that has left the register under this number, territorial or juridical; the last to leave."""
    named = or_(Establishment.finess_et == number, Establishment.finess_ej == number, Establishment.siret == number)
    query = select(Establishment).where(named, Establishment.left_on.is_not(None))
    return session.scalar(query.order_by(Establishment.left_on.desc()).limit(1))


def is_empty(session: Session) -> bool:
    """Whether no establishment was ever imported."""
    return not session.scalar(select(exists().where(Establishment.finess_et.is_not(None))))
