"""What is typed in the demonstration: whose messages to show."""

from wtforms.widgets import SearchInput

from portal.web.fields import Text
from portal.web.forms import Form


class FilterForm(Form):
    """Read from the address of the page: nothing is changed by it, so it carries no token."""

    class Meta(Form.Meta):
        """No token in an address."""

        csrf = False

    destinataire = Text("Destinataire", widget=SearchInput())

    def read(self) -> str:
        """The characters that the recipient's address must contain."""
        return self.destinataire.data or "" if self.validate() else ""
