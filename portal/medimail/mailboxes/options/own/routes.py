"""The settings of an account, by its holder."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.config import settings
from portal.db import reading
from portal.medimail.mailboxes.history import service as history
from portal.medimail.mailboxes.options import acting
from portal.medimail.mailboxes.options.acting import Door
from portal.medimail.mailboxes.options.own import store
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.states import OPEN
from portal.web import guards, hx

blueprint = Blueprint("own_mailbox", __name__, url_prefix="/mon-compte/messagerie")


def _found(session: Session, mailbox_id: int, *, lock: bool = False) -> Mailbox:
    found = records.get(session, mailbox_id, lock=lock)
    if found is None or found.account_id != current_user.account_id or found.state not in OPEN:
        abort(404)
    return found


DOOR = Door("medimail/options/own.html", lambda key: url_for("own_mailbox.show", mailbox_id=key), _found)


@blueprint.get("")
@guards.signed_in
def listing() -> ResponseReturnValue:
    """One's own accounts; of whoever has one only, that one."""
    with reading() as session:
        mine = store.settable(session, current_user.account_id)
    if len(mine) == 1:
        return hx.go(url_for(".show", mailbox_id=mine[0].id))
    return render_template("medimail/options/listing.html", mailboxes=mine)


@blueprint.get("/<int:mailbox_id>")
@guards.signed_in
def show(mailbox_id: int) -> ResponseReturnValue:
    """Everything that may be set on this account."""
    return acting.page(DOOR, mailbox_id)


@blueprint.get("/<int:mailbox_id>/historique")
@guards.signed_in
def past(mailbox_id: int) -> ResponseReturnValue:
    """What was done to this account of one's own, whatever its state."""
    with reading() as session:
        mailbox = records.get(session, mailbox_id)
        if mailbox is None or mailbox.account_id != current_user.account_id:
            abort(404)
        told = history.of(session, mailbox, history.Reader(current_user.account_id))
    return render_template("medimail/history/own.html", mailbox=mailbox, history=told, months=settings().journal_months)


@blueprint.post("/<int:mailbox_id>/preferences")
@guards.signed_in
def prefer(mailbox_id: int) -> ResponseReturnValue:
    """Set the notices and the rest."""
    return acting.prefer(DOOR, mailbox_id)


@blueprint.post("/<int:mailbox_id>/boites")
@guards.signed_in
def begin_with(mailbox_id: int) -> ResponseReturnValue:
    """Set the mailbox shown first, and those that tell of what they receive."""
    return acting.begin_with(DOOR, mailbox_id)


@blueprint.post("/<int:mailbox_id>/delegations")
@guards.signed_in
def delegate(mailbox_id: int) -> ResponseReturnValue:
    """Add a delegation."""
    return acting.delegate(DOOR, mailbox_id)


@blueprint.post("/<int:mailbox_id>/delegations/<int:delegate_id>/supprimer")
@guards.signed_in
def undelegate(mailbox_id: int, delegate_id: int) -> ResponseReturnValue:
    """End a delegation."""
    return acting.undelegate(DOOR, mailbox_id, delegate_id)
