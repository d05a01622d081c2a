"""What is typed to finalise a registration: a password, and two boxes; or what is wrong."""

from portal.password.forms import FirstPasswordForm
from portal.web.fields import Box, LongText
from portal.web.forms import Form, required

EXACT = "Ces informations sont exactes."
EXACT_MISSING = "Vérifiez vos informations, puis cochez cette case\u00a0; sinon, signalez l’erreur."
TERMS = "J’accepte les conditions générales d’utilisation."
TERMS_MISSING = "Lisez les conditions générales d’utilisation, puis cochez cette case pour les accepter."
MAX_REPORT = 1000


class FinaliseForm(FirstPasswordForm):
    """A new account: its password, what is confirmed, what is accepted."""

    exactes = Box(EXACT, validators=[required(EXACT_MISSING)])
    conditions = Box(TERMS, validators=[required(TERMS_MISSING)])


class AttachForm(Form):
    """An account that exists: what is confirmed, what is accepted."""

    exactes = Box(EXACT, validators=[required(EXACT_MISSING)])
    conditions = Box(TERMS, validators=[required(TERMS_MISSING)])


class ReportForm(Form):
    """What is wrong in what the structure wrote."""

    erreur = LongText(
        "Qu’est-ce qui est à corriger\u00a0?",
        max_length=MAX_REPORT,
        validators=[required("Dites ce qui est à corriger, par exemple «\u00a0mon nom s’écrit…\u00a0».")],
    )
