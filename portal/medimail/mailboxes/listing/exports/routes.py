"""The list of accounts as a file; who took it away, and of which structures, is written in the journal."""

from collections.abc import Iterator

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from portal import clock
from portal.accounts.roles import medimail_administrators
from portal.audit import Event
from portal.db import reading
from portal.medimail.mailboxes.listing.exports import spreadsheet
from portal.medimail.structures import breadth, exporting
from portal.medimail.structures.access import structure

blueprint = Blueprint("mailbox_exports", __name__)


@blueprint.get("/structures/<int:structure_id>/comptes/export.<kind>")
@medimail_administrators
def export(structure_id: int, kind: str) -> ResponseReturnValue:
    """The validated and preregistered accounts of the structure; with those of its daughters if asked for."""
    made, daughters = spreadsheet.FORMATS.get(kind) or abort(404), breadth.with_daughters()
    with reading() as session:
        at = structure(session, structure_id)
    name = f"utilisateurs-medimail-{at.id}-{clock.today().isoformat()}.{kind}"

    def write() -> Iterator[bytes]:
        return made.write(spreadsheet.COLUMNS, spreadsheet.rows(at, daughters=daughters))

    told = {"format": kind, "filles": daughters}
    return exporting.export(name, made.kind, at, write, Event.MAILBOXES_EXPORTED, **told)
