"""The change of type over HTTP: what goes is shown before, and the fields of the new type are filled in."""

from flask import Blueprint, Response, abort, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.accounts.roles import medimail_administrators
from portal.db import reading, transaction
from portal.medimail.mailboxes.record import converting, knowing, service, writing
from portal.medimail.mailboxes.record.access import allowing
from portal.medimail.mailboxes.record.display import fact
from portal.medimail.mailboxes.record.forms import FORM_NAMES
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.acts import TOO_MANY_LINKS, Faulty, Held, Saved, Shut, Stale
from portal.medimail.mailboxes.record.rules.kinds import ABOUT, PERSONS, SHARED, Kind, crosses
from portal.medimail.mailboxes.record.rules.locating import located
from portal.medimail.mailboxes.record.rules.states import Action, State
from portal.medimail.mailboxes.sheet import guessing
from portal.medimail.mailboxes.sheet.filling import by, filling, is_search
from portal.medimail.mailboxes.sheet.forms import data_of
from portal.medimail.mailboxes.sheet.turning.forms import TurnedForm, TurnForm
from portal.medimail.structures import access
from portal.web import hx, kept
from portal.web.keys import read_key

blueprint = Blueprint("mailbox_kind", __name__)

OVERTAKEN = (
    "Quelqu’un a modifié ce compte pendant que vous le lisiez. Votre saisie est encore là\u00a0: relisez ce qui "
    "disparaîtrait, puis enregistrez-la si elle convient toujours."
)
Outcome = Saved | Faulty | Stale | Held | Shut


@blueprint.get("/comptes/<int:mailbox_id>/type")
@medimail_administrators
def choose(mailbox_id: int) -> ResponseReturnValue:
    """The choice of the new type; once made, its form."""
    with reading() as session:
        mailbox = allowing(session, mailbox_id, Action.CHANGE_KIND)
        around = access.around(session, mailbox.structure)
    form = TurnForm(request.args).of(mailbox.kind)
    if request.args and form.validate():
        return hx.go(url_for(".fill", mailbox_id=mailbox_id, type_bal=form.type.data))
    page = render_template("medimail/sheet/turn.html", form=form, mailbox=mailbox, **around, about=ABOUT)
    return make_response(page, hx.UNPROCESSABLE if form.errors else 200)


def _kind(type_bal: str, mailbox: Mailbox) -> Kind:
    """The new type; the one that it has already is none."""
    return next((kind for kind in Kind if kind.value == type_bal and kind is not mailbox.kind), None) or abort(404)


@blueprint.get("/comptes/<int:mailbox_id>/type/<type_bal>")
@medimail_administrators
def fill(mailbox_id: int, type_bal: str) -> ResponseReturnValue:
    """What no longer applies, with what it holds, and the form of the new type."""
    with reading() as session:
        mailbox = allowing(session, mailbox_id, Action.CHANGE_KIND)
        kind = _kind(type_bal, mailbox)
        form = kept.back(session, TurnedForm)
        chosen = form.chosen() if form else []
        if form is None:
            form = TurnedForm(formdata=None, data=_data(session, mailbox))
        return _page(session, mailbox, kind, form, chosen)


def _data(session: Session, mailbox: Mailbox) -> dict[str, object]:
    """The account as it is, and what the structure says of what it lacks."""
    sheet = writing.sheet_of(mailbox)
    sheet = located(sheet, knowing.lists(session), knowing.communes_of(session, sheet.postal_code))
    data = data_of(sheet, writing.preferences_of(mailbox), mailbox.version)
    lacking = {
        FORM_NAMES[field]: text
        for field, text in service.defaults(session, mailbox.structure).items()
        if not sheet.has(field)
    }
    return data | lacking


def _page(
    session: Session, mailbox: Mailbox, kind: Kind, form: TurnedForm, chosen: list[str], *, told: str = ""
) -> Response:
    known = knowing.lists(session)
    form.of(kind, known, asks_preferences=False)
    found = converting.conversion(session, by(session), mailbox, kind)
    page = render_template(
        "medimail/sheet/turned.html",
        form=form,
        mailbox=mailbox,
        **access.around(session, mailbox.structure),
        kind=kind,
        about=ABOUT[kind],
        told=told,
        gone=[fact(found.sheet, name, known) for name in found.gone],
        closed=found.closed,
        obstacles=found.obstacles,
        stays=found.stays,
        becomes_shared=crosses(mailbox.kind, kind) and kind in SHARED,
        stays_rejected=mailbox.state is State.REJECTED,
        becomes_person=crosses(mailbox.kind, kind) and kind in PERSONS,
        **filling(session, form, kind, chosen, own=mailbox.id),
    )
    return make_response(page, hx.status_of(told, form.errors))


@blueprint.post("/comptes/<int:mailbox_id>/type/<type_bal>")
@medimail_administrators
@kept.entries(TurnedForm, page=".fill")
def turn(mailbox_id: int, type_bal: str) -> ResponseReturnValue:
    """Give the new type; whoever comes second keeps what they typed."""
    form = TurnedForm()
    with reading() as session:
        mailbox = allowing(session, mailbox_id, Action.CHANGE_KIND)
        kind = _kind(type_bal, mailbox)
        form.of(kind, knowing.lists(session), asks_preferences=False)
        if is_search(form):
            return _page(session, mailbox, kind, form, form.chosen())
        if guessing.is_stopped(session, form):
            return _page(session, mailbox, kind, form, form.chosen())
        if not form.validate_on_submit():
            outcome = service.judge(session, by(session), mailbox.structure, kind, form.texts(), own=mailbox)
            guessing.note(outcome)
            form.show(outcome.faults if isinstance(outcome, Faulty) else ())
            return _page(session, mailbox, kind, form, form.chosen())
    return _answer(mailbox_id, kind, form, _turn(mailbox_id, kind, form))


def _turn(mailbox_id: int, kind: Kind, form: TurnedForm) -> Outcome:
    invites = "inviter" in form and bool(form.inviter.data)
    version, texts = read_key(form.vu.data) or 0, form.texts()
    with transaction() as session:
        knowing.hold_others(session, texts, mailbox_id)
        mailbox = allowing(session, mailbox_id, Action.CHANGE_KIND, lock=True)
        return converting.change_kind(session, by(session), mailbox, version, kind, texts, invites=invites)


def _answer(mailbox_id: int, kind: Kind, form: TurnedForm, outcome: Outcome) -> ResponseReturnValue:
    told = ""
    match outcome:
        case Saved(is_held=is_held):
            flash(f"Le compte est maintenant de type {kind.label}.", "success")
            if is_held:
                flash(TOO_MANY_LINKS, "warning")
            return hx.go(url_for("mailbox.show", mailbox_id=mailbox_id))
        case Faulty(faults):
            guessing.note(outcome)
            form.show(faults)
        case Held(sentences):
            told = " ".join(sentences)
        case Stale():
            told = OVERTAKEN
        case Shut():
            return hx.go(url_for("mailbox.show", mailbox_id=mailbox_id))
    with reading() as session:
        mailbox = allowing(session, mailbox_id, Action.CHANGE_KIND)
        if mailbox.kind is kind:
            return hx.go(url_for("mailbox.show", mailbox_id=mailbox_id))
        if told:
            form.vu.data = str(mailbox.version)
        return _page(session, mailbox, kind, form, form.chosen(), told=told)
