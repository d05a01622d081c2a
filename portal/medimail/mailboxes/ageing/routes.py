"""What the coming night will do to the accounts of a structure, and the export of those that it has removed."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.accounts.roles import medimail_administrators
from portal.audit import Event
from portal.db import reading
from portal.jobs.rules import Daily, following
from portal.medimail.mailboxes.ageing import service, spreadsheet, store
from portal.medimail.mailboxes.ageing.tonight import SHOWN, coming
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.rules.nights import ADDRESSES_AT
from portal.medimail.structures import access, breadth, exporting
from portal.tabular.writing import XLSX
from portal.web import hx

blueprint = Blueprint("ageing", __name__)


@blueprint.get("/structures/<int:structure_id>/cette-nuit")
@medimail_administrators
def tonight(structure_id: int) -> ResponseReturnValue:
    """« Cette nuit »: what would surprise an administrator tomorrow."""
    daughters = breadth.with_daughters()
    at = following(Daily(ADDRESSES_AT), clock.now())
    with reading() as session:
        structure = access.structure(session, structure_id)
        found = coming(session, structure, clock.local(at).date(), daughters=daughters)
        total, changes = store.changes(session, structure, daughters=daughters, limit=SHOWN)
        around = access.around(session, structure)
        has_daughters = records.has_daughters(session, structure)

    def link(wide: str | None) -> str:
        return url_for(".tonight", structure_id=structure_id, filles=wide)

    return hx.show(
        "medimail/ageing/tonight.html",
        partial="medimail/ageing/_tonight.html",
        **around,
        at=at,
        daughters=daughters,
        other_url=breadth.other_url(link, daughters=daughters) if has_daughters else "",
        coming=found,
        changes=changes,
        total=total,
        ageing=service.ageing(),
    )


@blueprint.get("/structures/<int:structure_id>/comptes-inactifs.xlsx")
@medimail_administrators
def export(structure_id: int) -> ResponseReturnValue:
    """The accounts removed for the last six months, and those that were told that they will be."""
    with reading() as session:
        structure = access.structure(session, structure_id)
    name = f"comptes-inactifs-{structure.id}-{clock.today().isoformat()}.xlsx"
    return exporting.export(name, XLSX, structure, lambda: spreadsheet.book(structure), Event.INACTIVE_EXPORTED)
