"""The search of the list, read from its address."""

from wtforms.widgets import HiddenInput, SearchInput

from portal.accounts.rules import canonical_identifier
from portal.profiles.record.store import Filters, Tab
from portal.web.fields import Text
from portal.web.forms import GetForm

MAX_TEXT = 100


class FilterForm(GetForm):
    """Which profiles are listed."""

    q = Text("Nom, N°\u00a0RPPS ou identifiant", max_length=MAX_TEXT, widget=SearchInput())
    vue = Text("Onglet", widget=HiddenInput())

    def read(self, finess_et: str = "", team_id: int | None = None) -> Filters:
        """What is asked of the profiles of this establishment, or of this team; an unknown tab is that of all."""
        tab = next((tab for tab in Tab if tab.value == self.vue.data), Tab.ALL)
        return Filters(finess_et, tab, team_id, searched(self.q.data or ""))


class PlacesForm(GetForm):
    """The search of an establishment among one's own."""

    q = Text("Nom, commune ou N°\u00a0FINESS", max_length=MAX_TEXT, widget=SearchInput())

    def read(self) -> str:
        """The words, or the number without its spaces."""
        return searched(self.q.data or "")


def searched(text: str) -> str:
    """A number typed in groups is one word; a name stays as it is."""
    number = canonical_identifier(text)
    return number if number.isdecimal() else text
