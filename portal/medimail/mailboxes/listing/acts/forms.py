"""Why an account is rejected, and where one is looked for to be moved to."""

from wtforms.widgets import SearchInput

from portal.medimail.mailboxes.listing.acts.rules import MAX_REASON
from portal.web.fields import Box, LongText, Text
from portal.web.forms import GetForm, required
from portal.web.kept import KeptForm


class RejectForm(KeptForm):
    """The reason, which its holder reads."""

    motif = LongText(
        "Motif du rejet",
        max_length=MAX_REASON,
        validators=[required("Écrivez le motif du rejet\u00a0: son titulaire le lira.")],
    )


class OneRejectForm(RejectForm):
    """The reason; and whether its holder administers no more, where the page asks."""

    retirer = Box("Lui retirer aussi son droit d’administrer", default=True)


class PlaceForm(GetForm):
    """The search of a structure."""

    q = Text("Nom de la structure", max_length=100, widget=SearchInput())
