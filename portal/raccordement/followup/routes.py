"""The space over HTTP: one's records, the page of one of them, its messages, and each move that its table opens."""

from flask import Blueprint, abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.roles import si_managers
from portal.db import reading, transaction
from portal.raccordement.followup import page
from portal.raccordement.followup.forms import ChecklistForm
from portal.raccordement.record import display, service, store
from portal.raccordement.record.access import TOO_MANY_SENT, manager, may_send, mine
from portal.raccordement.record.forms import MessageForm, SeenForm, new_message
from portal.raccordement.record.models import Raccordement
from portal.raccordement.record.rules import AlreadyDone, Illegal, Moved, ReasonMissing, Stale, TooManySent
from portal.raccordement.record.states import MOVES, Action, Role
from portal.web import hx, kept

blueprint = Blueprint("followup", __name__)


@blueprint.get("/raccordement")
@si_managers
def overview() -> ResponseReturnValue:
    """One's records: straight to it if there is one, a table if there are several, what to do if there is none."""
    with reading() as session:
        found = store.of_account(session, current_user.account_id)
        places = store.places(session, [record.id for record in found])
    if len(found) == 1:
        return hx.go(url_for(".record", number=found[0].number))
    rows = [(record, display.timeline(record, Role.MANAGER), places.get(record.id, ("", 0))) for record in found]
    return render_template("raccordement/followup/overview.html", rows=rows)


@blueprint.get("/raccordement/<number>")
@si_managers
def record(number: str) -> ResponseReturnValue:
    """Where the request stands, whose turn it is, and everything that is known of it."""
    return _page(number)


def _page(number: str, form: MessageForm | None = None, *, status: int = 200, told: str = "") -> ResponseReturnValue:
    with reading() as session:
        found = mine(session, number)
        shown = page.shown(session, found, form or kept.back(session, MessageForm) or new_message())
    return hx.whole(render_template("raccordement/followup/record.html", told=told, **shown), status)


def _back(number: str, anchor: str | None = None) -> ResponseReturnValue:
    return hx.go(url_for(".record", number=number, _anchor=anchor))


@blueprint.post("/raccordement/<number>/messages")
@si_managers
@kept.entries(MessageForm, page=".record")
def write(number: str) -> ResponseReturnValue:
    """Write to the instructeur; a second press of the same button writes nothing more."""
    form = MessageForm()
    if not form.validate_on_submit():
        return _exchange(number, form, status=hx.UNPROCESSABLE)
    with transaction() as session:
        found = mine(session, number, lock=True)
        sent = may_send(session)
        if sent:
            service.post_message(session, found, manager(), form.read(), press=form.press())
    if not sent:
        form.message.errors = [TOO_MANY_SENT]
        return _exchange(number, form, status=hx.UNPROCESSABLE)
    if hx.wants_fragment():
        return _exchange(number, new_message(), said="Votre message est envoyé.")
    flash("Votre message est envoyé.", "success")
    return _back(number, "messages")


def _exchange(number: str, form: MessageForm, *, status: int = 200, said: str = "") -> ResponseReturnValue:
    if not hx.wants_fragment():
        return _page(number, form, status=status)
    with reading() as session:
        shown = page.exchange(session, mine(session, number), form)
    part = "raccordement/_messages.html"
    return hx.show(part, partial=part, status=status, said=said, **shown)


def _action(word: str) -> Action:
    """The act of this word, if gestionnaires ever do it."""
    known = {action.value: action for _, role, action in MOVES if role is Role.MANAGER}
    return known.get(word) or abort(404)


@blueprint.get("/raccordement/<number>/retirer")
@si_managers
def ask_to_withdraw(number: str) -> ResponseReturnValue:
    """What withdrawing the request does, before it is done."""
    with reading() as session:
        found = mine(session, number)
    if not _is_open(found, Action.WITHDRAW):
        return _page(number, status=hx.CONFLICT, told=display.impossible(Action.WITHDRAW, found.state))
    return render_template("raccordement/followup/withdraw.html", record=found)


@blueprint.get("/raccordement/<number>/production")
@si_managers
def ask_for_production(number: str) -> ResponseReturnValue:
    """The checklist that goes before the production; or as it was left when the session ended."""
    return _checklist(number)


def _checklist(number: str, form: ChecklistForm | None = None) -> ResponseReturnValue:
    with reading() as session:
        found = mine(session, number)
        form = form or kept.back(session, ChecklistForm) or ChecklistForm(formdata=None, version=str(found.version))
        checks = page.checks(session, found)
    if not _is_open(found, Action.ASK_PRODUCTION):
        return _page(number, status=hx.CONFLICT, told=display.impossible(Action.ASK_PRODUCTION, found.state))
    return hx.show_form(
        "raccordement/followup/production.html",
        partial="raccordement/followup/_checklist.html",
        form=form,
        record=found,
        checks=checks,
    )


def _is_open(found: Raccordement, action: Action) -> bool:
    return (found.state, Role.MANAGER, action) in MOVES


@blueprint.post("/raccordement/<number>/production")
@si_managers
@kept.entries(ChecklistForm, page=".ask_for_production")
def request_production(number: str) -> ResponseReturnValue:
    """Ask for the production, every line of the checklist ticked."""
    form = ChecklistForm()
    if not form.validate_on_submit():
        return _checklist(number, form)
    return _move(number, Action.ASK_PRODUCTION, form.seen())


@blueprint.post("/raccordement/<number>/actions/<word>")
@si_managers
def act(number: str, word: str) -> ResponseReturnValue:
    """Correct, withdraw, go back to the bac à sable; the production has its own checklist."""
    action = _action(word)
    if action is Action.ASK_PRODUCTION:
        abort(404)
    return _move(number, action, SeenForm().seen())


def _move(number: str, action: Action, version: int) -> ResponseReturnValue:
    with transaction() as session:
        found = mine(session, number, lock=True)
        may = may_send(session)
        outcome = service.move(session, found, manager(), action, version=version) if may else TooManySent()
    match outcome:
        case Moved(to):
            flash(f"{action.label}\u00a0: la demande est maintenant «\u00a0{to.label}\u00a0».", "success")
            return _back(number)
        case AlreadyDone():
            return _back(number)
        case Illegal(state):
            return _page(number, status=hx.CONFLICT, told=display.impossible(action, state))
        case Stale() as stale:
            return _page(number, status=hx.CONFLICT, told=display.overtaken(stale))
        case TooManySent():
            return _page(number, status=hx.TOO_MANY, told=TOO_MANY_SENT)
        case ReasonMissing():
            raise AssertionError("no move of a gestionnaire asks for a reason")
