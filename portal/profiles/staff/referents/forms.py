"""The search of somebody to make référent."""

from wtforms.widgets import SearchInput

from portal.profiles.record.store import Filters
from portal.profiles.staff.listing.forms import MAX_TEXT, searched
from portal.web.fields import Text
from portal.web.forms import GetForm


class SearchForm(GetForm):
    """Somebody to make référent."""

    q = Text("Nom, N°\u00a0RPPS ou identifiant", max_length=MAX_TEXT, widget=SearchInput())

    def read(self) -> Filters:
        """Among all the staff of the perimeter."""
        return Filters(text=searched(self.q.data or ""))
