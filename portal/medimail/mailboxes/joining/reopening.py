"""A registration that made nothing is kept behind the link of the mail that says so: a number mistyped is corrected.

Whoever holds the link reads the mailbox that was proved. Opening is counted as a code that is asked for: a number
tried after another, to learn which are known, costs no less than it did.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import clock
from portal.config import settings
from portal.medimail.mailboxes.joining.models import Joining
from portal.medimail.mailboxes.joining.rules import LIFE, Gone
from portal.proving.rules import Proved, TooManyAsked
from portal.proving.service import too_many
from portal.tokens import RowToken
from portal.web.visitor import Visitor

_LINK = RowToken[Joining]("medimail joining link", lambda joining: (joining.id, joining.created_at, joining.salt))


def link(joining: Joining) -> str:
    """The address of the page that opens this registration again."""
    return f"{settings().base_url}/inscription/corriger/{_LINK.write(joining)}"


def ends_at(joining: Joining) -> datetime:
    """Until when its link opens it: it is then removed."""
    return joining.created_at + LIFE


def linked(session: Session, token: str, *, lock: bool = False) -> Joining | Gone:
    """The registration of a link; looking consumes nothing, and one that made an account opens no more."""
    joining = _LINK.read(token, lambda key: session.get(Joining, key, with_for_update=lock or None))
    if joining is None or not joining.typed or ends_at(joining) <= clock.now():
        return Gone()
    return joining


def follow(session: Session, visitor: Visitor, token: str) -> Proved | Gone | TooManyAsked:
    """Open the registration of a link in this browser, as it was sent."""
    joining = linked(session, token, lock=True)
    if isinstance(joining, Gone):
        return joining
    if too_many(session, visitor, joining.email):
        return TooManyAsked()
    joining.browser_mark, joining.proved_at, joining.sent_at = visitor.mark, clock.now(), None
    return Proved(joining.id)
