"""Whose request an instructeur judges: anybody's but their own, of which they see what its gestionnaires see."""

from flask import abort, flash, make_response, url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.raccordement.record import store
from portal.raccordement.record.models import Member, Raccordement
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import Role
from portal.web import hx

OWN = "Vous suivez cette demande comme gestionnaire SI\u00a0: un autre instructeur la traite."


def judged(session: Session, number: str, *, lock: bool = False) -> Raccordement:
    """The request of this number, locked until the end of the transaction if asked.

    Raises:
        NotFound: there is none.
        HTTPException: the person signed in is one of its gestionnaires, and is led to the page that they have as such.
    """
    found = store.by_number(session, number) or abort(404)
    if lock:
        store.get(session, found.id, lock=True)
    if session.get(Member, (found.id, current_user.account_id)):
        flash(OWN, "info")
        abort(make_response(hx.go(url_for("followup.record", number=number))))
    return found


def instructor() -> Actor:
    """The person signed in, as an instructeur."""
    return Actor(current_user.account_id, Role.INSTRUCTOR)
