"""What a page asks of the registers as one types; every other button of a picker belongs to the page that it is on."""

from flask import Blueprint, Response, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from portal.config import settings
from portal.db import reading
from portal.raccordement.picker import service
from portal.raccordement.picker.forms import PAGE, PickerForm, explained, read_choice
from portal.registers import store as registers
from portal.web import guards, origin
from portal.web.brake import InMemory

blueprint = Blueprint("picker", __name__)


@blueprint.record
def _count_searches(state: BlueprintSetupState) -> None:
    """Count in this process: a count written at each letter typed would cost as much as many a search."""
    state.app.extensions["portal_searches"] = InMemory(state.app.extensions["portal_settings"].limit_searches)


def brake() -> None:
    """Count one search for this network.

    Raises:
        TooManyRequests: more came from it than people type.
    """
    limit = settings().limit_searches
    if current_app.extensions["portal_searches"].count(origin.network()) > limit.count:
        raise TooManyRequests(retry_after=int(limit.window.total_seconds()))


@blueprint.post("/registres/etablissements")
@guards.public
def search() -> ResponseReturnValue:
    """What is found for the text typed so far; the register is public, and nothing is kept."""
    brake()
    form, act = PickerForm(), guards.safe_path(request.form.get(PAGE)) or ""
    with reading() as session:
        found = service.search(session, form.recherche.data or "", read_choice(request.form).juridicals)
    return Response(render_template("raccordement/picker/_results.html", search=found, act=act))


@blueprint.post("/registres/communes")
@guards.public
def communes() -> ResponseReturnValue:
    """The communes of the postal code typed so far, to be proposed beside it."""
    with reading() as session:
        found = registers.communes_of(session, request.form.get("code_postal", ""))
    return Response(render_template("raccordement/picker/_communes.html", communes=found))


@blueprint.app_template_filter("explained")
def _explained(found: service.Search) -> str:
    return explained(found.why, found.text) if found.why else ""
