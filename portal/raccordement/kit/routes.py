"""The kit and the manual: for everybody without a request's parameters, for its gestionnaires with them."""

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.roles import si_managers
from portal.db import reading
from portal.raccordement.kit import manual, service
from portal.raccordement.record import store
from portal.web import guards, hx

blueprint = Blueprint("kit", __name__)


@blueprint.get("/raccordement/manuel")
@guards.public
def read_manual() -> ResponseReturnValue:
    """The technical manual, as a page."""
    text = manual.as_html(heading=False)
    return hx.show("raccordement/kit/manual.html", partial="raccordement/kit/_manual.html", text=text)


@blueprint.get("/raccordement/manuel.pdf")
@guards.public
def manual_pdf() -> ResponseReturnValue:
    """The technical manual, to print."""
    return _file(manual.as_pdf(), "application/pdf", "manuel-raccordement.pdf")


@blueprint.get("/raccordement/kit.zip")
@guards.public
def download() -> ResponseReturnValue:
    """The kit, without anybody's parameters."""
    with reading() as session:
        content = service.public_kit(session)
    return _file(content, "application/zip", "kit-raccordement.zip")


@blueprint.get("/raccordement/<number>/kit.zip")
@si_managers
def of_record(number: str) -> ResponseReturnValue:
    """The kit of one's own request."""
    with reading() as session:
        record = store.of_member(session, number, current_user.account_id)
        if record is None:
            abort(404)
        content = service.kit_of(session, record)
    return _file(content, "application/zip", f"kit-raccordement-{record.number}.zip")


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
