"""What is ticked before the production is asked for."""

from wtforms import BooleanField

from portal.raccordement.followup.rules import DECLARED
from portal.raccordement.record.forms import SeenForm
from portal.web.forms import required
from portal.web.kept import KeptForm


class ChecklistForm(SeenForm, KeptForm):
    """The checklist: each line is ticked by whoever asks."""


for _name, (_label, _unticked) in DECLARED.items():
    setattr(ChecklistForm, _name, BooleanField(_label, validators=[required(_unticked)]))
