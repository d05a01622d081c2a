"""What is typed in the demonstration: whose messages to show."""

from wtforms.widgets import SearchInput

from portal.web.fields import Text
from portal.web.forms import GetForm


class FilterForm(GetForm):
    """Whose messages are shown."""

    destinataire = Text("Destinataire", widget=SearchInput())

    def read(self) -> str:
        """The characters that the recipient's address must contain."""
        return self.destinataire.data or "" if self.validate() else ""
