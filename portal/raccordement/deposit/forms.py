"""What is typed in the public request, in the words of source 004 p. 3, and how it is judged when it is sent."""

from flask import request
from wtforms import BooleanField

from portal.accounts.rules import canonical_identifier
from portal.captcha.forms import CaptchaField, Trap
from portal.raccordement.picker.forms import PAGE, search_field
from portal.raccordement.record.facts import Facts, check_mailable, filled
from portal.raccordement.record.rules import Values
from portal.web.fields import Text
from portal.web.forms import Form, required


class AddressForm(Form):
    """The address of whoever asks; the captcha protects the mail that it will be sent."""

    courriel = Text(
        "Courriel",
        validators=[required("Saisissez l’adresse professionnelle à laquelle vous répondre.")],
    )
    site_internet = Trap()
    captcha = CaptchaField()

    def validate_courriel(self, _field: Text) -> None:
        """One plain address that any mail server can carry."""
        check_mailable(self.read())

    def read(self) -> str:
        """The address as it is stored, and as it will name its account."""
        return canonical_identifier(self.courriel.data or "")


class DraftForm(Facts, Form):
    """The three parts of the request: who asks, for which system, for which establishments."""

    recherche = search_field()
    accord = BooleanField(
        "Je demande à ce que mon système d’information et les établissements territoriaux sélectionnés soient "
        "rattachés pour le passage de données par contexte.",
        validators=[required("Cochez la demande de rattachement pour l’envoyer.")],
    )

    @staticmethod
    def has_picker() -> bool:
        """Whether the page sent its choice of establishments: no box ticked sends nothing."""
        return PAGE in request.form


def shown(values: Values) -> DraftForm:
    """The form as the draft has it."""
    return DraftForm(formdata=None, data=filled(values))
