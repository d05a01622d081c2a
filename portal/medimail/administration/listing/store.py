"""The structures of a list, and the counts of their accounts: a query each, however many there are."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from portal.medimail.administration.listing.rules import Place
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.states import LISTED, State
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.tree import Reach
from portal.medimail.structures.store import within


def places(session: Session, reach: Reach, *, closed: bool = False) -> Sequence[Place]:
    """The structures within this reach, open or closed, with the accounts of each."""
    mother = aliased(Structure)
    columns = (Structure.id, Structure.path, Structure.name, Structure.folded, Structure.mother_id, mother.name)
    query = select(*columns).outerjoin(mother, mother.id == Structure.mother_id).where(within(reach))
    query = query.where(Structure.closed_at.is_not(None) if closed else Structure.closed_at.is_(None))
    counts = {} if closed else _counts(session, reach)
    return [Place(*row[:5], row[5] or "", counts.get(row[0], 0)) for row in session.execute(query)]


def _counts(session: Session, reach: Reach) -> Mapping[int, int]:
    """How many accounts each structure lists, off one index; a structure that has none is left out."""
    query = select(Mailbox.structure_id, func.count()).where(Mailbox.state.in_(LISTED))
    if not reach.is_grades:
        query = query.where(Mailbox.structure_id.in_(select(Structure.id).where(within(reach))))
    return dict(iter(session.execute(query.group_by(Mailbox.structure_id))))


def has_closed(session: Session) -> bool:
    """Whether some structure is closed."""
    return session.scalar(select(Structure.id).where(Structure.closed_at.is_not(None)).limit(1)) is not None


def only(session: Session, reach: Reach) -> int | None:
    """The one structure within this reach; None when there are several, or none."""
    query = select(Structure.id).where(within(reach), Structure.closed_at.is_(None)).order_by(Structure.id).limit(2)
    keys = session.scalars(query).all()
    return keys[0] if len(keys) == 1 else None


def states(session: Session, structure_id: int) -> Mapping[State, int]:
    """How many accounts of one structure, its daughters left out, stand in each state."""
    query = select(Mailbox.state, func.count()).where(Mailbox.structure_id == structure_id).group_by(Mailbox.state)
    return dict(iter(session.execute(query)))


def published(session: Session, structure_id: int) -> int:
    """How many accounts of one structure have an MSSanté address."""
    query = select(func.count()).where(
        Mailbox.structure_id == structure_id, Mailbox.mssante.is_not(None), Mailbox.state.in_(LISTED)
    )
    return session.scalar(query) or 0
