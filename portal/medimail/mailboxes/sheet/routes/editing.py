"""An account is edited; whoever comes second keeps what they typed."""

from flask import Response, abort, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.accounts.roles import medimail_administrators
from portal.db import reading, transaction
from portal.medimail.mailboxes.record import knowing, service, writing
from portal.medimail.mailboxes.record.access import allowing
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.acts import Faulty, Saved, Shut, Stale
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.locating import located
from portal.medimail.mailboxes.record.rules.reference import Lists
from portal.medimail.mailboxes.record.rules.states import Action
from portal.medimail.mailboxes.sheet import guessing
from portal.medimail.mailboxes.sheet.filling import by, filling, is_search
from portal.medimail.mailboxes.sheet.forms import SheetForm, data_of
from portal.medimail.mailboxes.sheet.routes.showing import blueprint
from portal.medimail.structures import access
from portal.web import hx, kept
from portal.web.keys import read_key

OVERTAKEN = (
    "Quelqu’un a modifié ce compte pendant que vous le lisiez. Votre saisie est encore là\u00a0: comparez-la au "
    "compte, puis enregistrez-la si elle convient toujours."
)


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
        if is_search(form):
            return _page(session, mailbox, form, known, form.chosen())
        if guessing.is_stopped(session, form):
            return _page(session, mailbox, form, known, form.chosen())
        whole = form.validate_on_submit()
        if not whole:
            outcome = service.judge(session, by(session), mailbox.structure, mailbox.kind, form.texts(), own=mailbox)
            guessing.note(outcome)
            form.show(outcome.faults if isinstance(outcome, Faulty) else ())
            return _page(session, mailbox, form, known, form.chosen())
    return _answer(mailbox_id, form, _save(mailbox_id, form))


def _save(mailbox_id: int, form: SheetForm) -> Saved | Faulty | Stale | Shut:
    texts = form.texts()
    with transaction() as session:
        if Field.CONNECTIONS in texts:
            knowing.hold_others(session, texts, mailbox_id)
        mailbox = allowing(session, mailbox_id, Action.EDIT, lock=True)
        version = read_key(form.vu.data) or 0
        return service.edit(session, by(session), mailbox, version, texts, preferences=form.preferences())


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
            guessing.note(outcome)
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
