"""The period of the figures, read from their address."""

from wtforms.validators import ValidationError

from portal import clock
from portal.raccordement.instruction.figures.rules import Period, period, too_long
from portal.web.fields import Day
from portal.web.forms import GetForm


class PeriodForm(GetForm):
    """From which day to which the figures are."""

    du = Day("Du")
    au = Day("Au")

    def validate_du(self, field: Day) -> None:
        """Refuse a period that ends before it begins, or that is too long to be drawn."""
        found = period(field.data, self.au.data, clock.today())
        if not found.weeks:
            raise ValidationError("Le début vient après la fin\u00a0; échangez les deux dates.")
        if too_long(found):
            raise ValidationError("Deux ans au plus\u00a0; rapprochez les deux dates.")

    def read(self) -> Period:
        """The period; the usual one when what was asked for cannot be read."""
        asked = (self.du.data, self.au.data) if self.validate() else (None, None)
        return period(*asked, clock.today())
