"""Whose record a page shows: that of one of its gestionnaires, or of nobody: another's answers as if it were not."""

from flask import abort
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts.rules import Right
from portal.raccordement.record import store
from portal.raccordement.record.models import Member, Raccordement
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import Role
from portal.web import guards

managers = guards.guard(guards.Holding(Right.SI_MANAGER))


def mine(session: Session, number: str, *, lock: bool = False) -> Raccordement:
    """The record of this number, if the person signed in is one of its gestionnaires.

    Raises:
        NotFound: there is none, or it is somebody else's: nothing tells the two apart.
    """
    found = store.of_member(session, number, current_user.account_id) or abort(404)
    if lock:
        store.get(session, found.id, lock=True)
        # Read again under the lock: whoever was removed meanwhile is no longer a gestionnaire.
        session.get(Member, (found.id, current_user.account_id), populate_existing=True) or abort(404)
    return found


def manager() -> Actor:
    """The person signed in, as a gestionnaire."""
    return Actor(current_user.account_id, Role.MANAGER)
