"""What is done to a reply template: kept, changed, removed; one title, one template."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import clock
from portal.raccordement.instruction.replies import store
from portal.raccordement.instruction.replies.models import ReplyTemplate


@dataclass(frozen=True)
class TitleTaken:
    """Another template has this title."""


@dataclass(frozen=True)
class Overtaken:
    """It has been changed, or removed, since it was shown."""


def keep(
    session: Session, template_id: int | None, *, title: str, body: str, version: int, by: int
) -> ReplyTemplate | TitleTaken | Overtaken:
    """Write a template, new when it has no key; `version` is the one that the person was looking at.

    What is kept already, word for word, is kept: the same press arrived twice.

    Raises:
        IntegrityError: one of this title is being written by somebody quicker; the same again finds it.
    """
    same = store.titled(session, title)
    if same and template_id in {None, same.id} and (same.title, same.body) == (title, body):
        return same
    if same and same.id != template_id:
        return TitleTaken()
    template = store.get(session, template_id, lock=True) if template_id else ReplyTemplate(version=0)
    if template is None or template.version != version:
        return Overtaken()
    template.title, template.body = title, body
    template.version, template.changed_at, template.changed_by = version + 1, clock.now(), by
    session.add(template)
    session.flush()
    return template


def remove(session: Session, template_id: int) -> bool:
    """Remove a template; False when it is no longer there."""
    template = store.get(session, template_id, lock=True)
    if template is None:
        return False
    session.delete(template)
    return True
