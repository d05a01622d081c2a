"""The settings of an account, each in a form of its own."""

from wtforms import HiddenField

from portal.medimail.mailboxes.record.rules.preferences import LABELS, Preferences
from portal.web.fields import Box, Text
from portal.web.forms import Form, required


class PreferencesForm(Form):
    """The notices and the rest; `vu` is the version that was shown."""

    vu = HiddenField()
    notify_each = Box(LABELS["notify_each"], name="chaque_reception")
    notify_daily = Box(LABELS["notify_daily"], name="quotidienne")
    notify_opening = Box(LABELS["notify_opening"], name="ouverture")
    unlisted = Box(LABELS["unlisted"], name="liste_rouge")
    paperless = Box(LABELS["paperless"], name="dematerialisation")

    def read(self) -> Preferences:
        """What is ticked."""
        return Preferences(**{name: bool(self[name].data) for name in LABELS})


class DelegateForm(Form):
    """The address of the account that will receive copies."""

    adresse = Text("Adresse mail", validators=[required("Saisissez l’adresse mail du compte délégué.")])
