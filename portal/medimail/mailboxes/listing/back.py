"""The list that an act is asked from, carried from page to page, and the way back to it."""

from urllib.parse import parse_qs

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from portal.medimail.mailboxes.listing.tabs.forms import FilterForm
from portal.web.keys import read_key


def listed() -> str:
    """What the list that one comes from says in its address, to be carried from page to page."""
    return request.values.get("liste", "")


def back(structure_id: int) -> str:
    """The list that one comes from; whatever else was written in its place is left out."""
    asked = MultiDict((name, value) for name, values in parse_qs(listed()).items() for value in values)
    values = FilterForm(asked).read().address
    if page := read_key(asked.get("page")):
        values["page"] = str(page)
    return url_for("mailboxes.listing", structure_id=structure_id, **values)  # type: ignore[arg-type]
