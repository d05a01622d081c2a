"""What a form says of the proof of an address, whichever room asks for it."""

from typing import Protocol

from werkzeug.exceptions import TooManyRequests

from portal.captcha.forms import CaptchaField
from portal.captcha.rules import Dead, Wrong
from portal.config import settings
from portal.proving.rules import TooManyAsked
from portal.signin.forms import CodeForm
from portal.signin.rules import CodeAsked, NoMoreMail, WrongCode
from portal.web.dates import duration
from portal.web.fields import Text


class AddressForm(Protocol):
    """A form that asks for an address, behind a captcha."""

    courriel: Text
    captcha: CaptchaField


def has_left(form: AddressForm, outcome: TooManyAsked | Wrong | Dead | NoMoreMail | CodeAsked) -> bool:
    """Whether a code is on its way; else the form now says why none is.

    Raises:
        TooManyRequests: too many were asked for from this network.
    """
    match outcome:
        case TooManyAsked():
            raise too_many()
        case Wrong() | Dead():
            form.captcha.refuse(outcome)
        case NoMoreMail():
            wait = duration(settings().limit_deposit_codes.window)
            form.courriel.errors = [
                f"Trop de codes ont été envoyés à cette adresse\u00a0; attendez {wait}, puis recommencez."
            ]
            form.captcha.renew()
        case CodeAsked():
            return True
    return False


def too_many() -> TooManyRequests:
    """The answer to a network from which too many codes were asked for."""
    return TooManyRequests(retry_after=int(settings().limit_deposit_codes_network.window.total_seconds()))


def say_wrong(form: CodeForm, wrong: WrongCode) -> None:
    """Say beside the field that the code typed is not the one, and how many tries are left."""
    left = wrong.tries_left
    tries = "il vous reste un essai" if left == 1 else f"il vous reste {left}\u00a0essais"
    form.code.errors = [f"Ce code n’est pas le bon, ou il a expiré\u00a0; {tries}."]
    form.code.data = ""
