"""The page of one request: everything on it, read once."""

from dataclasses import dataclass, field
from typing import Any

from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.raccordement.instruction.desk import service
from portal.raccordement.instruction.desk.forms import NoteForm, PlacesForm, ReplyForm
from portal.raccordement.instruction.replies import store as replies
from portal.raccordement.record import display, store
from portal.raccordement.record.forms import pressed
from portal.raccordement.record.models import Raccordement
from portal.raccordement.record.states import Action, Role, actions
from portal.web import kept

# Done at once, by a button; each of the others has a page that says what it does, and asks for its reason.
AT_ONCE = frozenset({Action.TAKE, Action.RELEASE})
# What the portal would rather not see pressed by mistake.
HARSH = frozenset({Action.REFUSE, Action.REFUSE_PRODUCTION, Action.SUSPEND, Action.REVOKE})
# The one that leads on stands first, and alone has the colour of the main action.
ONWARD = frozenset({Action.TAKE, Action.ACCEPT, Action.OPEN_PRODUCTION, Action.RESUME})


@dataclass
class Typed:
    """The forms of the page; those that were not sent are new."""

    reply: ReplyForm = field(default_factory=lambda: ReplyForm(formdata=None, pression=pressed(None)))
    note: NoteForm = field(default_factory=lambda: NoteForm(formdata=None, pression=pressed(None)))
    places: PlacesForm = field(default_factory=lambda: PlacesForm(formdata=None))


def returned(session: Session) -> Typed:
    """The forms, with what an ended session had left in them."""
    typed = Typed()
    typed.reply = kept.back(session, ReplyForm) or typed.reply
    typed.note = kept.back(session, NoteForm) or typed.note
    typed.places = kept.back(session, PlacesForm) or typed.places
    return typed


@dataclass(frozen=True)
class Offer:
    """An act that is possible now."""

    action: Action
    at_once: bool
    kind: str


def offers(record: Raccordement) -> list[Offer]:
    """What may be done now: what leads on first, what ends last."""
    found = sorted(actions(record.state, Role.INSTRUCTOR), key=lambda a: (a not in ONWARD, a in HARSH))
    kinds = {**dict.fromkeys(ONWARD, "primary"), **dict.fromkeys(HARSH, "danger")}
    return [Offer(action, action in AT_ONCE, kinds.get(action, "secondary")) for action in found]


def shown(session: Session, record: Raccordement, typed: Typed | None = None) -> dict[str, Any]:
    """What the templates of the page need."""
    typed = typed or Typed()
    asked = store.establishments_asked(session, record.id)
    numbers = {row.finess_et for row in record.establishments} | set(asked.wanted if asked else ())
    register = store.attached(session, sorted(numbers))
    return {
        "timeline": display.timeline(record, Role.INSTRUCTOR),
        "offers": offers(record),
        "follower": session.get(Account, record.instructor_id) if record.instructor_id else None,
        "asked": display.places_asked(record, asked, session.get(Account, asked.asked_by), register) if asked else None,
        "mark": service.mark(asked) if asked else "",
        "twins": [(twin, display.TAGS[twin.state]) for twin in store.duplicates(session, record)],
        "facts": display.facts(record),
        "juridicals": display.juridicals(record.establishments, register),
        "results": store.sandbox_results(session, record.id),
        "members": store.members(session, record.id),
        "events": display.history(store.entries(session, record.id)),
        **exchanges(session, record, typed),
    }


def exchanges(session: Session, record: Raccordement, typed: Typed) -> dict[str, Any]:
    """The conversation and the notes, apart: what is internal never stands among what was sent."""
    lines = display.conversation(store.messages(session, record.id, internal=True), current_user.account_id)
    typed.reply.offer(replies.listed(session))
    return {
        "record": record,
        "lines": [line for line in lines if not line.internal],
        "notes": [line for line in lines if line.internal],
        "typed": typed,
    }
