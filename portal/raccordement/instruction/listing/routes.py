"""The list over HTTP, and the sheet that it gives."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import audit, clock
from portal.accounts.roles import instructors
from portal.audit import Event
from portal.db import reading, transaction
from portal.raccordement.instruction.listing import display, service, spreadsheet, store
from portal.raccordement.instruction.listing.forms import FilterForm
from portal.raccordement.instruction.listing.rules import Filters
from portal.raccordement.record import store as records
from portal.raccordement.record.display import TAGS
from portal.web import hx
from portal.web.downloads import download
from portal.web.paging import paging

blueprint = Blueprint("instruction", __name__)


def _link(filters: Filters, endpoint: str = ".listing", **values: Any) -> str:
    values |= filters.address
    return url_for(endpoint, **values)


@blueprint.get("/instruction")
@instructors
def listing() -> ResponseReturnValue:
    """The requests of a tab, under the filters of the address."""
    form = FilterForm(request.args)
    now = clock.now()
    with reading() as session:
        form.offer(records.instructors(session))
        filters, eye = form.read(), service.eye(current_user.account_id)
        counts = store.counts(session, filters, eye)
        found = paging(request.args.get("page"), counts.get(filters.tab, 0))
        rows = store.page(session, filters, eye, offset=found.offset, size=found.size) if found.total else []
        places = records.places(session, [row.id for row in rows]) if rows else {}
    return hx.show_form(
        "raccordement/instruction/listing.html",
        partial="raccordement/instruction/_listing.html",
        form=form,
        filters=filters,
        tabs=display.tabs(filters, counts, _link),
        chips=display.chips(filters, form.follower(), _link),
        heads=display.heads(filters, _link),
        clear_url=_link(Filters(tab=filters.tab)),
        rows=[(row, display.late(row, now, service.delay()), display.waited(row, now)) for row in rows],
        places=places,
        kinds=TAGS,
        found=found,
        page_url=lambda number: _link(filters, page=number),
        sheet_url=lambda kind: _link(filters, ".export", kind=kind),
    )


@blueprint.get("/instruction/demandes.<kind>")
@instructors
def export(kind: str) -> ResponseReturnValue:
    """The same requests as a sheet; who took it away, and with what filters, is written in the journal."""
    made = spreadsheet.FORMATS.get(kind) or abort(404)
    form = FilterForm(request.args)
    with reading() as session:
        form.offer(records.instructors(session))
    filters, eye = form.read(), service.eye(current_user.account_id)
    name = f"demandes-{clock.today().isoformat()}.{kind}"

    def write() -> Iterator[bytes]:
        _note_export(kind, filters)
        return made.write(spreadsheet.COLUMNS, spreadsheet.rows(filters, eye))

    return download(name, made.kind, write)


def _note_export(kind: str, filters: Filters) -> None:
    with transaction() as session:
        audit.record(
            session,
            Event.RACCORDEMENTS_EXPORTED,
            actor=current_user.account_id,
            after={"format": kind, "filtres": filters.address},
        )
