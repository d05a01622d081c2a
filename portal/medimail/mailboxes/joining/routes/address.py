"""The address is asked, its code typed."""

from flask import Response, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from portal.db import reading
from portal.medimail.mailboxes.joining import store
from portal.medimail.mailboxes.joining.forms import AddressForm
from portal.medimail.mailboxes.joining.routes.browser import OPEN, blueprint
from portal.medimail.mailboxes.joining.service import DOOR
from portal.proving.routes import CodePages, add_code_pages, mail_code
from portal.web import guards, hx


@blueprint.get("/inscription")
@guards.public
def start() -> ResponseReturnValue:
    """What registering is, for whom, then the address."""
    return _start_page(AddressForm(formdata=None))


def _start_page(form: AddressForm) -> Response:
    with reading() as session:
        is_open = store.top(session) is not None
    return hx.show_form(
        "medimail/joining/start.html",
        partial="medimail/joining/_address.html",
        form=form,
        motif=request.args.get("motif"),
        is_open=is_open,
        has_begun=OPEN in cookie,
    )


@blueprint.post("/inscription")
@guards.public
def ask() -> ResponseReturnValue:
    """Mail a code to the address; the same answer whether or not anybody knows it."""
    form = AddressForm()
    return hx.go(url_for(".code")) if mail_code(form, DOOR) else _start_page(form)


add_code_pages(
    blueprint,
    CodePages(DOOR, "/inscription/code", cookie_name=OPEN, inside=".sheet", enter=lambda _session, _proof: ".sheet"),
)
