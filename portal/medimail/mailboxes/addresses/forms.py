"""What is typed to change an address."""

from wtforms import HiddenField, ValidationError

from portal.accounts.rules import canonical_identifier
from portal.identifiers import Refused
from portal.medimail.structures.rules.reading import address
from portal.web.fields import Text
from portal.web.forms import required
from portal.web.kept import KeptForm


class AddressForm(KeptForm):
    """The new address; `vu` is the one that was asked for when the page was shown, empty for none."""

    vu = HiddenField()
    nouvelle = Text("Nouvelle adresse mail", validators=[required("Saisissez la nouvelle adresse.")])

    def validate_nouvelle(self, _address: Text) -> None:
        """One plain address, as an account has it."""
        found = address(self.read())
        if isinstance(found, Refused):
            raise ValidationError(found.message)

    def read(self) -> str:
        """The address in its stored form."""
        return canonical_identifier(self.nouvelle.data or "")
