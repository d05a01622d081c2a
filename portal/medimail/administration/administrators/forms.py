"""The search of somebody to make administrator (« Rechercher par nom, adresse mail », source 002 p. 5)."""

from wtforms.widgets import SearchInput

from portal.web.fields import Text
from portal.web.forms import GetForm

MAX_TEXT = 100


class SearchForm(GetForm):
    """A part of a name, or an address."""

    q = Text("Nom ou adresse mail", max_length=MAX_TEXT, widget=SearchInput())

    def read(self) -> str:
        """What is looked for; nothing when it cannot be read."""
        return "" if self.q.errors else self.q.data or ""
