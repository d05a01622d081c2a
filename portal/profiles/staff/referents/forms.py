"""The search of somebody to make référent, and the choice of one."""

from wtforms import HiddenField
from wtforms.widgets import SearchInput

from portal.accounts.rules import canonical_identifier
from portal.profiles.record.store import Filters
from portal.profiles.staff.listing.forms import MAX_TEXT, searched
from portal.profiles.staff.referents.rules import Reach, read
from portal.web.fields import Text
from portal.web.forms import Form


class SearchForm(Form):
    """Read from the address of the page: nothing is changed by it, so it carries no token."""

    class Meta(Form.Meta):
        """No token in an address."""

        csrf = False

    q = Text("Nom, N°\u00a0RPPS ou identifiant", max_length=MAX_TEXT, widget=SearchInput())

    def read(self) -> Filters:
        """Among all the staff of the perimeter."""
        return Filters(text=searched(self.q.data or ""))


class AddForm(Form):
    """Whom to add, and over what; no more than a button, so that nothing is said of its fields."""

    identifiant = Text("Identifiant")
    portee = HiddenField("Portée")

    def read(self) -> tuple[str, Reach]:
        """The identifier in its stored form, « » for one that names nobody, and the reach."""
        named = "" if self.identifiant.errors else canonical_identifier(self.identifiant.data or "")
        return named, read(self.portee.data or "")
