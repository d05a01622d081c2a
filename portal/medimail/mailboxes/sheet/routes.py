"""One account over HTTP: created, read, edited, and helped to be filled in."""

from flask import Blueprint, Response, abort, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.accounts.roles import medimail_administrators
from portal.audit.rules import LABELS as EVENTS
from portal.db import reading, transaction
from portal.medimail.mailboxes.record import knowing, service, writing
from portal.medimail.mailboxes.record import store as mailboxes
from portal.medimail.mailboxes.record.access import allowing
from portal.medimail.mailboxes.record.access import mailbox as reached
from portal.medimail.mailboxes.record.display import TAGS
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules import naming
from portal.medimail.mailboxes.record.rules.acts import Created, Faulty, Saved, Shut, Stale
from portal.medimail.mailboxes.record.rules.alerts import SHUT_OUT, UNOPENED
from portal.medimail.mailboxes.record.rules.kinds import ABOUT, SHARED, Kind
from portal.medimail.mailboxes.record.rules.locating import located
from portal.medimail.mailboxes.record.rules.reference import Lists
from portal.medimail.mailboxes.record.rules.sheets import Sheet
from portal.medimail.mailboxes.record.rules.states import LIVE, Action, State
from portal.medimail.mailboxes.sheet import display, store
from portal.medimail.mailboxes.sheet.filling import SEARCH, by, filling
from portal.medimail.mailboxes.sheet.forms import KindForm, SheetForm, data_of, data_of_texts
from portal.medimail.structures import access
from portal.medimail.structures.models import Structure
from portal.web import hx, kept
from portal.web.keys import read_key

blueprint = Blueprint("mailbox", __name__)

OVERTAKEN = (
    "Quelqu’un a modifié ce compte pendant que vous le lisiez. Votre saisie est encore là\u00a0: comparez-la au "
    "compte, puis enregistrez-la si elle convient toujours."
)


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
        if request.form.get("geste") == SEARCH:
            return _new_page(session, structure, kind, form, form.chosen())
        if not form.validate_on_submit():
            outcome = service.judge(session, by(session), structure, kind, form.texts())
            form.show(outcome.faults if isinstance(outcome, Faulty) else ())
            return _new_page(session, structure, kind, form, form.chosen())
    with transaction() as session:
        structure = access.structure(session, structure_id, lock=True)
        invites = "inviter" in form and bool(form.inviter.data)
        made = service.create(
            session, by(session), structure, kind, form.texts(), preferences=form.preferences(), invites=invites
        )
    if isinstance(made, Faulty):
        form.show(made.faults)
        with reading() as session:
            return _new_page(session, structure, kind, form, form.chosen())
    _tell(made)
    return hx.go(url_for(".show", mailbox_id=made.mailbox_id))


def _tell(made: Created) -> None:
    """Where the account now is, and what comes next (source 002 p. 9 D)."""
    if made.state is State.VALID:
        flash("Le compte est créé\u00a0: il est dans la liste des comptes validés.", "success")
        return
    flash("Le compte est créé\u00a0: il est dans la liste des comptes préinscrits.", "success")
    if made.is_invited:
        flash("Le lien de finalisation est parti\u00a0: la personne choisit son mot de passe et confirme.", "info")
    else:
        flash("Rien n’a été envoyé. Pour envoyer le lien de finalisation, relancez l’utilisateur.", "info")


@blueprint.get("/comptes/<int:mailbox_id>")
@medimail_administrators
def show(mailbox_id: int) -> ResponseReturnValue:
    """Who or what, where, in which state; what it opens or what opens it; and what may be done."""
    with reading() as session:
        mailbox = reached(session, mailbox_id)
        known = knowing.lists(session)
        sheet = writing.sheet_of(mailbox, writing.connections(session, mailbox))
        no_reset = display.no_reset(mailbox, store.person(session, mailbox.account_id))
        page = render_template(
            "medimail/sheet/show.html",
            mailbox=mailbox,
            **access.around(session, mailbox.structure),
            facts=display.facts(sheet, mailbox.kind, known),
            preferences=writing.preferences_of(mailbox),
            acts=display.acts(mailbox, resets=not no_reset),
            no_reset=no_reset,
            alerts=_alerts(session, mailbox),
            alert=naming.alert(mailbox.kind, sheet, store.names_opening(session, mailbox)),
            tags=TAGS,
            opened=() if mailbox.kind in SHARED else mailboxes.opened_by(session, mailbox.id),
            change=mailboxes.asked_change(session, mailbox.id),
            author=store.person(session, mailbox.created_by),
            events=store.events(session, mailbox.account_id, mailbox.address),
            event_labels=EVENTS,
        )
    return make_response(page)


def _alerts(session: Session, mailbox: Mailbox) -> list[str]:
    """What keeps an account from serving, whatever its own state says, and what to do."""
    if mailbox.kind in SHARED:
        people = [person for person, _ in mailboxes.opening(session, mailbox.id)]
        is_unopened = mailbox.state in LIVE and not any(person.state in LIVE for person in people)
        return [UNOPENED] if is_unopened else []
    return [SHUT_OUT] if mailboxes.is_shut_out(session, mailbox) else []


@blueprint.get("/comptes/<int:mailbox_id>/modifier")
@medimail_administrators
def edit(mailbox_id: int) -> ResponseReturnValue:
    """The form, as the account is; or as it was left when the session ended."""
    with reading() as session:
        mailbox = allowing(session, mailbox_id, Action.EDIT)
        known = knowing.lists(session)
        form = kept.back(session, SheetForm)
        chosen = form.chosen() if form else None
        if form is None or chosen is None:
            sheet = writing.sheet_of(mailbox, writing.connections(session, mailbox))
            sheet = located(sheet, known, knowing.communes_of(session, sheet.postal_code))
            chosen = list(sheet.connections)
            data = data_of(sheet, writing.preferences_of(mailbox), mailbox.version)
            form = SheetForm(formdata=None, data=data)
        return _page(session, mailbox, form, known, chosen)


def _page(
    session: Session, mailbox: Mailbox, form: SheetForm, known: Lists, chosen: list[str], *, told: str = ""
) -> Response:
    form.of(mailbox.kind, known)
    page = render_template(
        "medimail/sheet/edit.html",
        form=form,
        mailbox=mailbox,
        **access.around(session, mailbox.structure),
        kind=mailbox.kind,
        told=told,
        **filling(session, form, mailbox.kind, chosen, own=mailbox.id),
    )
    return make_response(page, hx.status_of(told, form.errors))


@blueprint.post("/comptes/<int:mailbox_id>/modifier")
@medimail_administrators
@kept.entries(SheetForm, page=".edit")
def update(mailbox_id: int) -> ResponseReturnValue:
    """Save the account; whoever comes second keeps what they typed."""
    form = SheetForm()
    with reading() as session:
        mailbox = allowing(session, mailbox_id, Action.EDIT)
        known = knowing.lists(session)
        form.of(mailbox.kind, known)
        if request.form.get("geste") == SEARCH:
            return _page(session, mailbox, form, known, form.chosen())
        whole = form.validate_on_submit()
        if not whole:
            outcome = service.judge(session, by(session), mailbox.structure, mailbox.kind, form.texts(), own=mailbox)
            form.show(outcome.faults if isinstance(outcome, Faulty) else ())
            return _page(session, mailbox, form, known, form.chosen())
    return _answer(mailbox_id, form, _save(mailbox_id, form))


def _save(mailbox_id: int, form: SheetForm) -> Saved | Faulty | Stale | Shut:
    with transaction() as session:
        mailbox = allowing(session, mailbox_id, Action.EDIT, lock=True)
        version = read_key(form.vu.data) or 0
        return service.edit(session, by(session), mailbox, version, form.texts(), preferences=form.preferences())


def _answer(mailbox_id: int, form: SheetForm, outcome: Saved | Faulty | Stale | Shut) -> ResponseReturnValue:
    told = ""
    match outcome:
        case Saved(changed):
            if changed:
                flash("Le compte est enregistré.", "success")
            else:
                flash("Rien n’a changé\u00a0: le compte disait déjà cela.", "info")
            return hx.go(url_for(".show", mailbox_id=mailbox_id))
        case Faulty(faults):
            form.show(faults)
        case Stale():
            told = OVERTAKEN
        case Shut():
            abort(404)
    with reading() as session:
        mailbox = allowing(session, mailbox_id, Action.EDIT)
        if told:
            form.vu.data = str(mailbox.version)
        return _page(session, mailbox, form, knowing.lists(session), form.chosen(), told=told)


@blueprint.post("/structures/<int:structure_id>/comptes/comptes-de-connexion")
@medimail_administrators
def openers(structure_id: int) -> ResponseReturnValue:
    """What is found for the words typed so far, beside what is ticked; nothing is kept."""
    form = SheetForm(meta={"csrf": False})
    with reading() as session:
        structure = access.structure(session, structure_id)
        found = filling(session, form, None, form.chosen())
    return make_response(render_template("medimail/sheet/_openers.html", form=form, structure=structure, **found))


@blueprint.post("/structures/<int:structure_id>/comptes/localisation")
@medimail_administrators
def location(structure_id: int) -> ResponseReturnValue:
    """The communes of the postal code typed so far, and the département and the région that follow from it."""
    form = SheetForm(meta={"csrf": False})
    with reading() as session:
        structure = access.structure(session, structure_id)
        known = knowing.lists(session)
        communes = knowing.communes_of(session, form.code_postal.data or "")
    form.of(Kind.MED, known)
    found = located(Sheet(postal_code=form.code_postal.data or ""), known, communes)
    form.departement.data = found.departement or form.departement.data
    form.region.data = found.region or form.region.data
    page = render_template("medimail/sheet/_location.html", form=form, structure=structure, communes=communes)
    return make_response(page)
