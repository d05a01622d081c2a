"""The structures over HTTP: the list, and the home of each."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.roles import medimail_administrators
from portal.db import reading
from portal.medimail.administration.listing import display, rules, store
from portal.medimail.administration.listing.forms import SearchForm
from portal.medimail.administration.listing.rules import Filters, View
from portal.medimail.structures import access
from portal.medimail.structures import store as structures
from portal.medimail.structures.rules.settings import RECOMMENDED
from portal.web import hx
from portal.web.paging import paging

blueprint = Blueprint("structures", __name__)


def _link(filters: Filters, **values: Any) -> str:
    values |= filters.address
    return url_for(".listing", **values)


@blueprint.get("/structures")
@medimail_administrators
def listing() -> ResponseReturnValue:
    """The structures within reach; whoever has a single one is led to it."""
    form = SearchForm(request.args)
    filters = form.read()
    with reading() as session:
        reach = access.reach(session)
        if not reach.is_grades and (alone := store.only(session, reach)):
            return hx.go(url_for(".home", structure_id=alone))
        if filters.view is View.CLOSED and not reach.is_grades:
            abort(404)
        places = store.places(session, reach, closed=filters.view is View.CLOSED)
        closed = reach.is_grades and store.has_closed(session)
    return _page(form, filters, rules.arrange(places, filters), is_grades=reach.is_grades, closed=closed)


def _page(form: SearchForm, filters: Filters, lines: list[rules.Line], *, is_grades: bool, closed: bool) -> Response:
    found = paging(request.args.get("page"), len(lines))
    return hx.show(
        "medimail/structures/listing.html",
        partial="medimail/structures/_listing.html",
        form=form,
        filters=filters,
        is_grades=is_grades,
        lines=rules.page_of(lines, found.offset, found.size),
        count=sum(line.is_found for line in lines),
        found=found,
        tabs=display.tabs(filters, _link, closed=closed),
        heads=display.heads(filters, _link),
        clear_url=_link(Filters(view=filters.view)),
        page_url=lambda number: _link(filters, page=number),
    )


@blueprint.get("/structures/<int:structure_id>")
@medimail_administrators
def home(structure_id: int) -> ResponseReturnValue:
    """A structure: its rubriques with what waits there, and its daughters."""
    with reading() as session:
        reach = access.reach(session)
        structure = access.standing(session, structure_id)
        states = store.states(session, structure_id)
        return render_template(
            "medimail/structures/home.html",
            **access.around(session, structure, reach),
            is_grades=reach.is_grades,
            daughters=structures.daughters(session, structure, limit=display.SHOWN),
            all_daughters=structures.count_daughters(session, structure),
            administrators=len(structures.administrators(session, [structure_id])),
            enough=RECOMMENDED,
            counts=display.counts(states),
            total=display.total(states),
            published=store.published(session, structure_id),
        )
