"""Changing a request over HTTP: its fields, its establishments."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.roles import si_managers
from portal.db import reading, transaction
from portal.raccordement.amendment import service as lists
from portal.raccordement.amendment.forms import PlacesForm, UpdateForm, of_record
from portal.raccordement.picker import service as picker
from portal.raccordement.picker.forms import GESTURE, read_choice, sentence
from portal.raccordement.picker.gestures import MOST_SAID, Notices, chosen
from portal.raccordement.picker.rules import Choice
from portal.raccordement.record import display, perimeter, service, store
from portal.raccordement.record.access import TOO_MANY_SENT, manager, may_send, mine
from portal.raccordement.record.models import EstablishmentsRequest, Raccordement
from portal.raccordement.record.rules import Locked, Stale, Unchanged, Updated
from portal.raccordement.record.states import EDITABLE, State
from portal.registers import store as registers
from portal.web import hx, kept

blueprint = Blueprint("amendment", __name__)

SEND = "enregistrer"
OVERTAKEN = (
    "La liste a changé pendant que vous choisissiez. Votre choix est encore là\u00a0: comparez-le à la demande, puis "
    "enregistrez-le s’il convient toujours."
)
MEANWHILE = "la liste actuelle reste raccordée jusqu’à sa décision."


@blueprint.get("/raccordement/<number>/modifier")
@si_managers
def edit(number: str) -> ResponseReturnValue:
    """The form, as the record has it; or as it was left when the session ended."""
    with reading() as session:
        found = mine(session, number)
        form = kept.back(session, UpdateForm) or of_record(found)
    if found.state in EDITABLE:
        return _page(number, form)
    if form.returned_at:  # what an ended session left is shown whatever the state: it is all that there is of it
        return _closed(number, form, found)
    flash(locked(found.state), "info")
    return _to_record(number)


def locked(state: State) -> str:
    """Why nothing may be changed now, and what to do instead."""
    return f"La demande est «\u00a0{state.label}\u00a0»\u00a0: elle ne se modifie pas. Écrivez à l’instructeur."


def _closed(number: str, form: UpdateForm, found: Raccordement) -> ResponseReturnValue:
    differing = form.differing(found.values)
    return _page(number, form, status=hx.CONFLICT, told=locked(found.state), differing=differing, closed=True)


def _to_record(number: str, anchor: str | None = None) -> ResponseReturnValue:
    return hx.go(url_for("followup.record", number=number, _anchor=anchor))


def _page(number: str, form: UpdateForm, *, status: int = 200, **told: Any) -> ResponseReturnValue:
    with reading() as session:
        found = mine(session, number)
        communes = registers.communes_of(session, form.code_postal.data or "")
    page = render_template("raccordement/amendment/edit.html", form=form, record=found, communes=communes, **told)
    return make_response(page, hx.UNPROCESSABLE if form.errors else status)


@blueprint.post("/raccordement/<number>/modifier")
@si_managers
@kept.entries(UpdateForm, page=".edit")
def update(number: str) -> ResponseReturnValue:
    """Write what changed; whoever comes second keeps what they typed, and sees what differs."""
    form = UpdateForm()
    with reading() as session:
        form.leave(mine(session, number).values)
    if not form.validate_on_submit():
        return _page(number, form)
    with transaction() as session:
        found = mine(session, number, lock=True)
        outcome = service.update(session, found, manager(), form.typed(), version=form.seen())
    match outcome:
        case Updated():
            flash("Vos modifications sont enregistrées\u00a0; l’instructeur les voit dans l’historique.", "success")
            return _to_record(number, "demande")
        case Unchanged():
            flash("Rien n’a changé\u00a0: la demande disait déjà cela.", "info")
            return _to_record(number, "demande")
        case Stale() as stale:
            form.version.data = str(found.version)
            differing = form.differing(found.values)
            told = display.overtaken(stale)
            return _page(number, form, status=hx.CONFLICT, told=told, differing=differing)
        case Locked():
            return _closed(number, form, found)


@blueprint.get("/raccordement/<number>/etablissements")
@si_managers
def places(number: str) -> ResponseReturnValue:
    """The picker, with the list that waits for the instructeur, or with the live one."""
    with reading() as session:
        found = mine(session, number)
        asked = store.establishments_asked(session, found.id)
        form = kept.back(session, PlacesForm)
        choice = read_choice(form.returned) if form and form.returned else lists.begun(session, found, asked)
    if found.state not in EDITABLE:
        flash(locked(found.state), "info")
        return _to_record(number)
    return _places_page(number, form or PlacesForm(formdata=None, vue=lists.mark(found, asked)), choice)


def _places_page(
    number: str, form: PlacesForm, choice: Choice, *, notices: Notices | None = None, status: int = 200, told: str = ""
) -> Response:
    with reading() as session:
        found = mine(session, number)
        view = picker.view(session, choice, form.recherche.data or "")
        asked = store.establishments_asked(session, found.id)
    return hx.show(
        "raccordement/amendment/places.html",
        partial="raccordement/picker/_picker.html",
        status=status,
        form=form,
        record=found,
        picker=view,
        act=url_for(".change_places", number=number),
        notices=notices or [],
        told=told,
        asked=asked,
        accepted=service.is_accepted(found),
    )


@blueprint.post("/raccordement/<number>/etablissements")
@si_managers
@kept.entries(PlacesForm, page=".places")
def change_places(number: str) -> ResponseReturnValue:
    """Do what a button of the picker asks; or make this list the request's, at once or once it is accepted."""
    form, gesture = PlacesForm(), request.form.get(GESTURE, "")
    with reading() as session:
        mine(session, number)
        choice, notices = chosen(session, form, gesture)
        wrong = picker.faults(session, choice) if gesture == SEND else []
    if gesture != SEND:
        return _places_page(number, form, choice, notices=notices)
    if wrong:
        errors = [("error", sentence(one)) for one in wrong[:MOST_SAID]]
        return _places_page(number, form, choice, notices=[*notices, *errors], status=hx.UNPROCESSABLE)
    return _keep_places(number, form, choice)


def _keep_places(number: str, form: PlacesForm, choice: Choice) -> ResponseReturnValue:
    with transaction() as session:
        found = mine(session, number, lock=True)
        asked = store.establishments_asked(session, found.id, lock=True)
        now, waited = lists.mark(found, asked), asked is not None
        is_late, may = form.vue.data != now, may_send(session)
        outcome = None
        if may and not is_late and found.state in EDITABLE:
            wanted = list(store.attached(session, sorted(choice.territorials)))
            outcome = perimeter.ask(session, found, manager(), wanted)
    if found.state not in EDITABLE:
        return _places_page(number, form, choice, status=hx.CONFLICT, told=locked(found.state))
    if not may:
        return _places_page(number, form, choice, status=hx.TOO_MANY, told=TOO_MANY_SENT)
    if is_late:
        form.vue.data = now
        return _places_page(number, form, choice, status=hx.CONFLICT, told=OVERTAKEN)
    flash(*_told(outcome, waited=waited))
    return _to_record(number, "etablissements")


def _told(outcome: object, *, waited: bool) -> tuple[str, str]:
    match outcome:
        case Updated():
            return "La liste des établissements est changée.", "success"
        case EstablishmentsRequest():
            return f"Votre changement est transmis à l’instructeur\u00a0; {MEANWHILE}", "success"
        case Unchanged() if waited:
            return "Le changement demandé est le même, ou ne change plus rien\u00a0: voici où il en est.", "info"
        case _:
            return "Rien n’a changé\u00a0: la liste est déjà celle-là.", "info"


@blueprint.post("/raccordement/<number>/etablissements/renoncer")
@si_managers
def give_up_places(number: str) -> ResponseReturnValue:
    """Ask for no change any more."""
    with transaction() as session:
        given_up = perimeter.give_up(session, mine(session, number, lock=True))
    flash(
        "Vous renoncez au changement d’établissements\u00a0: la liste reste celle qui est raccordée."
        if given_up
        else "Aucun changement n’attend plus\u00a0: l’instructeur l’a décidé, ou quelqu’un y a renoncé.",
        "info",
    )
    return _to_record(number, "etablissements")
