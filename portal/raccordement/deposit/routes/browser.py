"""What every page of the public request shares: the blueprint, and what this browser's signed cookie opens."""

from flask import Blueprint, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from portal.config import settings
from portal.raccordement.deposit.rules import Deposited, Gone, Lapsed, ToChoose
from portal.web import hx

blueprint = Blueprint("deposit", __name__)

# Which proof this browser gave, in its signed cookie; a second name once the request is sent.
OPEN, SENT = "raccordement", "raccordement_envoye"


def proof_id() -> int | None:
    """The proof that this browser gave last."""
    found = cookie.get(OPEN) or cookie.get(SENT)
    return found if isinstance(found, int) else None


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
