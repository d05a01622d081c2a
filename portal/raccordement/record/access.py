"""Whose record a page shows: that of one of its gestionnaires, or of nobody: another's answers as if it were not."""

from flask import abort
from flask_login import current_user
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import counters
from portal.accounts.counters import Scope, Tally
from portal.config import settings
from portal.raccordement.record import store
from portal.raccordement.record.models import Member, Raccordement
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import Role

TOO_MANY_SENT = (
    "Vous avez beaucoup écrit à l’instruction depuis une heure\u00a0: rien n’a été envoyé. Attendez un peu, puis "
    "recommencez."
)


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


def may_send(session: Session) -> bool:
    """Count one thing that this person sends to the instructeurs, who get a mail of each; whether they may."""
    sendings = Tally(Scope.SENDINGS, counters.subject(current_user.account_id), settings().limit_sendings)
    return counters.admits(session, sendings, clock.now())


def manager() -> Actor:
    """The person signed in, as a gestionnaire."""
    return Actor(current_user.account_id, Role.MANAGER)
