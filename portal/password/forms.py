"""What is typed to unblock an account and to choose a password; names that password managers know."""

from collections.abc import Iterable

from wtforms import ValidationError

from portal.accounts.rules import canonical_identifier
from portal.password.rules import CODE_LENGTH, canonical_code
from portal.web.fields import Secret, Text
from portal.web.forms import Form, required


class ForgottenForm(Form):
    """Whose account is blocked, or password forgotten."""

    identifiant = Text(
        "Identifiant CertDc, N°\u00a0RPPS ou adresse de messagerie",
        validators=[required("Saisissez l’identifiant avec lequel vous vous connectez.")],
    )

    def read(self) -> str:
        """The identifier in its stored form."""
        return canonical_identifier(self.identifiant.data or "")


class ResetCodeForm(Form):
    """The code of the mail, typed where the request was made."""

    code = Text("Code à 8 caractères", max_length=32, validators=[required("Saisissez le code reçu par courriel.")])

    def validate_code(self, code: Text) -> None:
        """A code that cannot be one costs no try."""
        length = len(canonical_code(code.data or ""))
        if length != CODE_LENGTH:
            raise ValidationError(f"Le code compte {CODE_LENGTH}\u00a0caractères\u00a0; vous en avez saisi {length}.")


class CurrentPasswordForm(Form):
    """The current password, proved again.

    It is declared before the new one: fields are asked for, and their errors summed up, in the order of declaration.
    """

    actuel = Secret("Mot de passe actuel", validators=[required("Saisissez votre mot de passe actuel.")])


class NewPasswordForm(Form):
    """A new password, twice."""

    nouveau = Secret("Nouveau mot de passe", validators=[required("Choisissez un mot de passe.")])
    confirmation = Secret("Le même, une seconde fois", validators=[required("Saisissez-le une seconde fois.")])

    def validate_confirmation(self, confirmation: Secret) -> None:
        """A slip of the finger must not lock its owner out."""
        if confirmation.data != self.nouveau.data:
            raise ValidationError("Les deux saisies diffèrent\u00a0; affichez-les pour les comparer.")

    def refuse(self, sentences: Iterable[str]) -> None:
        """Say everything that the policy refuses, at once."""
        self.nouveau.errors = list(sentences)


class FirstPasswordForm(NewPasswordForm):
    """The first password of an account: there is none that it would replace."""

    nouveau = Secret("Mot de passe", validators=[required("Choisissez un mot de passe.")])
    confirmation = Secret("Le même, une seconde fois", validators=[required("Saisissez-le une seconde fois.")])


class ChangePasswordForm(NewPasswordForm, CurrentPasswordForm):
    """The current password, then a new one, twice."""
