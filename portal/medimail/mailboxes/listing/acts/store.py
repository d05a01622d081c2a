"""Where an account may go."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.folding import words
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.tree import Reach

MOST_FOUND = 20


def places(session: Session, reach: Reach, text: str, *, but: int | None = None) -> Sequence[Structure]:
    """The open structures within reach whose name has these words, the first twenty by name."""
    query = select(Structure).where(structures.within(reach), Structure.closed_at.is_(None))
    for word in words(text):
        query = query.where(Structure.folded.contains(word, autoescape=True))
    if but is not None:
        query = query.where(Structure.id != but)
    return session.scalars(query.order_by(Structure.folded, Structure.id).limit(MOST_FOUND)).all()
