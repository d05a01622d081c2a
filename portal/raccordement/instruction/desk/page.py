"""The page of one request: everything on it, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.raccordement.instruction.desk import service
from portal.raccordement.instruction.desk.forms import NoteForm, PlacesForm, ReplyForm, new_press
from portal.raccordement.instruction.replies import store as replies
from portal.raccordement.record import display, store
from portal.raccordement.record.display import Place
from portal.raccordement.record.models import EstablishmentsRequest, Raccordement
from portal.raccordement.record.rules import Stale
from portal.raccordement.record.states import Action, Role, actions
from portal.registers.models import Establishment
from portal.web import kept
from portal.web.dates import moment

# Done at once, by a button; each of the others has a page that says what it does, and asks for its reason.
AT_ONCE = frozenset({Action.TAKE, Action.RELEASE})
# What the portal would rather not see pressed by mistake.
HARSH = frozenset({Action.REFUSE, Action.REFUSE_PRODUCTION, Action.SUSPEND, Action.REVOKE})
# The one that leads on stands first, and alone has the colour of the main action.
ONWARD = frozenset({Action.TAKE, Action.ACCEPT, Action.OPEN_PRODUCTION, Action.RESUME})


@dataclass
class Typed:
    """The forms of the page; those that were not sent are new."""

    reply: ReplyForm = field(default_factory=lambda: ReplyForm(formdata=None, pression=new_press()))
    note: NoteForm = field(default_factory=lambda: NoteForm(formdata=None, pression=new_press()))
    places: PlacesForm = field(default_factory=lambda: PlacesForm(formdata=None))


def returned(session: Session) -> Typed:
    """The forms, with what an ended session had left in them."""
    typed = Typed()
    typed.reply = kept.back(session, ReplyForm) or typed.reply
    typed.note = kept.back(session, NoteForm) or typed.note
    typed.places = kept.back(session, PlacesForm) or typed.places
    return typed


@dataclass(frozen=True)
class PlacesAsked:
    """The list of establishments that waits, beside the one that is live."""

    who: str
    at: datetime
    mark: str
    came: Sequence[Place]
    went: Sequence[Place]
    kept: int


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
    register = {place.finess_et: place for place in store.attached(session, sorted(numbers))}
    return {
        "timeline": display.timeline(record, Role.INSTRUCTOR),
        "offers": offers(record),
        "follower": session.get(Account, record.instructor_id) if record.instructor_id else None,
        "asked": _asked(session, record, asked, register) if asked else None,
        "twins": [(twin, display.TAGS[twin.state]) for twin in store.duplicates(session, record)],
        "facts": display.facts(record),
        "juridicals": display.juridicals(record.establishments, register.values()),
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


def _asked(
    session: Session, record: Raccordement, asked: EstablishmentsRequest, register: Mapping[str, Establishment]
) -> PlacesAsked:
    live, wanted = {row.finess_et for row in record.establishments}, set(asked.wanted)
    author = session.get(Account, asked.asked_by)
    return PlacesAsked(
        who=author.full_name if author else "",
        at=asked.asked_at,
        mark=service.mark(asked),
        came=[_place(number, register.get(number)) for number in sorted(wanted - live)],
        went=[_place(number, register.get(number)) for number in sorted(live - wanted)],
        kept=len(live & wanted),
    )


def _place(number: str, place: Establishment | None) -> Place:
    if place is None:
        return Place(number, "", "", left=True)
    return Place(number, place.name, place.routing, place.left_on is not None)


def overtaken(stale: Stale) -> str:
    """What is said to whoever came second."""
    if not stale.who:
        return "La demande a changé entre-temps\u00a0; votre action n’a pas été faite. La voici à jour."
    return (
        f"{stale.who} est passé avant vous\u00a0: «\u00a0{stale.what}\u00a0», {moment(stale.at)}. "
        "Votre action n’a pas été faite\u00a0; voici la demande à jour."
    )
