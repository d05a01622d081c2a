"""The acts over HTTP: each leads back to the list that it was asked from, and says what it did or why it did not."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Response, abort, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts import store as people
from portal.accounts.roles import medimail_administrators
from portal.config import settings
from portal.db import reading, transaction
from portal.medimail.mailboxes.listing.acts import rules, service, store
from portal.medimail.mailboxes.listing.acts.forms import OneRejectForm, PlaceForm
from portal.medimail.mailboxes.listing.acts.rules import Done, Outcome, Stale, TooSoon
from portal.medimail.mailboxes.listing.acts.service import Asked
from portal.medimail.mailboxes.listing.back import back, listed
from portal.medimail.mailboxes.record import leaving, rights
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.access import reached_below
from portal.medimail.mailboxes.record.rules.states import Action, Who, move_of
from portal.medimail.structures import access
from portal.medimail.structures.models import Structure
from portal.web import hx, kept
from portal.web.dates import moment
from portal.web.keys import read_key

blueprint = Blueprint("mailbox_acts", __name__, url_prefix="/structures/<int:structure_id>/comptes/<int:mailbox_id>")


@blueprint.post("/valider")
@medimail_administrators
def validate(structure_id: int, mailbox_id: int) -> ResponseReturnValue:
    """Let in somebody who registered alone."""
    return _act(structure_id, mailbox_id, Action.VALIDATE)


@blueprint.post("/relancer")
@medimail_administrators
def relaunch(structure_id: int, mailbox_id: int) -> ResponseReturnValue:
    """Send the link of finalisation again."""
    return _act(structure_id, mailbox_id, Action.RELAUNCH)


@blueprint.post("/rehabiliter")
@medimail_administrators
def rehabilitate(structure_id: int, mailbox_id: int) -> ResponseReturnValue:
    """Bring an account back to where it stood before."""
    return _act(structure_id, mailbox_id, Action.REHABILITATE)


@blueprint.post("/reinitialiser")
@medimail_administrators
def reset(structure_id: int, mailbox_id: int) -> ResponseReturnValue:
    """Send the person the link by which they choose a new password, where the rule of resets has it go."""
    return _act(structure_id, mailbox_id, Action.RESET_PASSWORD)


def _act(structure_id: int, mailbox_id: int, action: Action) -> ResponseReturnValue:
    with transaction() as session:
        found = reached_below(session, structure_id, mailbox_id, lock=True)
        outcome = service.perform(session, found, Asked(current_user.account_id, action, _seen()))
    _tell(action, outcome)
    return _return(structure_id, mailbox_id)


def _seen() -> int | None:
    """The version that the person saw, where the page says it."""
    return read_key(request.form.get("vu"))


def _tell(action: Action, outcome: Outcome) -> None:
    match outcome:
        case Done():
            flash(rules.done(action, outcome), "success")
            if outcome.dismissed:
                flash(rules.dismissed(outcome.dismissed), "success")
            if outcome.alert:
                flash(outcome.alert, "warning")
        case TooSoon(sent_at, again):
            said = "Rien n’est parti\u00a0: cette personne a reçu son lien le "
            then = f"vous pourrez la relancer à partir du {moment(again)}"
            flash(f"{said}{moment(sent_at)}. Laissez-lui le temps de l’ouvrir\u00a0; {then}.", "info")
        case _:
            flash(rules.refused(outcome), "warning")


def _return(structure_id: int, mailbox_id: int) -> ResponseReturnValue:
    to_sheet = request.form.get("retour") == "fiche"
    return hx.go(url_for("mailbox.show", mailbox_id=mailbox_id) if to_sheet else back(structure_id))


@blueprint.get("/rejeter")
@medimail_administrators
def ask_to_reject(structure_id: int, mailbox_id: int) -> ResponseReturnValue:
    """What rejecting the account does, and why."""
    with reading() as session:
        form = kept.back(session, OneRejectForm) or OneRejectForm(formdata=None)
    return _reject_page(structure_id, mailbox_id, form)


def _reject_page(structure_id: int, mailbox_id: int, form: OneRejectForm, told: str = "") -> Response:
    with reading() as session:
        found = reached_below(session, structure_id, mailbox_id)
        alert = leaving.told_of(session, found)
        around = access.around(session, found.structure)
        reach = access.reach(session)
        besides = rights.besides(session, found.account_id, reach)
        changes = leaving.changes(session, found, reach)
    page = render_template(
        "medimail/listing/reject.html",
        form=form,
        mailbox=found,
        **around,
        at_id=structure_id,
        told=told,
        alert=alert,
        besides=besides,
        changes=changes,
        quoted=rules.quoted,
        is_open=move_of(found.state, found.kind, Who.ADMINISTRATOR, Action.REJECT) is not None,
        is_own=found.account_id == current_user.account_id,
        rejection_months=settings().medimail_rejection_months,
        listed=listed(),
        back_url=back(structure_id),
    )
    return make_response(page, hx.status_of(told, form.errors))


@blueprint.post("/rejeter")
@medimail_administrators
@kept.entries(OneRejectForm, page=".ask_to_reject")
def reject(structure_id: int, mailbox_id: int) -> ResponseReturnValue:
    """Reject the account; its holder is told why, and with whom to talk about it."""
    form = OneRejectForm()
    if not form.validate_on_submit():
        return _reject_page(structure_id, mailbox_id, form)
    with transaction() as session:
        dismissed = _dismissed(session, mailbox_id) if form.retirer.data else ()
        found = reached_below(session, structure_id, mailbox_id, lock=True)
        alert = leaving.told_of(session, found)
        seen, reason = _seen(), form.motif.data or ""
        asked = Asked(current_user.account_id, Action.REJECT, seen, reason, dismissed=dismissed)
        outcome = service.perform(session, found, asked)
        still = rights.told(people.rights(session, found.account_id)) if found.account_id else ""
    if isinstance(outcome, Stale):
        return _reject_page(structure_id, mailbox_id, form, rules.refused(outcome))
    _tell(Action.REJECT, replace(outcome, alert=f"{alert} {still}".strip()) if isinstance(outcome, Done) else outcome)
    return _return(structure_id, mailbox_id)


def _dismissed(session: Session, mailbox_id: int) -> Sequence[Structure]:
    """The structures to take the holder of this account off, locked before it; those within reach once they are."""
    found = records.get(session, mailbox_id)
    if found is None or found.account_id is None:
        return ()
    keys = [place.id for place in rights.besides(session, found.account_id, access.reach(session)).structures]
    locked = rights.lock(session, keys)
    reach = access.reach(session)
    return [place for place in locked.values() if rights.may_dismiss(place, reach)]


@blueprint.get("/transferer")
@medimail_administrators
def ask_to_transfer(structure_id: int, mailbox_id: int) -> ResponseReturnValue:
    """Where the account may go; then, once a structure is chosen, what moving it there does."""
    return _transfer_page(structure_id, mailbox_id, read_key(request.args.get("vers")))


def _transfer_page(structure_id: int, mailbox_id: int, target_id: int | None, told: str = "") -> Response:
    form = PlaceForm(request.args)
    form.validate()
    with reading() as session:
        found = reached_below(session, structure_id, mailbox_id)
        target = access.structure(session, target_id) if target_id else None
        reach = access.reach(session)
        alert = service.outside(session, found, target) if target else ""
        places = () if target else store.places(session, reach, form.q.data or "", but=found.structure_id)
        around = access.around(session, found.structure)
    page = render_template(
        "medimail/listing/transfer.html",
        form=form,
        mailbox=found,
        **around,
        at_id=structure_id,
        target=target,
        places=places,
        most=store.MOST_FOUND,
        told=told,
        alert=alert,
        is_open=move_of(found.state, found.kind, Who.ADMINISTRATOR, Action.TRANSFER) is not None,
        listed=listed(),
        back_url=back(structure_id),
        place_url=lambda place: url_for(
            ".ask_to_transfer", structure_id=structure_id, mailbox_id=mailbox_id, vers=place.id, liste=listed() or None
        ),
    )
    return make_response(page, hx.CONFLICT if told else 200)


@blueprint.post("/transferer")
@medimail_administrators
def transfer(structure_id: int, mailbox_id: int) -> ResponseReturnValue:
    """Move the account to another structure within reach; both sides are told."""
    target_id = read_key(request.form.get("vers")) or abort(404)
    with transaction() as session:
        target = access.structure(session, target_id, lock=True)
        found = reached_below(session, structure_id, mailbox_id, lock=True)
        origin = found.structure
        asked = Asked(current_user.account_id, Action.TRANSFER, _seen(), target=target)
        outcome = service.perform(session, found, asked)
        if isinstance(outcome, Done):
            service.tell_both_sides(session, [found.address], origin, target)
    if isinstance(outcome, Stale):
        return _transfer_page(structure_id, mailbox_id, target_id, rules.refused(outcome))
    _tell(Action.TRANSFER, outcome)
    # The list that one comes from may not reach where the account now is, nor does its page for a daughter's.
    return hx.go(back(structure_id))
