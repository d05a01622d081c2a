"""The fields of an account, as its type has them; what they say is read and judged as a line of a file would be."""

from collections.abc import Iterable, Mapping
from datetime import date

from flask import request
from wtforms import HiddenField, RadioField, SelectField
from wtforms.widgets import EmailInput, TelInput

from portal.medimail.mailboxes.record import cells
from portal.medimail.mailboxes.record.forms import FORM_NAMES, NO, YES, offer, show
from portal.medimail.mailboxes.record.rules.fields import Field, Need, need
from portal.medimail.mailboxes.record.rules.kinds import ABOUT, PERSONS, SHARED, Kind
from portal.medimail.mailboxes.record.rules.preferences import LABELS, Preferences
from portal.medimail.mailboxes.record.rules.reference import Lists
from portal.medimail.mailboxes.record.rules.sheets import Fault, Sheet
from portal.medimail.mailboxes.record.rules.wording import label
from portal.medimail.structures.rules.reading import address
from portal.web.fields import Box, Day, LongText, Text
from portal.web.forms import GetForm, required
from portal.web.kept import KeptForm

CHOSEN = "connexions"

PREFERENCES = {
    "notify_each": "chaque_reception",
    "notify_daily": "quotidienne",
    "notify_opening": "ouverture",
    "unlisted": "liste_rouge",
    "paperless": "dematerialisation",
}


def _list(name: Field) -> SelectField:
    return SelectField(label(name), choices={}, validate_choice=False)


def _line(name: Field, size: int = cells.MAX_LINE) -> Text:
    return Text(label(name), max_length=size)


class KindForm(GetForm):
    """The choice of a type."""

    type = RadioField(
        "Type de compte",
        choices={kind.value: kind.label for kind in ABOUT},
        validators=[required("Choisissez le type de compte.")],
        validate_choice=False,
    )


class SheetForm(KeptForm):
    """The fields of all types; `of` keeps those of one."""

    beside = (CHOSEN,)

    vu = HiddenField()
    adresse = Text(label(Field.ADDRESS), widget=EmailInput())
    description = LongText(label(Field.DESCRIPTION), max_length=cells.MAX_DESCRIPTION)
    peremption = Day(label(Field.EXPIRES_ON))
    nom = _line(Field.LAST_NAME, cells.MAX_NAME)
    prenom = _line(Field.FIRST_NAME, cells.MAX_NAME)
    civilite = _list(Field.TITLE)
    profession = _list(Field.PROFESSION)
    specialite = _list(Field.SPECIALTY)
    diplome = _line(Field.DIPLOMA, cells.MAX_NAME)
    rpps = _line(Field.RPPS)
    adeli = _line(Field.ADELI)
    liberal = RadioField(label(Field.IS_LIBERAL), choices={YES: "Oui", NO: "Non"}, validate_choice=False)
    telephone = Text(label(Field.PHONE), widget=TelInput())
    autre_telephone = Text(label(Field.OTHER_PHONE), widget=TelInput())
    connexion = Text("Chercher un compte à ajouter")
    nom_responsable = _line(Field.RESPONSIBLE_LAST_NAME, cells.MAX_NAME)
    prenom_responsable = _line(Field.RESPONSIBLE_FIRST_NAME, cells.MAX_NAME)
    profession_responsable = _list(Field.RESPONSIBLE_PROFESSION)
    rpps_responsable = _line(Field.RESPONSIBLE_RPPS)
    voie = _line(Field.STREET)
    complement = _line(Field.COMPLEMENT)
    code_postal = _line(Field.POSTAL_CODE)
    ville = _line(Field.CITY, cells.MAX_NAME)
    departement = _list(Field.DEPARTEMENT)
    region = _list(Field.REGION)
    raison_sociale = _line(Field.COMPANY)
    service = _line(Field.SERVICE)
    type_identifiant = _list(Field.PLACE_KIND)
    identifiant = _line(Field.PLACE_NUMBER)
    retour = Text(label(Field.RETURN_ADDRESS), widget=EmailInput())
    apicrypt = _line(Field.APICRYPT, cells.MAX_NAME)
    specialite_apicrypt = _line(Field.APICRYPT_SPECIALTY, cells.MAX_NAME)
    chaque_reception = Box(LABELS["notify_each"])
    quotidienne = Box(LABELS["notify_daily"])
    ouverture = Box(LABELS["notify_opening"])
    liste_rouge = Box(LABELS["unlisted"])
    dematerialisation = Box(LABELS["paperless"])
    inviter = Box("Envoyer le lien de finalisation")

    def of(self, kind: Kind, lists: Lists, *, is_new: bool = False, asks_preferences: bool = True) -> "SheetForm":
        """Keep the fields of this type, say which are required, and give the lists their choices; once or again."""
        offer(self, kind, lists)
        gone = {name for field, name in FORM_NAMES.items() if need(kind, field) is Need.NONE}
        gone |= set() if is_new else {"adresse"}
        gone |= set() if asks_preferences else set(PREFERENCES.values())
        gone |= {"dematerialisation"} if kind in SHARED else set()
        gone |= set() if kind in PERSONS else {"inviter"}
        for name in gone & set(self._fields):
            del self[name]
        for field, name in FORM_NAMES.items():
            if name in self:
                self[name].flags.need = need(kind, field).value
                self[name].flags.required = need(kind, field) is Need.REQUIRED
        return self

    def texts(self) -> dict[Field, str]:
        """What was typed, as a line of a file would say it."""
        found = {field: _text(self[name].data) for field, name in FORM_NAMES.items() if name in self}
        if Field.CONNECTIONS in found:
            typed = [word for word in found[Field.CONNECTIONS].replace(";", " ").split() if "@" in word]
            found[Field.CONNECTIONS] = ";".join([*self.chosen(), *typed])
        return found

    def chosen(self) -> list[str]:
        """The addresses of the connection accounts that are ticked."""
        sent = self.returned if self.returned is not None else request.form
        # What is no address was not written by our page; a database would refuse some of it.
        read = (address(text) for text in sent.getlist(CHOSEN))
        kept = dict.fromkeys(found for found in read if isinstance(found, str))
        return list(kept)[: cells.MAX_CONNECTIONS + 1]

    def preferences(self) -> Preferences:
        """The notices and the rest, as they are ticked."""
        return Preferences(**{name: bool(self[own].data) for name, own in PREFERENCES.items() if own in self})

    def show(self, faults: Iterable[Fault]) -> None:
        """Put each fault at its field."""
        show(self, faults)


def data_of(sheet: Sheet, preferences: Preferences, version: int = 0) -> dict[str, object]:
    """What the form shows of an account."""
    values: dict[str, object] = {name: sheet.of(field) for field, name in FORM_NAMES.items()}
    answers = {None: "", True: YES, False: NO}
    values |= {name: getattr(preferences, own) for own, name in PREFERENCES.items()}
    return values | {"liberal": answers[sheet.is_liberal], "connexion": "", "vu": str(version), "inviter": True}


def data_of_texts(texts: Mapping[Field, str], preferences: Preferences) -> dict[str, object]:
    """What the form of a new account shows: the defaults of its structure."""
    values: dict[str, object] = {FORM_NAMES[field]: text for field, text in texts.items()}
    return values | {name: getattr(preferences, own) for own, name in PREFERENCES.items()} | {"inviter": True}


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
