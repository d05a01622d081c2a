"""An account as it is reached from the list of a structure, and the way back to that list."""

from urllib.parse import parse_qs

from flask import abort, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.medimail.mailboxes.listing.tabs.forms import FilterForm
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.structures.access import structure
from portal.medimail.structures.rules.tree import is_under

# Of the largest key that a database holds.
_DIGITS = 18


def mailbox(session: Session, structure_id: int, mailbox_id: int, *, lock: bool = False) -> Mailbox:
    """The account of this key, in this structure or one of its daughters.

    Raises:
        NotFound: the structure is out of the person's reach, the account is elsewhere, or there is none.
    """
    at = structure(session, structure_id)
    found = store.get(session, mailbox_id, lock=lock)
    return found if found and is_under(found.structure.path, at.path) else abort(404)


def listed() -> str:
    """What the list that one comes from says in its address, to be carried from page to page."""
    return request.values.get("liste", "")


def back(structure_id: int) -> str:
    """The list that one comes from; whatever else was written in its place is left out."""
    asked = MultiDict((name, value) for name, values in parse_qs(listed()).items() for value in values)
    values = FilterForm(asked).read().address
    page = asked.get("page", "")
    if page.isascii() and page.isdecimal():
        values["page"] = page
    return url_for("mailboxes.listing", structure_id=structure_id, **values)  # type: ignore[arg-type]


def read_key(text: str) -> int | None:
    """The key that an address or a form names; None when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
