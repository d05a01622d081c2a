"""Who may be a mother, and what a structure still holds."""

from collections.abc import Sequence

from sqlalchemy import func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from portal.folding import words
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.states import LISTED
from portal.medimail.structures.models import Structure

# As many as a person reads in a list.
SHOWN = 20


def mothers(session: Session, text: str, *, of: Structure | None = None) -> Sequence[tuple[Structure, str]]:
    """The open structures whose name has words that begin so, and what the mother of each is called.

    The first ones by name; of no text, all have. Those that may be the mother of this structure, where one is given.
    """
    mother = aliased(Structure)
    query = select(Structure, mother.name).outerjoin(mother, mother.id == Structure.mother_id)
    for word in words(text):
        query = query.where(or_(Structure.folded.startswith(word), Structure.folded.contains(f" {word}")))
    if of:
        query = query.where(not_(Structure.path.startswith(of.path)), Structure.id != (of.mother_id or 0))
    query = query.where(Structure.closed_at.is_(None)).order_by(Structure.folded, Structure.id).limit(SHOWN)
    return [(structure, name or "") for structure, name in session.execute(query)]


def accounts(session: Session, structure_id: int) -> int:
    """How many accounts a structure lists."""
    query = select(func.count()).where(Mailbox.structure_id == structure_id, Mailbox.state.in_(LISTED))
    return session.scalar(query) or 0
