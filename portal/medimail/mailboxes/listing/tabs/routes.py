"""The list over HTTP: the accounts of one structure, in one tab, under the filters of the address."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts.roles import medimail_administrators
from portal.db import reading
from portal.medimail.mailboxes.listing.tabs import display, store
from portal.medimail.mailboxes.listing.tabs.forms import FilterForm
from portal.medimail.mailboxes.listing.tabs.rules import Filters
from portal.medimail.mailboxes.record import inviting, resetting
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.display import TAGS
from portal.medimail.structures import access, breadth
from portal.medimail.structures.access import structure
from portal.medimail.structures.models import Structure
from portal.web import hx
from portal.web.paging import paging

blueprint = Blueprint("mailboxes", __name__)


@blueprint.get("/structures/<int:structure_id>/comptes")
@medimail_administrators
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
        total = counts.get(filters.state, 0) if filters.state else sum(counts.values())
        found = paging(request.args.get("page"), total)
        rows = store.page(session, at, filters, found) if found.total else []
        sendings = resetting.sendings(session, {row.account_id for row in rows if row.account_id})
        waiting = records.count_changes(session, at, daughters=filters.daughters)
        around = _around(session, at)
    listed = request.query_string.decode("ascii", "replace")
    return hx.show_form(
        "medimail/listing/listing.html",
        partial="medimail/listing/_listing.html",
        form=form,
        filters=filters,
        tabs=display.tabs(filters, counts, waiting, link, _changes_url(at, filters)),
        chips=display.chips(filters, link),
        clear_url=link(Filters(state=filters.state, daughters=filters.daughters)),
        heads=display.heads(filters, link),
        rows=rows,
        tags=TAGS,
        bulk_acts=display.bulk_acts(filters.state),
        found=found,
        page_url=lambda number: link(filters, page=number),
        listed=listed,
        offers=lambda row: display.offers(row, structure_id, listed, by=current_user.account_id, sendings=sendings),
        sheet_url=display.sheet_url,
        link_of=inviting.standing,
        **around,
    )


def _changes_url(at: Structure, filters: Filters) -> str:
    return url_for(
        "address_changes.listing", structure_id=at.id, filles=breadth.in_address(daughters=filters.daughters)
    )


def _around(session: Session, at: Structure) -> dict[str, Any]:
    """What stands beside the list."""
    return {
        **access.around(session, at),
        "has_daughters": records.has_daughters(session, at),
        "relaunched_at": store.relaunched_at(session, at),
        "inactive_url": url_for("ageing.export", structure_id=at.id),
    }
