"""Whom each structure enrols, read and written: by whoever sets it, and for whoever registers alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from portal import audit
from portal.audit import Event
from portal.medimail.structures.models import Enrolment, Structure
from portal.medimail.structures.rules.enrolment import Registrant, Rule
from portal.medimail.structures.rules.settings import Criterion, Status
from portal.medimail.structures.rules.tree import depth

# The journal refuses any key with the word « code », which might name a secret.
_TOLD = {Criterion.POSTAL_CODE: "commune_postale"}


def rule_of(session: Session, structure: Structure) -> Rule:
    """Whom this structure enrols."""
    values = _values(session, [structure.id])[structure.id]
    return Rule(structure.id, depth(structure.path), values, structure.enrols_status)


def rules(session: Session, registrant: Registrant | None = None) -> Sequence[Rule]:
    """The rules of the structures that are open; only those that have something of this person, if one is given."""
    held = select(Enrolment.structure_id)
    if registrant:
        pairs = registrant.traits.items()
        held = held.where(or_(*(and_(Enrolment.criterion == name, Enrolment.value == value) for name, value in pairs)))
    query = select(Structure.id, Structure.path, Structure.enrols_status).where(
        Structure.closed_at.is_(None), or_(Structure.enrols_status != Status.ANY, Structure.id.in_(held))
    )
    found = session.execute(query.order_by(Structure.id)).all()
    values = _values(session, [row.id for row in found])
    return [Rule(row.id, depth(row.path), values[row.id], row.enrols_status) for row in found]


def _values(session: Session, structure_ids: Sequence[int]) -> Mapping[int, Mapping[Criterion, frozenset[str]]]:
    accepted: dict[int, dict[Criterion, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in session.scalars(select(Enrolment).where(Enrolment.structure_id.in_(structure_ids))):
        accepted[row.structure_id][row.criterion].add(row.value)
    return {key: {criterion: frozenset(values) for criterion, values in accepted[key].items()} for key in structure_ids}


def write(session: Session, structure: Structure, rule: Rule, *, by: int) -> bool:
    """Let this structure, locked by the caller, enrol those of this rule; False when it already did."""
    before = rule_of(session, structure)
    if before == rule:
        return False
    session.execute(delete(Enrolment).where(Enrolment.structure_id == structure.id))
    session.add_all(
        Enrolment(structure_id=structure.id, criterion=criterion, value=value)
        for criterion, accepted in rule.values.items()
        for value in accepted
    )
    structure.enrols_status = rule.status
    structure.version += 1
    session.flush()
    told = {"structure": structure.id}
    audit.record(
        session,
        Event.STRUCTURE_ENROLMENT_CHANGED,
        actor=by,
        before={**told, **_told(before)},
        after={**told, **_told(rule)},
    )
    return True


def _told(rule: Rule) -> dict[str, object]:
    values = {_TOLD.get(name, name.value): sorted(accepted) for name, accepted in sorted(rule.values.items())}
    return {**values, "statut": rule.status.value}
