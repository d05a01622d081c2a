"""Forms that several pages of a record share: a message, the same on both sides, and the version that was seen."""

import secrets

from wtforms import HiddenField

from portal.raccordement.record.rules import MAX_MESSAGE
from portal.web.fields import LongText
from portal.web.forms import Form, required
from portal.web.kept import KeptForm

_PRESS = 43  # 32 bytes in base64 without padding
_DIGITS = 9


def pressed(drawn: str | None) -> str:
    """What a showing of a form drew; a form sent without it, or with something else, draws its own."""
    return drawn if drawn and len(drawn) == _PRESS and drawn.isascii() else secrets.token_urlsafe(32)


class MessageForm(KeptForm):
    """A line of the conversation; `pression` tells two presses of the button from one that arrived twice."""

    pression = HiddenField()
    message = LongText(
        "Votre message", max_length=MAX_MESSAGE, validators=[required("Écrivez le message avant de l’envoyer.")]
    )

    def read(self) -> str:
        """What is said."""
        return self.message.data or ""

    def press(self) -> str:
        """What this showing of the form drew."""
        return pressed(self.pression.data)


class SeenForm(Form):
    """Whatever acts on a record says which version of it was seen."""

    version = HiddenField()

    def seen(self) -> int:
        """The version of the page; one that no record ever has when the page sent none."""
        return seen(self.version.data)


def seen(version: str | None) -> int:
    """The version that a page sent; one that nothing ever has when the field was tampered with."""
    text = version or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else -1


def new_message() -> MessageForm:
    """The empty form, with a new press."""
    return MessageForm(formdata=None, pression=pressed(None))
