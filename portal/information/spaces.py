"""What other rooms offer on the home page to some people: the factory says which, so that this room knows of none."""

from collections.abc import Callable, Sequence

from flask import Flask, current_app
from sqlalchemy.orm import Session

from portal.information.rules import Space

# The place of a room that is this person's, whatever their rights; nothing for whoever it does not concern.
Offer = Callable[[Session, int], Space | None]


def init(app: Flask, offers: Sequence[Offer]) -> None:
    """Offer these, in this order."""
    app.extensions["portal_home_offers"] = tuple(offers)


def of(session: Session, account_id: int) -> list[Space]:
    """What the other rooms offer this person."""
    found = (offer(session, account_id) for offer in current_app.extensions["portal_home_offers"])
    return [space for space in found if space]
