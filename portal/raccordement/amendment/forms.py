"""The update of a request: the fields of the deposit but for the confirmed address, and its establishments."""

from typing import ClassVar

from wtforms import HiddenField

from portal.raccordement.picker.forms import JURIDICAL, TERRITORIAL, search_field
from portal.raccordement.record.facts import NAMES, Facts, filled
from portal.raccordement.record.forms import seen
from portal.raccordement.record.models import Raccordement
from portal.raccordement.record.rules import LABELS, Values
from portal.web.kept import KeptForm


class UpdateForm(Facts, KeptForm):
    """The fields, and the version that they were read from."""

    version = HiddenField()

    def seen(self) -> int:
        """The version of the page."""
        return seen(self.version.data)

    def differing(self, now: Values) -> list[tuple[str, str, str]]:
        """What this form says otherwise than the record now: label, value of the record, value typed."""
        typed = {name: getattr(self, field).data or "" for field, name in NAMES.items()}
        return [(LABELS[name], now[name], text) for name, text in typed.items() if text != now[name]]


def of_record(record: Raccordement) -> UpdateForm:
    """The form as the record has it."""
    return UpdateForm(formdata=None, data={**filled(record.values), "version": str(record.version)})


class PlacesForm(KeptForm):
    """The picker, and the mark of the list that it began with."""

    beside: ClassVar[tuple[str, ...]] = (JURIDICAL, TERRITORIAL)

    recherche = search_field()
    vue = HiddenField()
