"""Who of the existing accounts a rule would have enrolled: the rule as a condition, since there may be 100,000.

What SQL cannot fold, a city, is folded once for each spelling that there is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from portal.folding import words
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import PERSONS
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures.rules.enrolment import Rule
from portal.medimail.structures.rules.settings import Criterion, Status
from portal.registers.models import Departement, Region
from portal.registers.rules.folding import fold

# Of whom a trial speaks: who may be there tomorrow.
COUNTED = (State.TO_VALIDATE, State.PREREGISTERED, State.VALID, State.INACTIVE)
FIRST = 20

_COLUMNS: Mapping[Criterion, InstrumentedAttribute[Any]] = {
    Criterion.REGION: Mailbox.region_code,
    Criterion.DEPARTEMENT: Mailbox.departement_code,
    Criterion.POSTAL_CODE: Mailbox.postal_code,
    Criterion.PROFESSION: Mailbox.profession,
}


def regions(session: Session) -> Sequence[Region]:
    """Every région, by name as one says it: Île-de-France is among the I."""
    return sorted(session.scalars(select(Region)), key=lambda region: words(region.name))


def departements(session: Session) -> Sequence[Departement]:
    """Every département, by code."""
    return session.scalars(select(Departement).order_by(Departement.code)).all()


def matching(session: Session, rule: Rule) -> Sequence[ColumnElement[bool]]:
    """The conditions that a person's account is one that this rule enrols; it has one criterion at least."""
    conditions: list[ColumnElement[bool]] = [Mailbox.kind.in_(PERSONS), Mailbox.state.in_(COUNTED)]
    if rule.status is not Status.ANY:
        conditions.append(Mailbox.is_liberal.is_(rule.status is Status.LIBERAL))
    for criterion, accepted in rule.values.items():
        match criterion:
            case Criterion.DOMAIN:
                conditions.append(or_(*(Mailbox.address.endswith(f"@{one}", autoescape=True) for one in accepted)))
            case Criterion.CITY:
                conditions.append(Mailbox.city.in_(_spellings(session, accepted)))
            case _:
                conditions.append(_COLUMNS[criterion].in_(accepted))
    return conditions


def _spellings(session: Session, accepted: frozenset[str]) -> Sequence[str]:
    """The cities as they are written somewhere that are one of these."""
    return [city for city in session.scalars(select(Mailbox.city).distinct()) if fold(city) in accepted]


def counts(session: Session, conditions: Sequence[ColumnElement[bool]]) -> Mapping[State, int]:
    """How many accounts meet these conditions, by state."""
    query = select(Mailbox.state, func.count()).where(*conditions).group_by(Mailbox.state)
    return dict(session.execute(query).all())


def first(session: Session, conditions: Sequence[ColumnElement[bool]]) -> Sequence[Mailbox]:
    """The first of them by name, each with its structure."""
    query = select(Mailbox).options(joinedload(Mailbox.structure, innerjoin=True)).where(*conditions)
    return session.scalars(query.order_by(Mailbox.search, Mailbox.id).limit(FIRST)).all()
