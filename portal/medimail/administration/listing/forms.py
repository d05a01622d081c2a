"""The search of the list, read from its address."""

from wtforms.widgets import HiddenInput, SearchInput

from portal.medimail.administration.listing.rules import MAX_TEXT, Filters, read_filters
from portal.web.fields import Text
from portal.web.forms import GetForm


class SearchForm(GetForm):
    """A part of a name, the way of looking at the list, and its order."""

    q = Text("Nom de la structure", max_length=MAX_TEXT, widget=SearchInput())
    vue = Text("Présentation", widget=HiddenInput())
    tri = Text("Ordre", widget=HiddenInput())

    def read(self) -> Filters:
        """The filters; what cannot be read leaves nothing out."""
        self.validate()
        return read_filters(self.vue.data or "", self.q.data or "", self.tri.data or "")
