"""What goes with the form of an account: its parts, the connection accounts ticked, those that a search finds."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.medimail.mailboxes.record import knowing
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.fields import Need
from portal.medimail.mailboxes.record.rules.kinds import SHARED, Kind
from portal.medimail.mailboxes.record.rules.preferences import CLIENT_WARNING, OPENING_NOTE
from portal.medimail.mailboxes.record.service import By
from portal.medimail.mailboxes.sheet import display, store
from portal.medimail.mailboxes.sheet.forms import SheetForm
from portal.medimail.structures import access

# The button that searches, without saving anything; and the one that the Enter key presses.
_SEARCH, _ENTER = "chercher", "entree"


def is_search(form: SheetForm) -> bool:
    """Whether the form was sent to look for a connection account.

    A browser does not say in which field Enter was pressed: where one is looked for, nothing is saved by that key.
    """
    pressed = request.form.get("geste")
    return pressed == _SEARCH or (pressed == _ENTER and "connexion" in form and bool(form.connexion.data))


def by(session: Session) -> By:
    """The person signed in, and how far they administer."""
    return By(current_user.account_id, access.reach(session))


def filling(
    session: Session, form: SheetForm, kind: Kind | None, chosen: Sequence[str], *, own: int | None = None
) -> dict[str, Any]:
    """What the template shows besides the fields; `kind` None for the connection accounts alone, `own` an account."""
    shown: dict[str, Any] = {}
    if kind is not None:
        shown = {
            "parts": display.parts(form, kind),
            "is_shared": kind in SHARED,
            "client_warning": CLIENT_WARNING,
            "opening_note": OPENING_NOTE,
            "place_help": display.PLACE_HELP,
            "communes": knowing.communes_of(session, form.code_postal.data or ""),
        }
    if kind is None or kind in SHARED:
        text, reach = form.connexion.data or "", access.reach(session)
        form.connexion.flags.need = (Need.OPTIONAL if chosen else Need.REQUIRED).value
        form.connexion.flags.required = not chosen
        known = store.named(session, reach, chosen, own)
        found = store.openers(session, reach, text, chosen)
        shown |= {
            "chosen": [(address, _name(known.get(address))) for address in chosen],
            "found": found[: store.MOST_FOUND],
            "has_more": len(found) > store.MOST_FOUND,
            "searched": text,
        }
    return shown


def _name(mailbox: Mailbox | None) -> str:
    return f"{mailbox.full_name}, {mailbox.kind}" if mailbox else ""
