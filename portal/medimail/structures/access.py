"""What of Medimail a person may see: the structures within their reach; all else is answered as what does not exist."""

from flask import abort
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.medimail.structures import store
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.tree import Reach


def reach(session: Session) -> Reach:
    """How far the person signed in administers, as it is now."""
    return store.reach_of(session, current_user.account_id)


def structure(session: Session, structure_id: int, *, lock: bool = False) -> Structure:
    """The structure of this key, to be administered; whoever adds something to it locks it first.

    Raises:
        NotFound: it is out of the person's reach, closed, or there is none.
    """
    found = standing(session, structure_id, lock=lock)
    return found if found.closed_at is None else abort(404)


def standing(session: Session, structure_id: int, *, lock: bool = False) -> Structure:
    """The structure of this key, even closed for the GRADeS, who may open it again.

    Raises:
        NotFound: it is out of the person's reach, closed for them, or there is none.
    """
    found = store.get(session, structure_id, lock=lock)
    held = reach(session)
    if found is None or not held.holds(found.path) or (found.closed_at and not held.is_grades):
        abort(404)
    return found


def of_the_grades(session: Session) -> None:
    """Let the GRADeS alone go on.

    Raises:
        NotFound: the person signed in is not of the GRADeS.
    """
    if not reach(session).is_grades:
        abort(404)
