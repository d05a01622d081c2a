"""Every query of the reply templates."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.raccordement.instruction.replies.models import ReplyTemplate


def listed(session: Session) -> Sequence[ReplyTemplate]:
    """All of them, by title."""
    return session.scalars(select(ReplyTemplate).order_by(func.lower(ReplyTemplate.title), ReplyTemplate.id)).all()


def get(session: Session, template_id: int, *, lock: bool = False) -> ReplyTemplate | None:
    """This one; locked against other writers if asked."""
    return session.get(ReplyTemplate, template_id, with_for_update=lock or None)


def titled(session: Session, title: str) -> ReplyTemplate | None:
    """The one of this title, capitals apart."""
    query = select(ReplyTemplate).where(func.lower(ReplyTemplate.title) == func.lower(title))
    return session.scalars(query.order_by(ReplyTemplate.id)).first()
