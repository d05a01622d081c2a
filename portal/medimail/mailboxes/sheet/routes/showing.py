"""The account as it is: who or what, where, in which state, and what may be done about it."""

from typing import Any

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts.roles import medimail_administrators
from portal.config import settings
from portal.db import reading
from portal.medimail.mailboxes.history import service as history
from portal.medimail.mailboxes.record import inviting, knowing, resetting, writing
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.access import reached
from portal.medimail.mailboxes.record.display import TAGS
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules import alerts, naming, professions
from portal.medimail.mailboxes.record.rules.kinds import DELEGATES, SHARED
from portal.medimail.mailboxes.record.rules.reference import Trade
from portal.medimail.mailboxes.record.rules.states import LIVE, OPEN, VOUCHED, State, may_begin
from portal.medimail.mailboxes.sheet import display, store
from portal.medimail.structures import access
from portal.medimail.structures.rules.tree import Reach

blueprint = Blueprint("mailbox", __name__)

# As many acts as the sheet shows; the others are a page further.
LATEST = 10


@blueprint.get("/comptes/<int:mailbox_id>")
@medimail_administrators
def show(mailbox_id: int) -> ResponseReturnValue:
    """Who or what, where, in which state; what it opens or what opens it; and what may be done."""
    with reading() as session:
        held = access.reach(session)
        mailbox = reached(session, mailbox_id, held=held)
        known = knowing.lists(session)
        sheet = writing.sheet_of(mailbox, writing.connections(session, mailbox))
        no_reset = display.no_reset(mailbox, resetting.sending_to(session, mailbox.account_id))
        page = render_template(
            "medimail/sheet/show.html",
            mailbox=mailbox,
            **access.around(session, mailbox.structure, held),
            facts=display.facts(sheet, mailbox.kind, known),
            preferences=writing.preferences_of(mailbox),
            acts=display.acts(mailbox, by=current_user.account_id, resets=not no_reset),
            no_reset=no_reset,
            alerts=_alerts(session, held, mailbox, known.trades.get(sheet.profession)),
            doubt=naming.doubt(mailbox.kind, sheet, store.names_opening(session, mailbox)),
            tags=TAGS,
            link=inviting.standing(mailbox),
            delegates=records.delegates(session, mailbox.id) if mailbox.kind in DELEGATES else None,
            **_opened(session, mailbox),
            change=records.asked_change(session, mailbox.id),
            history=history.of(session, mailbox, history.Reader(current_user.account_id, held), lists=known),
            latest=LATEST,
        )
    return make_response(page)


def _opened(session: Session, mailbox: Mailbox) -> dict[str, Any]:
    """The shared accounts that a person's opens, and which of them is shown first; their own if none is."""
    opened = () if mailbox.kind in SHARED else records.opened_by(session, mailbox.id)
    first = [shared.id for shared, _ in opened if may_begin(shared.kind, shared.state)]
    return {"opened": opened, "first_id": mailbox.default_id if mailbox.default_id in first else None, "open": OPEN}


@blueprint.get("/comptes/<int:mailbox_id>/historique")
@medimail_administrators
def past(mailbox_id: int) -> ResponseReturnValue:
    """All that was done to the account, with who did it and what it changed."""
    with reading() as session:
        held = access.reach(session)
        mailbox = reached(session, mailbox_id, held=held)
        page = render_template(
            "medimail/history/account.html",
            mailbox=mailbox,
            **access.around(session, mailbox.structure, held),
            history=history.of(session, mailbox, history.Reader(current_user.account_id, held)),
            months=settings().journal_months,
        )
    return make_response(page)


def _alerts(session: Session, held: Reach, mailbox: Mailbox, trade: Trade | None) -> list[str]:
    """What keeps an account from serving, whatever its own state says, or is not of its type; and what to do."""
    if mailbox.kind in SHARED:
        return _left_alone(session, mailbox) if mailbox.state in LIVE else []
    found = [alerts.SHUT_OUT if records.is_shut_out(session, mailbox) else "", professions.alert(mailbox.kind, trade)]
    if mailbox.state is State.TO_VALIDATE:
        found.append(alerts.not_of(mailbox.address, mailbox.structure.domain))
    found.append(_of_number(session, held, mailbox))
    return [said for said in found if said]


def _of_number(session: Session, held: Reach, mailbox: Mailbox) -> str:
    """What there is to know of the others who bear its number: all of them before it is validated, then who waits."""
    others = records.same_number(session, mailbox)
    within = [other for other in others if held.holds(other.structure.path)]
    if mailbox.state in VOUCHED and knowing.is_anothers(session, mailbox):
        return alerts.borne_twice(knowing.conflicting(session, held, mailbox))
    if mailbox.state is not State.TO_VALIDATE:
        return alerts.waits([other.address for other in within if other.state is State.TO_VALIDATE])
    return alerts.same_number(
        [f"{other.address} ({other.state.label.lower()})" for other in within],
        is_elsewhere=len(within) < len(others),
        is_anothers=knowing.is_anothers(session, mailbox),
    )


def _left_alone(session: Session, mailbox: Mailbox) -> list[str]:
    people = [person for person, _ in records.opening(session, mailbox.id)]
    found = [] if any(person.state in LIVE for person in people) else [alerts.UNOPENED]
    if mailbox.return_address and not knowing.answers(session, mailbox.return_address, mailbox.id):
        found.append(alerts.UNANSWERED)
    return found
