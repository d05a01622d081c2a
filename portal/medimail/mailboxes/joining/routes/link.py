"""The link of a registration that made nothing: it is corrected, and sent again."""

from flask import session as cookie
from flask import url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from portal.config import settings
from portal.db import reading, transaction
from portal.medimail.mailboxes.joining import reopening
from portal.medimail.mailboxes.joining.routes.browser import OPEN, blueprint
from portal.medimail.mailboxes.joining.rules import Gone
from portal.proving.rules import Proved, TooManyAsked
from portal.web import guards, hx
from portal.web.visitor import visitor


@blueprint.get("/inscription/corriger/<token>")
@guards.public
def link_page(token: str) -> ResponseReturnValue:
    """What the mailed link shows: a button, since a scanner may fetch it as often as it likes."""
    with reading() as session:
        found = reopening.linked(session, token)
    return _page(token, found)


def _page(token: str, found: object) -> ResponseReturnValue:
    is_dead = isinstance(found, Gone)
    return hx.show(
        "medimail/joining/link.html",
        partial="medimail/joining/_link.html",
        status=hx.GONE if is_dead else 200,
        is_dead=is_dead,
        token=token,
    )


@blueprint.post("/inscription/corriger/<token>")
@guards.public
def follow(token: str) -> ResponseReturnValue:
    """Open the registration of the link in this browser."""
    with transaction() as session:
        found = reopening.follow(session, visitor(), token)
    match found:
        case TooManyAsked():
            raise TooManyRequests(retry_after=int(settings().limit_proving_codes.window.total_seconds()))
        case Proved(key):
            cookie[OPEN] = key
            return hx.go(url_for(".sheet"))
        case Gone():
            return _page(token, found)
