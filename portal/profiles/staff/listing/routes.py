"""The lists over HTTP: the establishments of a référent, and the staff of one."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.roles import referents
from portal.db import reading
from portal.profiles.record.store import Filters
from portal.profiles.staff.access import held, place
from portal.profiles.staff.listing import display, store
from portal.profiles.staff.listing.forms import FilterForm, PlacesForm
from portal.profiles.staff.listing.page import found
from portal.web import hx
from portal.web.paging import paging

blueprint = Blueprint("staff", __name__)

# Establishments that the eye finds by itself: beyond, they are searched.
MANY = 10


@blueprint.get("/etablissements")
@referents
def places() -> ResponseReturnValue:
    """The establishments under the search of the address; of whoever has one only, that one."""
    form = PlacesForm(request.args)
    form.validate()
    text = form.read()
    with reading() as session:
        mine = held(session)
        if len(mine.territorials) == 1:
            return hx.go(url_for(".establishment", finess_et=next(iter(mine.territorials))))
        at = paging(request.args.get("page"), store.count_places(session, mine, text))
        rows = store.places(session, mine, text, offset=at.offset, size=at.size)
        sizes = store.sizes(session, [row.finess_et for row in rows])
    return hx.show_form(
        "profiles/staff/places.html",
        partial="profiles/staff/_places.html",
        form=form,
        are_many=len(mine.territorials) > MANY,
        are_any=bool(mine.territorials),
        rows=[(row, row.full_name, sizes.get(row.finess_et, 0)) for row in rows],
        found=at,
        page_url=lambda number: url_for(".places", q=text or None, page=number),
    )


@blueprint.get("/etablissements/<finess_et>")
@referents
def establishment(finess_et: str) -> ResponseReturnValue:
    """The profiles of an establishment in one tab, under the search of the address."""
    form = FilterForm(request.args)
    form.validate()

    def link(filters: Filters, **values: Any) -> str:
        return url_for(".establishment", finess_et=finess_et, **values, **display.arguments(filters))

    with reading() as session:
        mine = held(session)
        at = place(session, mine, finess_et)
        teams = store.count_teams(session, finess_et)
        listing = found(session, mine, form.read(finess_et), request.args.get("page"))
    by_team = {"label": "Par équipe", "url": url_for("teams.listing", finess_et=finess_et), "count": teams}
    return hx.show_form(
        "profiles/staff/establishment.html",
        partial="profiles/staff/_listing.html",
        form=form,
        at=at,
        name=at.full_name,
        address=display.address(at),
        tabs=[*display.tabs(listing.filters, listing.counts, link), by_team],
        chips=display.chips(listing.filters, link),
        clear_url=link(Filters(finess_et, listing.filters.tab)),
        listing=listing,
        page_url=lambda number: link(listing.filters, page=number),
    )
