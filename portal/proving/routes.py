"""The pages on which an address is proved: one room asks for it, all show the same code to be typed.

A room keeps its form and what a proved address opens; what is asked, refused and answered is the same everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Blueprint, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from portal.captcha.forms import CaptchaField
from portal.captcha.rules import Dead, Wrong
from portal.config import settings
from portal.db import reading, transaction
from portal.proving.rules import Proved, TooManyAsked
from portal.proving.service import Door, shown
from portal.signin.forms import CodeForm
from portal.signin.rules import ChallengeOver, CodeAsked, NoMoreMail, WrongCode
from portal.web import guards, hx
from portal.web.dates import duration
from portal.web.fields import Text
from portal.web.visitor import visitor


class AddressForm(Protocol):
    """A form that asks for an address, behind a captcha."""

    courriel: Text
    captcha: CaptchaField

    def validate_on_submit(self) -> bool:
        """Whether it is sent, and well filled in."""

    def read(self) -> str:
        """The address."""


def mail_code(form: AddressForm, door: Door[Any]) -> bool:
    """Mail a code to the address of a form that was sent; else the form says why none is.

    Raises:
        TooManyRequests: too many were asked for from this network.
    """
    if form.captcha.renewal_asked or not form.validate_on_submit():
        return False
    with transaction() as session:
        outcome = door.ask(session, visitor(), form.read(), token=form.captcha.token, typed=form.captcha.data or "")
    match outcome:
        case TooManyAsked():
            raise _too_many()
        case Wrong() | Dead():
            form.captcha.refuse(outcome)
        case NoMoreMail():
            wait = duration(settings().limit_proving_codes.window)
            form.courriel.errors = [
                f"Trop de codes ont été envoyés à cette adresse\u00a0; attendez {wait}, puis recommencez."
            ]
            form.captcha.renew()
        case CodeAsked():
            return True
    return False


def _too_many() -> TooManyRequests:
    return TooManyRequests(retry_after=int(settings().limit_proving_codes_network.window.total_seconds()))


@dataclass(frozen=True)
class CodePages:
    """Where a room has its code typed, and what a right one opens there.

    Attributes:
        door: Whose codes they are.
        path: Of the page; « /renvoi » follows it to ask for a further code.
        cookie_name: Under which the signed cookie of this browser names the proof that it gave.
        inside: The endpoint that this browser has open once it gave one.
        enter: What the right code does, in the transaction that tried it: given the key of the proof, the endpoint
            that it leads to.
    """

    door: Door[Any]
    path: str
    cookie_name: str
    inside: str
    enter: Callable[[Session, int], str]


def add_code_pages(blueprint: Blueprint, pages: CodePages) -> None:
    """Give a room `code`, `submit_code` and `resend`; its own `start` is where the address is asked."""

    @blueprint.get(pages.path)
    @guards.public
    def code() -> ResponseReturnValue:
        """The page that waits for the code; reloaded or opened in another tab, it is the same."""
        return _code_page(pages, CodeForm(formdata=None))

    @blueprint.post(pages.path)
    @guards.public
    def submit_code() -> ResponseReturnValue:
        """Try the code; the right one opens the room."""
        return _submit_code(pages)

    @blueprint.post(f"{pages.path}/renvoi")
    @guards.public
    def resend() -> ResponseReturnValue:
        """Mail a further code; those already received stay good."""
        return _resend(pages)


def _code_page(pages: CodePages, form: CodeForm, *, said: object = None) -> ResponseReturnValue:
    with reading() as session:
        proof = pages.door.waiting(session, visitor())
    if proof is None:
        return _no_code(pages)
    return hx.show_form("proving/code.html", partial="proving/_code.html", form=form, **shown(proof), said=said)


def _no_code(pages: CodePages) -> ResponseReturnValue:
    if pages.cookie_name in cookie:  # the code was typed in another tab
        return hx.go(url_for(pages.inside))
    return hx.go(url_for(".start", motif="code"))


def _submit_code(pages: CodePages) -> ResponseReturnValue:
    form = CodeForm()
    if not form.validate_on_submit():
        return _code_page(pages, form)
    with transaction() as session:
        outcome = pages.door.submit(session, visitor(), form.digits)
        way = pages.enter(session, outcome.proof_id) if isinstance(outcome, Proved) else pages.inside
    match outcome:
        case WrongCode(left):
            _say_wrong(form, left)
            return _code_page(pages, form)
        case ChallengeOver():
            return _no_code(pages)
        case Proved(found):
            cookie[pages.cookie_name] = found
            return hx.go(url_for(way))


def _say_wrong(form: CodeForm, left: int) -> None:
    """Say beside the field that the code typed is not the one, and how many tries are left."""
    tries = "il vous reste un essai" if left == 1 else f"il vous reste {left}\u00a0essais"
    form.code.errors = [f"Ce code n’est pas le bon, ou il a expiré\u00a0; {tries}."]
    form.code.data = ""


def _resend(pages: CodePages) -> ResponseReturnValue:
    with transaction() as session:
        outcome = pages.door.resend(session, visitor())
    match outcome:
        case TooManyAsked():
            raise _too_many()
        case ChallengeOver():
            return _no_code(pages)
    return _code_page(pages, CodeForm(formdata=None), said=outcome) if hx.wants_fragment() else hx.go(url_for(".code"))
