"""Changes of address over HTTP: the list, what is asked, what is called off."""

from typing import Any

from flask import Blueprint, Response, abort, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.roles import medimail_administrators
from portal.db import reading, transaction
from portal.jobs.rules import Daily, following
from portal.medimail.mailboxes.addresses import rules, service, store
from portal.medimail.mailboxes.addresses.forms import AddressForm
from portal.medimail.mailboxes.addresses.rules import Asked, Overtaken, Subject, Taken
from portal.medimail.mailboxes.record import audience
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.access import reached
from portal.medimail.mailboxes.record.display import tab_bar
from portal.medimail.mailboxes.record.models import AddressChange, Mailbox
from portal.medimail.mailboxes.record.rules.nights import ADDRESSES_AT
from portal.medimail.structures import access, breadth
from portal.medimail.structures.models import Structure
from portal.web import hx, kept
from portal.web.paging import paging

blueprint = Blueprint("address_changes", __name__)

OVERTAKEN = (
    "Quelqu’un a demandé autre chose pour ce compte pendant que vous lisiez cette page. Votre saisie est encore "
    "là\u00a0: comparez-la à la demande, puis enregistrez-la si elle convient toujours."
)


@blueprint.get("/structures/<int:structure_id>/changements-adresse")
@medimail_administrators
def listing(structure_id: int) -> ResponseReturnValue:
    """« Demandes de changement de mail »: of the structure, or of its daughters too."""
    daughters = breadth.with_daughters()
    with reading() as session:
        structure = access.structure(session, structure_id)
        found = paging(request.args.get("page"), store.count(session, structure, daughters=daughters))
        rows = store.page(session, structure, found, daughters=daughters) if found.total else ()
        tabs = _tabs(session, structure, daughters=daughters)
        around = access.around(session, structure)
        has_daughters = records.has_daughters(session, structure)

    def link(wide: str | None, number: int | None = None) -> str:
        return url_for(".listing", structure_id=structure_id, filles=wide, page=number)

    return hx.show(
        "medimail/addresses/listing.html",
        partial="medimail/addresses/_listing.html",
        **around,
        tabs=tabs,
        daughters=daughters,
        other_url=breadth.other_url(link, daughters=daughters) if has_daughters else "",
        rows=rows,
        found=found,
        page_url=lambda number: link(breadth.in_address(daughters=daughters), number),
    )


def _tabs(session: Session, structure: Structure, *, daughters: bool) -> list[dict[str, Any]]:
    """The tabs of the accounts, of which this page is the last (p. 12-15)."""
    key, wide = structure.id, breadth.in_address(daughters=daughters)
    bar = tab_bar(
        records.count_states(session, structure, daughters=daughters),
        records.count_changes(session, structure, daughters=daughters),
        url_of_tab=lambda state: url_for(
            "mailboxes.listing", structure_id=key, etat=state.value if state else None, filles=wide
        ),
        changes_url=url_for(".listing", structure_id=key, filles=wide),
    )
    bar[-1]["current"] = True
    return bar


@blueprint.get("/comptes/<int:mailbox_id>/adresse")
@medimail_administrators
def ask(mailbox_id: int) -> ResponseReturnValue:
    """« Changer l’adresse mail »: the form, as the request stands; or as it was left when the session ended."""
    with reading() as session:
        mailbox = reached(session, mailbox_id)
        change = records.asked_change(session, mailbox.id)
        form = kept.back(session, AddressForm) or _form_of(change)
    return _page(form, mailbox, change)


def _form_of(change: AddressChange | None) -> AddressForm:
    new = change.new if change else ""
    return AddressForm(formdata=None, vu=new, nouvelle=new)


def _page(form: AddressForm, mailbox: Mailbox, change: AddressChange | None, *, told: str = "") -> Response:
    closed = rules.refusal(Subject(mailbox.kind, mailbox.state, mailbox.address, ""), "", taken=False)
    with reading() as session:
        around = access.around(session, mailbox.structure)
        way, readers = service.way_in(session, mailbox), audience.readers(session, mailbox)
    page = render_template(
        "medimail/addresses/ask.html",
        form=form,
        mailbox=mailbox,
        **around,
        change=change,
        told=told,
        closed=rules.sentence(closed) if closed else "",
        way=way,
        readers=readers,
        night=following(Daily(ADDRESSES_AT), clock.now()),
    )
    return make_response(page, hx.status_of(told, form.errors))


@blueprint.post("/comptes/<int:mailbox_id>/adresse")
@medimail_administrators
@kept.entries(AddressForm, page=".ask")
def submit(mailbox_id: int) -> ResponseReturnValue:
    """Ask for the change, or correct what was asked."""
    form = AddressForm()
    if not form.validate_on_submit():
        with reading() as session:
            mailbox = reached(session, mailbox_id)
            change = records.asked_change(session, mailbox.id)
        return _page(form, mailbox, change)
    outcome, mailbox, change = _submit(mailbox_id, form)
    match outcome:
        case Asked():
            flash(
                f"La demande est enregistrée\u00a0: l’adresse changera dans la nuit, à {ADDRESSES_AT.hour}\u00a0h.",
                "success",
            )
            return hx.go(url_for(".listing", structure_id=mailbox.structure_id))
        case Overtaken():
            form.vu.data = change.new if change else ""
            return _page(form, mailbox, change, told=OVERTAKEN)
        case refused:
            form.nouvelle.errors = [rules.sentence(refused)]
            return _page(form, mailbox, change)


def _submit(
    mailbox_id: int, form: AddressForm
) -> tuple[Asked | Overtaken | rules.Refusal, Mailbox, AddressChange | None]:
    try:
        with transaction() as session:
            mailbox = reached(session, mailbox_id, lock=True)
            outcome = service.ask(session, mailbox, form.read(), seen=form.vu.data or "", by=current_user.account_id)
            return outcome, mailbox, records.asked_change(session, mailbox.id)
    except IntegrityError:  # the same address was asked for another account at that instant
        with reading() as session:
            mailbox = reached(session, mailbox_id)
            return Taken(), mailbox, records.asked_change(session, mailbox.id)


@blueprint.post("/changements-adresse/<int:change_id>/annuler")
@medimail_administrators
def cancel(change_id: int) -> ResponseReturnValue:
    """Call the change off, as long as the night has not done it."""
    with transaction() as session:
        mailbox_id = store.mailbox_of(session, change_id)
        mailbox = reached(session, mailbox_id, lock=True) if mailbox_id is not None else abort(404)
        done = service.cancel(session, change_id, by=current_user.account_id)
    if done:
        flash("La demande est annulée\u00a0: l’adresse ne change pas.", "success")
    else:
        flash("Cette demande n’attendait plus\u00a0: elle est faite, ou déjà annulée.", "info")
    return hx.go(url_for(".listing", structure_id=mailbox.structure_id))
