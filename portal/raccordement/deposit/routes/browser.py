"""What every page of the public request shares: the blueprint, and which draft it is of.

The cookie of the browser says which one is shown: the last that was opened there. A form says which one it was shown
for, and writes in that one.
"""

from functools import partial

from flask import Blueprint, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.config import settings
from portal.raccordement.deposit import drafts
from portal.raccordement.deposit.rules import Deposited, Gone, Lapsed, ToChoose
from portal.raccordement.record import store as records
from portal.raccordement.record.models import Raccordement
from portal.tokens import RowToken
from portal.web import hx
from portal.web.visitor import visitor

blueprint = Blueprint("deposit", __name__)

# Which proof this browser gave, in its signed cookie; a second name once the request is sent.
OPEN, SENT = "raccordement", "raccordement_envoye"
# The hidden field by which a form names its own draft.
NAMED = "demande"

_NAMED = RowToken[Raccordement]("raccordement form", lambda record: (record.id, record.created_at))


def proof_id() -> int | None:
    """The proof that this browser gave last."""
    found = cookie.get(OPEN) or cookie.get(SENT)
    return found if isinstance(found, int) else None


def named(record: Raccordement) -> str:
    """What the form of this draft says of it."""
    return _NAMED.write(record)


def of_form(session: Session, *, goes_on: bool, lock: bool = True) -> drafts.Open | Deposited | Gone:
    """The draft for which the form sent, or the link, was shown, locked; with `goes_on`, what follows is of it."""
    shown = _NAMED.read(request.values.get(NAMED, ""), partial(records.get, session, lock=lock))
    found = drafts.of_form(session, visitor(), proof_id(), shown, goes_on=goes_on)
    if isinstance(found, Gone):
        return found
    opened, key = found
    if goes_on or isinstance(opened, Deposited):
        cookie[OPEN] = key
    return opened


def full(path: str) -> str:
    """The full address of a path, for a mail: from the settings, never from a Host header that may be forged."""
    return settings().base_url + path


def link(token: str) -> str:
    """The full address of the page that opens a draft."""
    return full(url_for("deposit.link_page", token=token))


def elsewhere(found: Gone | ToChoose | Deposited | Lapsed) -> ResponseReturnValue:
    """Where to go when this browser has no draft to show."""
    match found:
        case ToChoose():
            return hx.go(url_for("deposit.choice"))
        case Deposited():
            cookie[SENT] = proof_id()
            cookie.pop(OPEN, None)
            return hx.go(url_for("deposit.sent"))
        case Lapsed():
            return hx.go(url_for("deposit.start", motif="relire"))
        case Gone():
            cookie.pop(OPEN, None)
            return hx.go(url_for("deposit.start", motif="adresse"))
