"""What every page of a registration shares: the blueprint, and what this browser's signed cookie opens."""

from flask import Blueprint, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts import store as people
from portal.medimail.mailboxes.joining import service
from portal.medimail.mailboxes.joining.models import Joining
from portal.medimail.mailboxes.joining.rules import Gone, Holder, Sent
from portal.web import hx
from portal.web.visitor import visitor

blueprint = Blueprint("joining", __name__)

# Which registration this browser has open, in its signed cookie.
OPEN = "inscription"


def opened(session: Session, *, lock: bool = False) -> Joining | Gone | Sent:
    """The registration of this browser."""
    found = cookie.get(OPEN)
    return service.opened(session, visitor(), found if isinstance(found, int) else None, lock=lock)


def elsewhere(found: Gone | Sent) -> ResponseReturnValue:
    """Where to go when this browser has no registration to go on with."""
    match found:
        case Sent():
            return hx.go(url_for("joining.sent"))
        case Gone():
            return hx.go(url_for("joining.start", motif="adresse"))


def holder(session: Session) -> Holder | None:
    """The person signed in, entirely: they register with their own account."""
    if not current_user.is_authenticated or current_user.must_renew:
        return None
    account = people.get(session, current_user.account_id)
    return Holder(account.id, account.last_name, account.first_name, account.rpps or "")
