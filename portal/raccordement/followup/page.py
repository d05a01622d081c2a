"""The page of one record, as its gestionnaires see it: everything on it, read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.raccordement.certificates import store as certificates
from portal.raccordement.followup import rules
from portal.raccordement.record import display, service, store
from portal.raccordement.record.display import Event, Place
from portal.raccordement.record.forms import MessageForm
from portal.raccordement.record.models import Raccordement
from portal.raccordement.record.states import EDITABLE, Action, Role, actions

# The way on stands first; what ends the request stands last, apart.
ONWARD = frozenset({Action.CORRECT, Action.ASK_PRODUCTION})
# Each of these has a page that says what it does; the others are one press.
ASKED_FIRST = frozenset({Action.ASK_PRODUCTION, Action.WITHDRAW})


@dataclass(frozen=True)
class Offer:
    """An act that is possible now."""

    action: Action
    kind: str
    asked_first: bool


@dataclass(frozen=True)
class PlacesAsked:
    """The list of establishments that waits for the instructeur, beside the one that is live."""

    who: str
    at: datetime
    came: Sequence[Place]
    went: Sequence[Place]


def offers(record: Raccordement) -> list[Offer]:
    """What its gestionnaire may do now: what leads on first, what ends it last."""
    found = sorted(actions(record.state, Role.MANAGER), key=lambda a: (a not in ONWARD, a is Action.WITHDRAW))
    kinds = {**dict.fromkeys(ONWARD, "primary"), Action.WITHDRAW: "danger"}
    return [Offer(action, kinds.get(action, "secondary"), action in ASKED_FIRST) for action in found]


def shown(session: Session, record: Raccordement, form: MessageForm) -> dict[str, Any]:
    """What the templates of the page need."""
    asked = store.establishments_asked(session, record.id)
    numbers = {row.finess_et for row in record.establishments} | set(asked.wanted if asked else ())
    register = store.attached(session, sorted(numbers))
    events = display.history(store.entries(session, record.id))
    return {
        "timeline": display.timeline(record, Role.MANAGER),
        "offers": offers(record),
        "reason": _reason(record, events),
        "may_edit": record.state in EDITABLE,
        "accepted": service.is_accepted(record),
        "asked": display.places_asked(record, asked, session.get(Account, asked.asked_by), register) if asked else None,
        "facts": display.facts(record),
        "juridicals": display.juridicals(record.establishments, register),
        "results": store.sandbox_results(session, record.id),
        "members": store.members(session, record.id),
        "certificate": certificates.current(session),
        "events": events,
        **exchange(session, record, form),
    }


def exchange(session: Session, record: Raccordement, form: MessageForm) -> dict[str, Any]:
    """The conversation and the form that adds to it; internal notes never come here."""
    lines = store.messages(session, record.id, internal=False)
    return {
        "record": record,
        "lines": display.conversation(lines, current_user.account_id),
        "message_form": form,
        "message_url": url_for("followup.write", number=record.number),
        "message_to": "l’instructeur",
        "form": form,
    }


def _reason(record: Raccordement, events: Sequence[Event]) -> Event | None:
    """The act that brought the record where it stands, when it says why."""
    last = next((event for event in events if event.reached), None)
    return last if last and last.reason and last.reached == record.state.label else None


def checks(session: Session, record: Raccordement) -> tuple[rules.Seen, ...]:
    """What the portal sees of a record before its production."""
    places = store.attached(session, [row.finess_et for row in record.establishments])
    still = sum(place.left_on is None for place in places)
    return rules.seen(
        conclusive=store.conclusive(session, record.id),
        certificate=certificates.current(session) is not None,
        left=len(record.establishments) - still,
    )
