"""What of Medimail a person may see: the structures within their reach; all else is answered as what does not exist."""

from collections.abc import Sequence
from typing import Any

from flask import abort
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.medimail.structures import store
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.tree import Reach, lineage


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


def around(session: Session, structure: Structure, held: Reach | None = None) -> dict[str, Any]:
    """What each page of a structure shows of where it is (`layouts/structure.html`).

    Its mothers, from the top of the tree down, are those that the person reaches: the others are not named. `held` is
    this reach where the caller knows it.
    """
    return {"structure": structure, "above": _above(session, structure, held)}


def _above(session: Session, structure: Structure, held: Reach | None) -> Sequence[Structure]:
    if not lineage(structure.path)[:-1]:
        return ()
    held = held or reach(session)
    return [mother for mother in store.above(session, structure) if held.holds(mother.path)]


def of_the_grades(session: Session) -> None:
    """Let the GRADeS alone go on.

    Raises:
        NotFound: the person signed in is not of the GRADeS.
    """
    if not reach(session).is_grades:
        abort(404)
