"""What « Mon compte » shows of Medimail: the mailboxes of the person, the shared ones they open."""

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.medimail.mailboxes.options.own import store


def section(session: Session, account_id: int) -> Markup:
    """The section of this person; nothing for whoever has no mailbox."""
    own = store.own(session, account_id)
    if not own:
        return Markup()
    shared = store.shared(session, [mailbox.id for mailbox in own])
    drawn = render_template("medimail/options/_mine.html", own=own, shared=shared)
    return Markup(drawn)  # noqa: S704 - a template of ours, which escapes its values
