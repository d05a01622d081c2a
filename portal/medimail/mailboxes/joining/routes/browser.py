"""What every page of a registration shares: the blueprint, and which registration it is of.

The cookie of the browser says which one is shown: the last that was begun there. A form says which one it was shown
for, and is sent for that one: two people of one ward register in two tabs of one computer.
"""

from functools import partial

from flask import Blueprint, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts import store as people
from portal.medimail.mailboxes.joining import service
from portal.medimail.mailboxes.joining.models import Joining
from portal.medimail.mailboxes.joining.rules import Gone, Holder, Sent
from portal.tokens import RowToken
from portal.web import hx
from portal.web.visitor import visitor

blueprint = Blueprint("joining", __name__)

# Which registration this browser has open, in its signed cookie.
OPEN = "inscription"
# The hidden field by which a form names its own.
NAMED = "inscription"

_NAMED = RowToken[Joining]("medimail joining form", lambda joining: (joining.id, joining.created_at, joining.salt))


def opened(session: Session) -> Joining | Gone | Sent:
    """The registration that this browser began last."""
    found = cookie.get(OPEN)
    return service.opened(session, visitor(), found if isinstance(found, int) else None)


def named(joining: Joining) -> str:
    """What the form of this registration says of it."""
    return _NAMED.write(joining)


def of_form(session: Session, *, lock: bool = False, goes_on: bool = True) -> Joining | Gone | Sent:
    """The registration that the form sent was shown for; the same address proved again since will do.

    With `goes_on`, the pages that follow are of that one.
    """
    shown = _NAMED.read(request.form.get(NAMED, ""), partial(session.get, Joining))
    if shown is None:
        return Gone()
    current = opened(session)
    key = current.id if isinstance(current, Joining) and current.email == shown.email else shown.id
    found = service.opened(session, visitor(), key, lock=lock)
    if goes_on and not isinstance(found, Gone):
        cookie[OPEN] = key
    return found


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
