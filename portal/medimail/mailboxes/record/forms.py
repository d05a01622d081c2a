"""What the forms of a sheet share, whoever fills it in: the names of its controls, its lists, where a fault shows."""

from collections.abc import Iterable, Mapping

from wtforms import SelectField

from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.professions import is_accepted, may_answer, offered, shown
from portal.medimail.mailboxes.record.rules.reference import Lists
from portal.medimail.mailboxes.record.rules.sheets import Fault, Title
from portal.medimail.structures.rules.settings import NumberKind
from portal.web.forms import Form

YES, NO = "OUI", "NON"

FORM_NAMES: Mapping[Field, str] = {
    Field.ADDRESS: "adresse",
    Field.LAST_NAME: "nom",
    Field.FIRST_NAME: "prenom",
    Field.RPPS: "rpps",
    Field.ADELI: "adeli",
    Field.COMPANY: "raison_sociale",
    Field.SERVICE: "service",
    Field.STREET: "voie",
    Field.COMPLEMENT: "complement",
    Field.POSTAL_CODE: "code_postal",
    Field.CITY: "ville",
    Field.DEPARTEMENT: "departement",
    Field.REGION: "region",
    Field.PHONE: "telephone",
    Field.OTHER_PHONE: "autre_telephone",
    Field.PROFESSION: "profession",
    Field.SPECIALTY: "specialite",
    Field.DIPLOMA: "diplome",
    Field.IS_LIBERAL: "liberal",
    Field.PLACE_KIND: "type_identifiant",
    Field.PLACE_NUMBER: "identifiant",
    Field.RETURN_ADDRESS: "retour",
    Field.RESPONSIBLE_LAST_NAME: "nom_responsable",
    Field.RESPONSIBLE_FIRST_NAME: "prenom_responsable",
    Field.RESPONSIBLE_PROFESSION: "profession_responsable",
    Field.RESPONSIBLE_RPPS: "rpps_responsable",
    Field.DESCRIPTION: "description",
    Field.TITLE: "civilite",
    Field.APICRYPT: "apicrypt",
    Field.APICRYPT_SPECIALTY: "specialite_apicrypt",
    Field.EXPIRES_ON: "peremption",
    Field.CONNECTIONS: "connexion",
}


def offer(form: Form, kind: Kind, lists: Lists, *, departement: str = "Choisir") -> None:
    """Give the lists that are on the page their choices: of professions, those that this type accepts."""
    trades = [name for name, trade in lists.trades.items() if is_accepted(kind, trade)]
    answering = [name for name, trade in lists.trades.items() if may_answer(trade)]
    departements = {code: shown(f"{code} – {name}") for code, (name, _) in lists.departements.items()}
    choices = {
        "profession": {"": "Choisir une profession"} | offered(trades),
        "profession_responsable": {"": "Choisir une profession"} | offered(answering),
        "specialite": {"": "Aucune"} | offered(lists.specialties),
        "departement": {"": departement} | departements,
        "region": {"": "Choisir"} | {code: shown(name) for code, name in lists.regions.items()},
        "civilite": {"": "Aucune"} | {title.value: title.label for title in Title},
        "type_identifiant": {"": "Choisir"} | {kind.value: kind.label for kind in NumberKind},
    }
    for name, options in choices.items():
        control = form._fields.get(name)
        if isinstance(control, SelectField):
            control.choices = options


def show(form: Form, faults: Iterable[Fault], names: Mapping[Field, str] = FORM_NAMES) -> None:
    """Put each fault at its field; a field that says something already keeps to it."""
    for fault in faults:
        name = names.get(fault.field, "")
        if name not in form:
            form.form_errors.append(fault.sentence)
        elif not form[name].errors:
            form[name].errors = [fault.sentence]
