"""The list of accounts as a file; who took it away, and of which structures, is written in the journal."""

from flask import Blueprint, Response, abort, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import audit, clock
from portal.accounts.roles import medimail_administrators
from portal.audit import Event
from portal.db import reading, transaction
from portal.medimail.mailboxes.listing.exports import sheet
from portal.medimail.structures.access import structure

blueprint = Blueprint("mailbox_exports", __name__)


@blueprint.get("/structures/<int:structure_id>/comptes/export.<kind>")
@medimail_administrators
def export(structure_id: int, kind: str) -> ResponseReturnValue:
    """The validated and preregistered accounts of the structure; with those of its daughters if asked for."""
    made, daughters = sheet.FORMATS.get(kind) or abort(404), request.args.get("filles") == "1"
    with reading() as session:
        at = structure(session, structure_id)
    name = f"utilisateurs-medimail-{at.id}-{clock.today().isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if request.method == "HEAD":  # nothing is taken away, and nobody would close what is streamed
        return Response(content_type=made.kind, headers=headers)
    with transaction() as session:
        after = {"format": kind, "structure": at.name, "cle": at.id, "filles": daughters}
        audit.record(session, Event.MAILBOXES_EXPORTED, actor=current_user.account_id, after=after)
    body = stream_with_context(made.write(sheet.rows(at, daughters=daughters)))
    return Response(body, content_type=made.kind, headers=headers)
