"""The desk over HTTP: the page of one request, and each thing that is done on it."""

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.roles import instructors
from portal.db import reading, transaction
from portal.raccordement.instruction.desk import page, service
from portal.raccordement.instruction.desk.access import instructor, judged
from portal.raccordement.instruction.desk.forms import ActForm, NoteForm, PlacesForm, ReplyForm, WithTemplates
from portal.raccordement.instruction.desk.page import Typed
from portal.raccordement.instruction.desk.service import OtherList
from portal.raccordement.instruction.replies import store as replies
from portal.raccordement.instruction.replies.rules import fill, inserted
from portal.raccordement.record import display
from portal.raccordement.record import service as acts
from portal.raccordement.record import store as records
from portal.raccordement.record.rules import AlreadyDone, Illegal, Moved, ReasonMissing, Stale, Unchanged, Updated
from portal.raccordement.record.states import MOVES, Action, Role
from portal.web import hx, kept
from portal.web.fields import LongText

blueprint = Blueprint("desk", __name__)


@blueprint.get("/instruction/<number>")
@instructors
def record(number: str) -> ResponseReturnValue:
    """One request, with everything that is known of it and all that may be done."""
    with reading() as session:
        typed = page.returned(session)
    return _page(number, typed)


def _page(number: str, typed: Typed | None = None, *, status: int = 200, told: str = "") -> ResponseReturnValue:
    with reading() as session:
        found = judged(session, number)
        shown = page.shown(session, found, typed)
    return hx.whole(render_template("raccordement/instruction/record.html", told=told, **shown), status)


def _back(number: str, anchor: str | None = None) -> ResponseReturnValue:
    return hx.go(url_for(".record", number=number, _anchor=anchor))


def _action(word: str) -> Action:
    """The act of this word, if instructeurs ever do it."""
    known = {action.value: action for _, role, action in MOVES if role is Role.INSTRUCTOR}
    return known.get(word) or abort(404)


@blueprint.get("/instruction/<number>/<word>")
@instructors
def ask(number: str, word: str) -> ResponseReturnValue:
    """What this act does, whom it tells, and the place for its reason."""
    return _act_page(number, _action(word))


def _act_page(number: str, action: Action, form: ActForm | None = None) -> ResponseReturnValue:
    with reading() as session:
        found = judged(session, number)
        form = form or kept.back(session, ActForm) or ActForm(formdata=None, version=str(found.version))
        move = MOVES.get((found.state, Role.INSTRUCTOR, action))
        if move is None:
            return _page(number, status=hx.CONFLICT, told=display.impossible(action, found.state))
        form.offer(replies.listed(session))
        form.motif.flags.required = move.reason
        letters = [(letter, acts.addresses(session, found, letter.to)) for letter in move.letters]
    return hx.show_form(
        "raccordement/instruction/act.html",
        partial="raccordement/instruction/_act.html",
        form=form,
        record=found,
        action=action,
        move=move,
        letters=letters,
        harsh=action in page.HARSH,
    )


@blueprint.post("/instruction/<number>/<word>")
@instructors
@kept.entries(ActForm, page=".ask")
def act(number: str, word: str) -> ResponseReturnValue:
    """Move the request; whoever comes second is told who came first."""
    action, form = _action(word), ActForm()
    if not form.validate_on_submit():
        return _act_page(number, action, form)
    reason = form.motif.data or ""
    with transaction() as session:
        found = judged(session, number, lock=True)
        by = instructor()
        outcome = acts.move(session, found, by, action, version=form.seen(), reason=reason)
    match outcome:
        case Moved(to):
            flash(f"{action.label}\u00a0: la demande est maintenant «\u00a0{to.label}\u00a0».", "success")
            return _back(number)
        case AlreadyDone():
            return _back(number)
        case ReasonMissing():
            form.motif.errors = ["Écrivez un motif\u00a0: le gestionnaire le lira et saura quoi faire."]
            return _act_page(number, action, form)
        case Illegal(state):
            return _too_late(number, reason, display.impossible(action, state))
        case Stale() as stale:
            return _too_late(number, reason, display.overtaken(stale))


def _too_late(number: str, reason: str, told: str) -> ResponseReturnValue:
    """The request as it has become; what was typed is kept where it may still be of use."""
    typed = Typed()
    typed.reply.message.data = reason
    return _page(number, typed, status=hx.CONFLICT, told=told)


@blueprint.post("/instruction/<number>/<word>/modele")
@instructors
@kept.entries(ActForm, page=".ask")
def insert_in_reason(number: str, word: str) -> ResponseReturnValue:
    """Put a reply template in the reason, after what is already written; nothing is done yet."""
    action, form = _action(word), ActForm()
    _insert(number, form, form.motif)
    return _act_page(number, action, form)


@blueprint.post("/instruction/<number>/message")
@instructors
@kept.entries(ReplyForm, page=".record")
def reply(number: str) -> ResponseReturnValue:
    """Write to the gestionnaires."""
    typed = Typed(reply=ReplyForm())
    return _write(number, typed, typed.reply, internal=False)


@blueprint.post("/instruction/<number>/note")
@instructors
@kept.entries(NoteForm, page=".record")
def note(number: str) -> ResponseReturnValue:
    """Write a note that no gestionnaire ever sees."""
    typed = Typed(note=NoteForm())
    return _write(number, typed, typed.note, internal=True)


def _write(number: str, typed: Typed, form: ReplyForm | NoteForm, *, internal: bool) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _exchange(number, typed, internal=internal, status=hx.UNPROCESSABLE)
    with transaction() as session:
        found = judged(session, number, lock=True)
        by = instructor()
        acts.post_message(session, found, by, form.read(), press=form.press(), internal=internal)
    said = "La note est enregistrée." if internal else "Votre message est envoyé."
    if hx.wants_fragment():
        return _exchange(number, Typed(), internal=internal, said=said)
    flash(said, "success")
    return _back(number, "notes" if internal else "echange")


def _exchange(number: str, typed: Typed, *, internal: bool, status: int = 200, said: str = "") -> ResponseReturnValue:
    if not hx.wants_fragment():
        return _page(number, typed, status=status)
    with reading() as session:
        found = judged(session, number)
        shown = page.exchanges(session, found, typed)
    part = "raccordement/instruction/_notes.html" if internal else "raccordement/instruction/_exchange.html"
    return hx.show(part, partial=part, status=status, said=said, **shown)


@blueprint.post("/instruction/<number>/message/modele")
@instructors
@kept.entries(ReplyForm, page=".record")
def insert_in_message(number: str) -> ResponseReturnValue:
    """Put a reply template in the message, after what is already written; nothing is sent yet."""
    typed = Typed(reply=ReplyForm())
    status = _insert(number, typed.reply, typed.reply.message)
    return _exchange(number, typed, internal=False, status=status)


def _insert(number: str, form: WithTemplates, field: LongText) -> int:
    """Write the chosen template in this field; the status of the page that shows it."""
    with reading() as session:
        found = judged(session, number)
        chosen = form.chosen(replies.listed(session))
        place, _ = records.places(session, [found.id]).get(found.id, ("", 0))
        values = service.variables(found, place, current_user.display_name)
    if chosen is None:
        form.modele.errors = ["Choisissez d’abord un modèle dans la liste."]
        return hx.UNPROCESSABLE
    field.data = inserted(field.data or "", fill(chosen.body, values))
    form.modele.data = ""
    form.filled = True
    return 200


@blueprint.post("/instruction/<number>/etablissements")
@instructors
@kept.entries(PlacesForm, page=".record")
def judge_places(number: str) -> ResponseReturnValue:
    """Accept or refuse another list of establishments, if it is still the one that was shown."""
    typed = Typed(places=PlacesForm())
    accepted = {"accepter": True, "refuser": False}.get(request.form.get("decision", ""))
    if accepted is None:
        abort(hx.UNPROCESSABLE)
    if not typed.places.validate_on_submit():
        return _page(number, typed, status=hx.UNPROCESSABLE)
    with transaction() as session:
        found = judged(session, number, lock=True)
        outcome = service.judge_places(
            session,
            found,
            instructor(),
            accepted=accepted,
            reason=typed.places.motif.data or "",
            seen=typed.places.liste.data or "",
        )
    match outcome:
        case Updated():
            flash(f"Le changement d’établissements est {'accepté' if accepted else 'refusé'}.", "success")
            return _back(number)
        case Unchanged():
            flash("Ce changement d’établissements était déjà tranché\u00a0: rien n’a été refait.", "info")
            return _back(number)
        case ReasonMissing():
            typed.places.motif.errors = ["Écrivez un motif\u00a0: le gestionnaire le lira et saura quoi faire."]
            return _page(number, typed, status=hx.UNPROCESSABLE)
        case OtherList():
            told = "Le gestionnaire a modifié sa demande pendant que vous la lisiez. Voici la nouvelle liste."
            return _page(number, typed, status=hx.CONFLICT, told=told)
