"""The settings of an account, by its administrator."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.accounts.roles import medimail_administrators
from portal.medimail.mailboxes.options import acting
from portal.medimail.mailboxes.options.acting import Door
from portal.medimail.mailboxes.record.access import allowing
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.states import Action

blueprint = Blueprint("mailbox_options", __name__, url_prefix="/comptes/<int:mailbox_id>/parametres")


def _found(session: Session, mailbox_id: int, *, lock: bool = False) -> Mailbox:
    return allowing(session, mailbox_id, Action.EDIT, lock=lock)


DOOR = Door("medimail/options/show.html", lambda key: url_for("mailbox_options.show", mailbox_id=key), _found)


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
