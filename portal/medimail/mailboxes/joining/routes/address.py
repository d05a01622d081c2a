"""The address is asked, its code typed."""

from flask import Response, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from portal.db import reading, transaction
from portal.medimail.mailboxes.joining import store
from portal.medimail.mailboxes.joining.forms import AddressForm
from portal.medimail.mailboxes.joining.routes.browser import OPEN, blueprint
from portal.medimail.mailboxes.joining.service import DOOR
from portal.proving import answers
from portal.proving import service as proving
from portal.proving.rules import Proved, TooManyAsked
from portal.signin import rules as codes
from portal.signin.forms import CodeForm
from portal.web import guards, hx
from portal.web.visitor import visitor


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
    if form.captcha.renewal_asked or not form.validate_on_submit():
        return _start_page(form)
    with transaction() as session:
        answer = {"token": form.captcha.token, "typed": form.captcha.data or ""}
        outcome = DOOR.ask(session, visitor(), form.read(), **answer)
    return hx.go(url_for(".code")) if answers.has_left(form, outcome) else _start_page(form)


@blueprint.get("/inscription/code")
@guards.public
def code() -> ResponseReturnValue:
    """The page that waits for the code; reloaded or opened in another tab, it is the same."""
    return _code_page(CodeForm(formdata=None))


def _code_page(form: CodeForm, *, said: object = None) -> ResponseReturnValue:
    with reading() as session:
        proof = DOOR.waiting(session, visitor())
    if proof is None:
        return _no_code()
    return hx.show_form(
        "medimail/joining/code.html",
        partial="medimail/joining/_code.html",
        form=form,
        **proving.shown(proof),
        said=said,
    )


def _no_code() -> ResponseReturnValue:
    if OPEN in cookie:  # the code was typed in another tab
        return hx.go(url_for(".sheet"))
    return hx.go(url_for(".start", motif="code"))


@blueprint.post("/inscription/code")
@guards.public
def submit_code() -> ResponseReturnValue:
    """Try the code; the right one leads to the choice of the type."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _code_page(form)
    with transaction() as session:
        outcome = DOOR.submit(session, visitor(), form.digits)
    match outcome:
        case codes.WrongCode() as wrong:
            answers.say_wrong(form, wrong)
            return _code_page(form)
        case codes.ChallengeOver():
            return _no_code()
        case Proved(found):
            cookie[OPEN] = found
            return hx.go(url_for(".sheet"))


@blueprint.post("/inscription/code/renvoi")
@guards.public
def resend() -> ResponseReturnValue:
    """Mail a further code; those already received stay good."""
    with transaction() as session:
        outcome = DOOR.resend(session, visitor())
    match outcome:
        case TooManyAsked():
            raise answers.too_many()
        case codes.ChallengeOver():
            return _no_code()
    return _code_page(CodeForm(formdata=None), said=outcome) if hx.wants_fragment() else hx.go(url_for(".code"))
