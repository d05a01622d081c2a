"""The list over HTTP: the accounts of one structure, in one tab, under the filters of the address."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.db import reading
from portal.medimail.mailboxes.listing.tabs import display, store
from portal.medimail.mailboxes.listing.tabs.forms import FilterForm
from portal.medimail.mailboxes.listing.tabs.rules import Filters
from portal.medimail.structures.access import administrators, structure
from portal.web import hx
from portal.web.paging import paging

blueprint = Blueprint("mailboxes", __name__)


@blueprint.get("/structures/<int:structure_id>/comptes")
@administrators
def listing(structure_id: int) -> ResponseReturnValue:
    """« Gestion des utilisateurs Medimail »: the accounts of a tab, and how many each tab holds."""
    form = FilterForm(request.args)
    filters = form.read()

    def link(asked: Filters, **values: Any) -> str:
        values |= asked.address
        return url_for(".listing", structure_id=structure_id, **values)

    with reading() as session:
        at = structure(session, structure_id)
        counts = store.counts(session, at, filters)
        found = paging(
            request.args.get("page"), counts.get(filters.state, 0) if filters.state else sum(counts.values())
        )
        rows = store.page(session, at, filters, offset=found.offset, size=found.size) if found.total else []
        waiting = store.count_changes(session, at, daughters=filters.daughters)
        has_daughters = store.has_daughters(session, at)
    here, listed = url_for(".listing", structure_id=structure_id), request.query_string.decode("ascii", "replace")
    changes = {"label": "Demandes de changement de mail", "url": _changes(structure_id, filters), "count": waiting}
    return hx.show_form(
        "medimail/listing/listing.html",
        partial="medimail/listing/_listing.html",
        form=form,
        at=at,
        filters=filters,
        tabs=[*display.tabs(filters, counts, link), changes],
        chips=display.chips(filters, link),
        clear_url=link(Filters(state=filters.state, daughters=filters.daughters)),
        heads=display.heads(filters, link),
        rows=rows,
        tags=display.TAGS,
        found=found,
        has_daughters=has_daughters,
        page_url=lambda number: link(filters, page=number),
        listed=listed,
        offers=lambda row: display.offers(
            row, here, listed and urlencode({"liste": listed}), by=current_user.account_id
        ),
        sheet_url=lambda row: f"/comptes/{row.id}",
    )


def _changes(structure_id: int, filters: Filters) -> str:
    return f"/structures/{structure_id}/changements-adresse" + ("?filles=1" if filters.daughters else "")
