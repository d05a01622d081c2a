"""What is typed to register: the address, the type, the sheet of that type, a password."""

from collections.abc import Iterable, Mapping

from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the stubs
    RadioField,
    SelectChoice,
    SelectField,
    ValidationError,
)
from wtforms.widgets import TelInput

from portal.accounts.rules import canonical_identifier
from portal.captcha.forms import CaptchaField, Trap
from portal.identifiers import Refused
from portal.medimail.mailboxes.joining.rules import KINDS, asked
from portal.medimail.mailboxes.record import cells
from portal.medimail.mailboxes.record.forms import FORM_NAMES, NO, YES, offer, show
from portal.medimail.mailboxes.record.rules.fields import Field, Need, need
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.reference import Lists
from portal.medimail.mailboxes.record.rules.sheets import Fault
from portal.medimail.structures.rules.reading import address
from portal.password.forms import FirstPasswordForm
from portal.web.fields import Box, Secret, Text
from portal.web.forms import Form, required

_ASKED = {field for kind in KINDS for field in asked(kind)}
NAMES: Mapping[Field, str] = {field: name for field, name in FORM_NAMES.items() if field in _ASKED}


class AddressForm(Form):
    """The address of whoever registers; the captcha protects the mail that it will be sent."""

    courriel = Text("Adresse mail", validators=[required("Saisissez votre adresse mail.")])
    site_internet = Trap()
    captcha = CaptchaField()

    def validate_courriel(self, _field: Text) -> None:
        """One plain address, as an account has it."""
        found = address(self.read())
        if isinstance(found, Refused):
            raise ValidationError(found.message)

    def read(self) -> str:
        """The address as it will name the account."""
        return canonical_identifier(self.courriel.data or "")


class KindForm(Form):
    """The type of the account."""

    type = RadioField(
        "Quel est votre cas\u00a0?",
        choices=[SelectChoice(kind.value, f"{kind.value} – {kind.label}") for kind in KINDS],
        validators=[required("Choisissez le cas qui est le vôtre.")],
        validate_choice=False,
    )

    def validate_type(self, field: RadioField) -> None:
        """One of those that one registers for alone."""
        if field.data not in {kind.value for kind in KINDS}:
            raise ValidationError("Choisissez le cas qui est le vôtre.")

    def read(self) -> Kind:
        """The type chosen."""
        return next(kind for kind in KINDS if kind.value == self.type.data)


def _list(label: str) -> SelectField:
    return SelectField(label, choices=[], validate_choice=False)


class RegistrationForm(FirstPasswordForm):
    """The fields of the three types; `of` keeps those of one."""

    nom = Text("Nom", max_length=cells.MAX_NAME)
    prenom = Text("Prénom", max_length=cells.MAX_NAME)
    telephone = Text("Téléphone", max_length=30, widget=TelInput())
    profession = _list("Profession")
    specialite = _list("Spécialité")
    civilite = _list("Civilité d’exercice")
    diplome = Text("Diplôme", max_length=cells.MAX_NAME)
    rpps = Text("N°\u00a0RPPS")
    adeli = Text("N°\u00a0ADELI")
    liberal = RadioField(
        "Exercez-vous en libéral\u00a0?",
        choices=[SelectChoice(YES, "Oui"), SelectChoice(NO, "Non, je suis salarié d’un établissement")],
        validate_choice=False,
    )
    raison_sociale = Text("Établissement ou cabinet", max_length=cells.MAX_LINE)
    type_identifiant = _list("Type d’identifiant de l’établissement")
    identifiant = Text("Identifiant de l’établissement", max_length=20)
    voie = Text("Adresse", max_length=cells.MAX_LINE)
    complement = Text("Complément d’adresse", max_length=cells.MAX_LINE)
    code_postal = Text("Code postal", max_length=10)
    ville = Text("Ville", max_length=cells.MAX_NAME)
    departement = _list("Département")
    # Again, so that they come after the rest, on the page as among its errors.
    nouveau = Secret("Mot de passe", validators=[required("Choisissez un mot de passe.")])
    confirmation = Secret("Le même, une seconde fois", validators=[required("Saisissez-le une seconde fois.")])
    conditions = Box(
        "J’accepte les conditions générales d’utilisation.",
        validators=[
            required("Lisez les conditions générales d’utilisation, puis cochez cette case pour les accepter.")
        ],
    )

    def of(self, kind: Kind, lists: Lists, fixed: Iterable[Field], *, asks_password: bool) -> "RegistrationForm":
        """Keep the fields of this type that are not known already, and give the lists their choices."""
        offer(self, kind, lists, departement="D’après le code postal")
        kept = {NAMES[name] for name in asked(kind)} - {NAMES[name] for name in fixed}
        gone = set(NAMES.values()) - kept | (set() if asks_password else {"nouveau", "confirmation"})
        for name in gone:
            del self[name]
        for field, name in NAMES.items():
            # What follows from the postal code is asked only where it leaves a doubt.
            asks = Need.OPTIONAL if field is Field.DEPARTEMENT else need(kind, field)
            if name in self and asks in {Need.REQUIRED, Need.CONDITIONAL}:
                self[name].flags.required = asks is Need.REQUIRED
                self[name].flags.need = asks.value if asks is Need.CONDITIONAL else None
        return self

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, passwords and boxes left out."""
        return {name: str(self[name].data or "") for name in NAMES.values() if name in self}

    def texts(self) -> dict[Field, str]:
        """What was typed, as a line of a file would say it."""
        return {field: str(self[name].data or "") for field, name in NAMES.items() if name in self}

    def show(self, faults: Iterable[Fault]) -> None:
        """Put each fault at its field; that of a region, which is not asked, at the département."""
        found = tuple(faults)
        # These follow from the postal code: that one is to be corrected first.
        is_unplaced = any(fault.field is Field.POSTAL_CODE for fault in found)
        follows = {Field.DEPARTEMENT, Field.REGION} if is_unplaced else frozenset()
        kept = [fault for fault in found if fault.field not in follows]
        show(self, kept, {**NAMES, Field.REGION: NAMES[Field.DEPARTEMENT]})
