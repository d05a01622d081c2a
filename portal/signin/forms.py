"""What is typed to sign in; the names of the fields are those that browsers and password managers already know."""

from dataclasses import dataclass, field

from wtforms import ValidationError

from portal.accounts.rules import canonical_identifier, name_key
from portal.identifiers import mssante
from portal.identifiers.refused import Refused
from portal.signin.rules import CODE_DIGITS
from portal.web.fields import Box, Secret, Text
from portal.web.forms import Form, required


@dataclass(frozen=True)
class Claim:
    """Who somebody says they are, and the proof."""

    typed: str
    canonical: str
    password: str = field(repr=False)
    remember: bool


class SignInForm(Form):
    """« Identifiant CertDc ou N° RPPS », or the e-mail address of a Medimail account or of a gestionnaire SI."""

    identifiant = Text(
        "Identifiant CertDc ou N°\u00a0RPPS",
        validators=[required("Saisissez votre identifiant CertDc, votre numéro RPPS ou votre adresse de messagerie.")],
    )
    mot_de_passe = Secret("Mot de passe", validators=[required("Saisissez votre mot de passe.")])
    retenir = Box("Retenir mon identifiant")

    def read(self) -> Claim:
        """The claim, with the identifier in its stored form."""
        typed = self.identifiant.data or ""
        return Claim(typed, canonical_identifier(typed), self.mot_de_passe.data or "", bool(self.retenir.data))


class NameSignInForm(Form):
    """« Nom / Prénom », for « un compte spécifique »."""

    nom_prenom = Text("Nom / Prénom", validators=[required("Saisissez votre nom puis votre prénom.")])
    mot_de_passe = Secret("Mot de passe", id="mot_de_passe_nom", validators=[required("Saisissez votre mot de passe.")])
    retenir = Box("Retenir mon nom", id="retenir_nom")

    def read(self) -> Claim:
        """The claim, with the name folded as it is stored."""
        typed = self.nom_prenom.data or ""
        return Claim(typed, name_key(typed), self.mot_de_passe.data or "", bool(self.retenir.data))


class CodeForm(Form):
    """The code received by mail."""

    code = Text("Code à 6 chiffres", max_length=32, validators=[required("Saisissez le code reçu par courriel.")])
    confiance = Box("Se souvenir de ce navigateur")

    def validate_code(self, _code: Text) -> None:
        """A code that cannot be one costs no try."""
        digits = self.digits
        if not (digits.isascii() and digits.isdigit()):
            raise ValidationError("Le code ne compte que des chiffres\u00a0; recopiez celui du courriel.")
        if len(digits) != CODE_DIGITS:
            raise ValidationError(
                f"Le code compte {CODE_DIGITS}\u00a0chiffres\u00a0; vous en avez saisi {len(digits)}."
            )

    @property
    def digits(self) -> str:
        """What was typed, spaces and dashes aside."""
        return "".join((self.code.data or "").replace("-", " ").split())


class AddressForm(Form):
    """The MSSanté address that a person without any registers."""

    mssante = Text(
        "Votre adresse MSSanté",
        validators=[required("Saisissez votre adresse MSSanté, par exemple nom.prenom@medecin.mssante.fr.")],
    )

    def validate_mssante(self, address: Text) -> None:
        """Only the gate decides (source 001: @_____.mssante.fr or @mssante.fr)."""
        found = mssante.parse(address.data or "")
        if isinstance(found, Refused):
            raise ValidationError(found.message)

    def read(self) -> str:
        """The address in canonical form."""
        return str(mssante.parse(self.mssante.data or ""))
