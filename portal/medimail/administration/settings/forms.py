"""The forms of the settings, one a fieldset, in the words of source 002 p. 4-7."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from wtforms import HiddenField, SelectField

from portal import naming
from portal.config import settings
from portal.identifiers import Refused
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules import fieldsets, reading
from portal.medimail.structures.rules.fieldsets import FIELDS, GRADES_FIELDS, Fieldset, Value
from portal.medimail.structures.rules.settings import NumberKind
from portal.web.fields import Box, NameText, Text
from portal.web.forms import required
from portal.web.kept import KeptForm

IDENTITY, LOCATION, NOTIFICATIONS = (
    FIELDS[one] for one in (Fieldset.IDENTITY, Fieldset.LOCATION, Fieldset.NOTIFICATIONS)
)
MSSANTE, OFFICE = FIELDS[Fieldset.MSSANTE], FIELDS[Fieldset.OFFICE]
MAX_LINE = 200
# A mail carries it to somebody who asked for nothing: a last name and a first name, no message.
MAX_NAME = 80
_LIMIT = required("Saisissez un nombre, ou -1 pour un nombre illimité.")

Reader = Callable[[Any], Value | Refused]


class FieldsetForm(KeptForm):
    """A fieldset; `vu` tells what it showed.

    Attributes:
        fieldset: Which one.
        names: The field of each attribute of a structure that it changes.
        readers: How the values of some attributes are read; the others are kept as they are.
    """

    fieldset: ClassVar[Fieldset]
    names: ClassVar[Mapping[str, str]]
    readers: ClassVar[Mapping[str, Reader]] = {}
    vu: HiddenField

    @classmethod
    def of(cls, structure: Structure, held: Mapping[str, Value]) -> "FieldsetForm":
        """The form as the structure is."""
        data = {field: _shown(getattr(structure, name)) for name, field in cls.names.items()}
        return cls(formdata=None, data=data, vu=fieldsets.mark(held))

    def keep(self, structure: Structure, *, is_grades: bool) -> "FieldsetForm":
        """Take away what the GRADeS alone changes; the name that the structure has already is not judged again."""
        for name, field in ((name, self[field]) for name, field in self.names.items()):
            if isinstance(field, NameText):
                field.kept = getattr(structure, name)
        for name in () if is_grades else GRADES_FIELDS & self.names.keys():
            del self[self.names[name]]
        return self

    def read(self) -> Mapping[str, Value] | None:
        """The values; None when something is wrong, which is said at its field."""
        self.validate()
        values = {name: self._read(name, field) for name, field in self.names.items() if field in self}
        return None if self.errors else values

    def _read(self, name: str, field: str) -> Value:
        typed = self[field].data
        found = self.readers[name](typed) if name in self.readers else typed
        if not isinstance(found, Refused):
            return found
        self.show({name: found.message})
        return typed  # type: ignore[no-any-return]

    def show(self, faults: Mapping[str, str]) -> None:
        """Put each sentence at its field, unless it says something already."""
        for name, sentence in faults.items():
            if not self[self.names[name]].errors:
                self[self.names[name]].errors = [sentence]


def _shown(value: Value) -> Value:
    """A value as a field shows it."""
    if isinstance(value, bool):
        return value
    return "" if value is None else getattr(value, "value", None) or str(value)


def _kind(word: str) -> NumberKind | None:
    return next((kind for kind in NumberKind if kind.value == word), None)


class IdentityForm(FieldsetForm):
    """« Nom, Type et Numéro identifiant (FINESS, SIREN ou SIRET), Numéro de téléphone » (p. 4)."""

    fieldset = Fieldset.IDENTITY
    names: ClassVar[Mapping[str, str]] = {
        "name": "nom",
        "number_kind": "type_numero",
        "number": "numero",
        "phone": "telephone",
        "domain": "domaine",
    }
    readers: ClassVar[Mapping[str, Reader]] = {"number_kind": _kind, "phone": reading.phone, "domain": reading.domain}

    vu = HiddenField(id="vu-identite")
    nom = NameText(
        IDENTITY["name"],
        rule=naming.thing,
        max_length=MAX_LINE,
        validators=[required("Saisissez le nom de la structure.")],
    )
    type_numero = SelectField(
        IDENTITY["number_kind"],
        choices={"": "Aucun"} | {kind.value: kind.label for kind in NumberKind},
        validate_choice=False,
    )
    numero = Text(IDENTITY["number"], max_length=30)
    telephone = Text(IDENTITY["phone"], max_length=30)
    domaine = Text(IDENTITY["domain"], max_length=253)

    def _read(self, name: str, field: str) -> Value:
        return self._number() if name == "number" else super()._read(name, field)

    def _number(self) -> str | None:
        """The number, as its register writes it; none without a register, and no register without a number."""
        kind, typed = _kind(self.type_numero.data or ""), self.numero.data or ""
        if kind is None and not typed:
            return None
        if kind is None:
            self.show({"number_kind": "Choisissez le registre de ce numéro\u00a0: FINESS, SIREN ou SIRET."})
            return typed
        found = reading.number(kind, typed, check_key=settings().check_keys)
        if isinstance(found, Refused):
            self.show({"number": found.message})
            return typed
        return found


class LocationForm(FieldsetForm):
    """« les champs relatifs à l’adresse postale » (p. 4-5)."""

    fieldset = Fieldset.LOCATION
    names: ClassVar[Mapping[str, str]] = {
        "address": "adresse",
        "complement": "complement",
        "postal_code": "code_postal",
        "city": "commune",
    }
    readers: ClassVar[Mapping[str, Reader]] = {"postal_code": lambda typed: "".join(typed.split())}

    vu = HiddenField(id="vu-localisation")
    adresse = Text(LOCATION["address"], max_length=MAX_LINE)
    complement = Text(LOCATION["complement"], max_length=MAX_LINE)
    code_postal = Text(LOCATION["postal_code"], max_length=10)
    commune = Text(LOCATION["city"], max_length=100)


class NotificationsForm(FieldsetForm):
    """« les notifications par défaut pour l’ensemble des comptes de la structure » (p. 6)."""

    fieldset = Fieldset.NOTIFICATIONS
    names: ClassVar[Mapping[str, str]] = {name: name for name in NOTIFICATIONS}

    vu = HiddenField(id="vu-notifications")
    notify_each = Box(NOTIFICATIONS["notify_each"])
    notify_daily = Box(NOTIFICATIONS["notify_daily"])
    notify_shared = Box(NOTIFICATIONS["notify_shared"])
    notify_opening = Box(NOTIFICATIONS["notify_opening"])


class ContactForm(KeptForm):
    """« Ajouter un contact » (p. 6)."""

    contact_courriel = Text("Email", validators=[required("Saisissez l’adresse du contact.")])
    contact_nom = NameText("Nom et prénom", max_length=MAX_NAME, validators=[required("Saisissez le nom du contact.")])

    def read(self) -> tuple[str, str] | None:
        """The address and the name; None when something is wrong."""
        self.validate()
        found = reading.address(self.contact_courriel.data or "")
        if isinstance(found, Refused):
            if not self.contact_courriel.errors:
                self.contact_courriel.errors = [found.message]
            return None
        return None if self.errors else (found, self.contact_nom.data or "")


class MssanteForm(FieldsetForm):
    """« Le GRADeS paramètre le nombre possible de types de compte » (p. 7)."""

    fieldset = Fieldset.MSSANTE
    names: ClassVar[Mapping[str, str]] = {
        "mss_domain": "mss_domaine",
        "mss_max_per": "mss_per",
        "mss_max_org": "mss_org",
        "mss_max_app": "mss_app",
        "mss_admin_only": "mss_reserve",
    }
    readers: ClassVar[Mapping[str, Reader]] = {
        "mss_domain": reading.mss_domain,
        "mss_max_per": reading.most,
        "mss_max_org": reading.most,
        "mss_max_app": reading.most,
    }

    vu = HiddenField(id="vu-mssante")
    mss_domaine = Text(MSSANTE["mss_domain"], max_length=253)
    mss_per = Text(MSSANTE["mss_max_per"], max_length=10, validators=[_LIMIT])
    mss_org = Text(MSSANTE["mss_max_org"], max_length=10, validators=[_LIMIT])
    mss_app = Text(MSSANTE["mss_max_app"], max_length=10, validators=[_LIMIT])
    mss_reserve = Box(MSSANTE["mss_admin_only"])


class OfficeForm(FieldsetForm):
    """« le nombre de comptes autorisés à télécharger le complément Medimail sur Office 365 » (p. 7)."""

    fieldset = Fieldset.OFFICE
    names: ClassVar[Mapping[str, str]] = {"office365_max": "office_max"}
    readers: ClassVar[Mapping[str, Reader]] = {"office365_max": reading.most}

    vu = HiddenField(id="vu-office365")
    office_max = Text(OFFICE["office365_max"], max_length=10, validators=[_LIMIT])


FORMS: tuple[type[FieldsetForm], ...] = (IdentityForm, LocationForm, NotificationsForm, MssanteForm, OfficeForm)
