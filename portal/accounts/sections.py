"""What other rooms show in « Mon compte »: the factory says which, so that accounts know of none of them."""

from collections.abc import Callable, Sequence

from flask import Flask, current_app
from markupsafe import Markup
from sqlalchemy.orm import Session

# The section of this person, drawn; nothing for whoever it does not concern.
Section = Callable[[Session, int], Markup]


def init(app: Flask, sections: Sequence[Section]) -> None:
    """Show these, in this order."""
    app.extensions["portal_account_sections"] = tuple(sections)


def of(session: Session, account_id: int) -> Markup:
    """What the other rooms show of this person."""
    return Markup().join(section(session, account_id) for section in current_app.extensions["portal_account_sections"])
