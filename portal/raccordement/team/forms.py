"""The address of a colleague, and the name of whoever joins without an account."""

from portal.accounts.rules import canonical_identifier
from portal.raccordement.record.facts import check_mailable
from portal.raccordement.record.rules import FIELDS
from portal.web.fields import NameText, Text
from portal.web.forms import Form, required
from portal.web.kept import KeptForm


class InviteForm(KeptForm):
    """The address of a colleague."""

    courriel = Text("Adresse de votre collègue", validators=[required("Saisissez l’adresse de votre collègue.")])

    def validate_courriel(self, _field: Text) -> None:
        """One plain address that any mail server can carry."""
        check_mailable(self.read())

    def read(self) -> str:
        """The address as it will name an account."""
        return canonical_identifier(self.courriel.data or "")


class JoinForm(Form):
    """Who joins, when the account is to be made."""

    nom = NameText("Nom", max_length=FIELDS["last_name"][1], validators=[required("Saisissez votre nom.")])
    prenom = NameText("Prénom", max_length=FIELDS["first_name"][1], validators=[required("Saisissez votre prénom.")])
