"""What a form adds to be filled in by people: the captcha, and a trap that programs fill in and people do not see.

A form declares `captcha = CaptchaField()` last, so that its errors come in the order of the page, and draws it with
the macro of templates/captcha/_captcha.html. docs/adr/0010 shows the whole of a route.
"""

from typing import Any

from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest
from wtforms import StringField, ValidationError

from portal.captcha import rules, tokens
from portal.captcha.rules import Dead, Wrong
from portal.config import settings
from portal.web.fields import Text
from portal.web.forms import Form, required

# One captcha a page: its names are fixed, and « Une autre image » needs no more than them.
TOKEN = "captcha_jeton"  # noqa: S105 - the name of a field
RENEW = "captcha_autre"
LABEL = "Saisissez le texte affiché dans l’image, ou dicté par le son"


class CaptchaField(Text):
    """The digits as typed; `token` names the captcha that the page shows, of this answer or, if it is over, a new one.

    Without JavaScript, « Une autre image » is a submit button of the form: the route sees `renewal_asked`, and shows
    the form again as it was typed, without validating it.
    """

    token: str
    renewal_asked: bool
    is_over: bool

    def __init__(self, **kwargs: Any) -> None:
        """Ask for the digits, unless the portal does without."""
        asks = required("Saisissez les six chiffres de l’image ou du son.")
        super().__init__(LABEL, max_length=100, validators=[asks, self.is_complete], **kwargs)

    @property
    def is_asked(self) -> bool:
        """Whether the portal asks for a captcha at all (PORTAL_CAPTCHA)."""
        return settings().captcha != rules.OFF

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Read the answer and the captcha that it answers."""
        super().process(formdata, *args, **kwargs)
        sent = str(formdata.get(TOKEN, "")) if formdata else ""
        self.renewal_asked = bool(formdata) and RENEW in formdata
        self.is_over = bool(formdata) and tokens.read_token(sent) is None
        self.token = sent
        if self.renewal_asked or not sent or self.is_over:
            self.renew()

    def renew(self) -> None:
        """Show another captcha; what was typed answers none any more."""
        self.token = tokens.write_token()
        self.data = ""

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Judge only the shape: what cannot be an answer costs no captcha. `service.answer` judges the rest."""
        if not self.is_asked:
            return True
        if self.is_over:
            self.errors = [_OVER]
            return False
        return super().validate(form, extra_validators)

    @staticmethod
    def is_complete(_form: FlaskForm, field: "CaptchaField") -> None:
        """Six digits, however they are written."""
        count = len(rules.canonical(field.data or ""))
        if count != rules.LENGTH:
            raise ValidationError(f"Le texte compte {rules.LENGTH}\u00a0chiffres\u00a0; vous en avez saisi {count}.")

    def refuse(self, outcome: Wrong | Dead) -> None:
        """Say why the answer was refused, and show another captcha."""
        self.errors = [_WRONG if isinstance(outcome, Wrong) else _OVER]
        self.renew()


_WRONG = "Ce n’est pas ce que montrait l’image. En voici une autre\u00a0; le reste de votre saisie est gardé."
_OVER = "Cette image ne sert plus. En voici une autre\u00a0; le reste de votre saisie est gardé."


class Trap(StringField):
    """A field out of sight and out of the order of the keyboard: a person leaves it empty, a program fills it in."""

    def __init__(self, label: str = "Laissez ce champ vide", **kwargs: Any) -> None:
        """Take the name of the attribute: one that programs like, and that no browser fills in by itself."""
        super().__init__(label, **kwargs)
        self.type = "HiddenField"  # as such it is no question: the form does not count it among those it asks

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Refuse the whole form, in the words of any request that cannot be read.

        Raises:
            BadRequest: something was typed.
        """
        self.data = ""
        if any(valuelist):
            raise BadRequest


class Alone(Form):
    """The captcha by itself: what « Une autre image » replaces."""

    captcha = CaptchaField()
