"""An account is created: its type is chosen, its form filled in with what the structure says already."""

from flask import Response, abort, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.accounts.roles import medimail_administrators
from portal.db import reading, transaction
from portal.medimail.mailboxes.record import knowing, service
from portal.medimail.mailboxes.record.rules.acts import TOO_MANY_LINKS, Created, Faulty
from portal.medimail.mailboxes.record.rules.alerts import rejected_too
from portal.medimail.mailboxes.record.rules.kinds import ABOUT, Kind
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.mailboxes.sheet import guessing
from portal.medimail.mailboxes.sheet.filling import by, filling, is_search
from portal.medimail.mailboxes.sheet.forms import KindForm, SheetForm, data_of_texts
from portal.medimail.mailboxes.sheet.routes.showing import blueprint
from portal.medimail.structures import access
from portal.medimail.structures.models import Structure
from portal.web import hx, kept


@blueprint.get("/structures/<int:structure_id>/comptes/nouveau")
@medimail_administrators
def create(structure_id: int) -> ResponseReturnValue:
    """The choice of a type; once made, its form."""
    form = KindForm(request.args)
    asked = bool(request.args)
    with reading() as session:
        around = access.around(session, access.structure(session, structure_id))
    if asked and form.validate():
        return hx.go(url_for(".fill", structure_id=structure_id, type_bal=form.type.data))
    page = render_template("medimail/sheet/kind.html", form=form, **around, about=ABOUT)
    return make_response(page, hx.UNPROCESSABLE if form.errors else 200)


def _kind(type_bal: str) -> Kind:
    return next((kind for kind in Kind if kind.value == type_bal), None) or abort(404)


@blueprint.get("/structures/<int:structure_id>/comptes/nouveau/<type_bal>")
@medimail_administrators
def fill(structure_id: int, type_bal: str) -> ResponseReturnValue:
    """The form of this type, with what the structure says already; or as it was left when the session ended."""
    kind = _kind(type_bal)
    with reading() as session:
        structure = access.structure(session, structure_id)
        form = kept.back(session, SheetForm)
        chosen = form.chosen() if form else []
        if form is None:
            texts = service.defaults(session, structure)
            form = SheetForm(formdata=None, data=data_of_texts(texts, service.default_preferences(structure)))
        return _new_page(session, structure, kind, form, chosen)


def _new_page(session: Session, structure: Structure, kind: Kind, form: SheetForm, chosen: list[str]) -> Response:
    form.of(kind, knowing.lists(session), is_new=True)
    page = render_template(
        "medimail/sheet/new.html",
        form=form,
        **access.around(session, structure),
        kind=kind,
        about=ABOUT[kind],
        **filling(session, form, kind, chosen),
    )
    return make_response(page, hx.UNPROCESSABLE if form.errors else 200)


@blueprint.post("/structures/<int:structure_id>/comptes/nouveau/<type_bal>")
@medimail_administrators
@kept.entries(SheetForm, page=".fill")
def add(structure_id: int, type_bal: str) -> ResponseReturnValue:
    """Create the account; say where it is, and what comes next."""
    kind, form = _kind(type_bal), SheetForm()
    with reading() as session:
        structure = access.structure(session, structure_id)
        form.of(kind, knowing.lists(session), is_new=True)
        if is_search(form):
            return _new_page(session, structure, kind, form, form.chosen())
        if guessing.is_stopped(session, form):
            return _new_page(session, structure, kind, form, form.chosen())
        if not form.validate_on_submit():
            outcome = service.judge(session, by(session), structure, kind, form.texts())
            guessing.note(outcome)
            form.show(outcome.faults if isinstance(outcome, Faulty) else ())
            return _new_page(session, structure, kind, form, form.chosen())
    with transaction() as session:
        structure = access.structure(session, structure_id, lock=True)
        invites = "inviter" in form and bool(form.inviter.data)
        made = service.create(
            session, by(session), structure, kind, form.texts(), preferences=form.preferences(), invites=invites
        )
    if isinstance(made, Faulty):
        guessing.note(made)
        form.show(made.faults)
        with reading() as session:
            return _new_page(session, structure, kind, form, form.chosen())
    _tell(made)
    return hx.go(url_for(".show", mailbox_id=made.mailbox_id))


def _tell(made: Created) -> None:
    """Where the account now is, and what comes next (source 002 p. 9 D)."""
    if made.rejected:
        flash(rejected_too(made.rejected), "warning")
    if made.state is State.VALID:
        flash("Le compte est créé\u00a0: il est dans la liste des comptes validés.", "success")
        return
    flash("Le compte est créé\u00a0: il est dans la liste des comptes préinscrits.", "success")
    if made.is_held:
        flash(TOO_MANY_LINKS, "warning")
    elif made.is_invited:
        flash("Le lien de finalisation est parti\u00a0: la personne choisit son mot de passe et confirme.", "info")
    else:
        flash("Rien n’a été envoyé. Pour envoyer le lien de finalisation, relancez l’utilisateur.", "info")
