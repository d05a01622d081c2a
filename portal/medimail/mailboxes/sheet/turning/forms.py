"""The new type, then what it asks for."""

from wtforms import RadioField

from portal.medimail.mailboxes.record.rules.kinds import ABOUT, Kind
from portal.medimail.mailboxes.sheet.forms import SheetForm
from portal.web.forms import GetForm, required


class TurnForm(GetForm):
    """The choice of the new type."""

    type = RadioField(
        "Nouveau type de BAL", validators=[required("Choisissez le nouveau type de BAL.")], validate_choice=False
    )

    def of(self, kind: Kind) -> "TurnForm":
        """Offer the other types."""
        self.type.choices = {other.value: other.label for other in ABOUT if other is not kind}
        return self


class TurnedForm(SheetForm):
    """The fields of the new type; kept apart from those of an ordinary edit."""
