"""The settings of an account, by its administrator."""

from flask import Blueprint, abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts.roles import medimail_administrators
from portal.db import transaction
from portal.medimail.mailboxes.options import acting, service
from portal.medimail.mailboxes.options.acting import UNDELEGATED, Door
from portal.medimail.mailboxes.record.access import allowing, reached
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.states import Action
from portal.medimail.structures import access
from portal.web import hx

blueprint = Blueprint("mailbox_options", __name__, url_prefix="/comptes/<int:mailbox_id>/parametres")


def _found(session: Session, mailbox_id: int, *, lock: bool = False) -> Mailbox:
    return allowing(session, mailbox_id, Action.EDIT, lock=lock)


def _base(mailbox_id: int) -> str:
    return url_for("mailbox_options.show", mailbox_id=mailbox_id)


DOOR = Door("medimail/options/show.html", _base, _found, access.reach)


@blueprint.get("")
@medimail_administrators
def show(mailbox_id: int) -> ResponseReturnValue:
    """Everything that may be set on this account."""
    return acting.page(DOOR, mailbox_id)


@blueprint.post("/preferences")
@medimail_administrators
def prefer(mailbox_id: int) -> ResponseReturnValue:
    """Set the notices and the rest."""
    return acting.prefer(DOOR, mailbox_id)


@blueprint.post("/boites")
@medimail_administrators
def begin_with(mailbox_id: int) -> ResponseReturnValue:
    """Set the mailbox shown first, and those that tell of what they receive."""
    return acting.begin_with(DOOR, mailbox_id)


@blueprint.post("/delegations")
@medimail_administrators
def delegate(mailbox_id: int) -> ResponseReturnValue:
    """Add a delegation."""
    return acting.delegate(DOOR, mailbox_id)


@blueprint.post("/delegations/<int:delegate_id>/supprimer")
@medimail_administrators
def undelegate(mailbox_id: int, delegate_id: int) -> ResponseReturnValue:
    """End a delegation."""
    return acting.undelegate(DOOR, mailbox_id, delegate_id)


@blueprint.post("/delegations-recues/<int:origin_id>/supprimer")
@medimail_administrators
def unreceive(mailbox_id: int, origin_id: int) -> ResponseReturnValue:
    """End the copies that this account receives of another one within reach, whatever the state of either."""
    with transaction() as session:
        origin = reached(session, origin_id, lock=True)
        mailbox = _found(session, mailbox_id)
        if not service.undelegate(session, current_user.account_id, origin, mailbox.id):
            abort(404)
    flash(UNDELEGATED, "success")
    return hx.go(_base(mailbox_id))
