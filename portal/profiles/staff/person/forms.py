"""The fields of a profile; what they say is read, and judged, as the thirteen cells of a file would be (source 001)."""

from collections.abc import Iterable, Mapping
from datetime import date

from wtforms import HiddenField, SelectField

from portal.profiles.record.columns import written
from portal.profiles.record.rules.codes import Code
from portal.profiles.record.rules.findings import Finding
from portal.profiles.record.rules.lines import Line
from portal.profiles.record.rules.names import Name
from portal.profiles.record.rules.roles import Action, Role
from portal.registers.models import Establishment
from portal.web.fields import Day, Secret, Text
from portal.web.forms import required
from portal.web.kept import KeptForm

_FIELDS = {
    Name.TEAM: "equipe",
    Name.LAST_NAME: "nom",
    Name.FIRST_NAME: "prenom",
    Name.RPPS: "numero",
    Name.ROLE: "role",
    Name.IDENTIFIER: "numero",
    Name.PASSWORD: "mot_de_passe",
    Name.EMAIL: "courriel",
    Name.STARTS_ON: "debut",
    Name.ENDS_ON: "fin",
}
GIVEN = "Remettez-lui ce mot de passe de vive voix\u00a0: elle en choisira un autre à sa première connexion."

# What a report advises speaks of lines and files; here one advises otherwise.
_REMEDIES = {
    Code.NOBODY: "Saisissez le N°\u00a0RPPS d’un médecin, ou l’identifiant de toute autre personne.",
    Code.RPPS_SPREADSHEET: "Saisissez ses onze chiffres.",
    Code.EMAIL_OUTSIDE: "",  # what is said already tells how such an address ends
    Code.EMAIL_INVALID: "",
    Code.EMAIL_IGNORED: "Pour la remplacer, modifiez le profil.",
    Code.IDENTIFIER_IGNORED: "",
    Code.NAME_IGNORED: "Vérifiez que c’est bien elle.",
    Code.PASSWORD_IGNORED: "Elle garde le sien, ou le remplace par «\u00a0Mot de passe oublié\u00a0?\u00a0».",
    Code.PROFILE_EXISTS: "Cherchez-le dans la liste pour le modifier.",
    Code.PROFILE_UNKNOWN: "Revenez à la liste\u00a0: il a pu être supprimé, ou son équipe renommée.",
    Code.OUTRUN: "Validez de nouveau.",
}


def said(finding: Finding) -> str:
    """What a finding says beside a field: what happened, then what to do."""
    return f"{finding.message} {_REMEDIES.get(finding.code, finding.remedy)}".strip()


def _missing(code: Code) -> str:
    return said(Finding(code))


class ProfileForm(KeptForm):
    """What both forms do; each names its fields itself, in the order of its page."""

    def show(self, findings: Iterable[Finding]) -> None:
        """Put each finding at its field, or above them all; a field that says something already keeps to it."""
        for finding in findings:
            name = _FIELDS.get(finding.where) if finding.where else None
            if name is None or name not in self:
                self.form_errors.append(said(finding))
            elif not self[name].errors:
                self[name].errors = [said(finding)]

    def _values(self, was: Mapping[Name, str]) -> tuple[str, ...]:
        """The thirteen cells, of which a field that is not shown keeps what was there."""
        typed = {name: self[field].data for name, field in _FIELDS.items() if field in self}
        values = {**was, **{name: _cell(value) for name, value in typed.items()}}
        return tuple(values[name] for name in Name)


class NewForm(ProfileForm):
    """A profile to create; its person may be known already."""

    nom = Text("Nom", validators=[required(_missing(Code.LAST_NAME_MISSING))])
    prenom = Text("Prénom", validators=[required(_missing(Code.FIRST_NAME_MISSING))])
    numero = Text("N°\u00a0RPPS ou identifiant", validators=[required(_missing(Code.NOBODY))])
    role = SelectField(
        "Rôle",
        choices={"": "Choisir un rôle"} | {role.value: f"{role.label}, {role.value}" for role in Role},
        validators=[required("Choisissez un rôle.")],
        validate_choice=False,
    )
    equipe = Text("Équipe")
    debut = Day("Date de début")
    fin = Day("Date de fin")
    courriel = Text("Adresse MSSanté")
    mot_de_passe = Secret("Mot de passe initial")

    def cells(self, at: Establishment) -> tuple[str, ...]:
        """A line C of this establishment."""
        number = self.numero.data or ""
        named = any(letter.isalpha() for letter in number)
        cells = dict(zip(Name, self._values(dict.fromkeys(Name, "")), strict=True))
        cells |= {Name.FINESS_EJ: at.finess_ej, Name.FINESS_ET: at.finess_et, Name.ACTION: Action.CREATE.value}
        cells |= {Name.RPPS: "" if named else number, Name.IDENTIFIER: number if named else ""}
        return tuple(cells.values())


class EditForm(ProfileForm):
    """A profile to modify; what may not be of this one is taken away."""

    vu = HiddenField()
    nom = Text("Nom", validators=[required(_missing(Code.LAST_NAME_MISSING))])
    prenom = Text("Prénom", validators=[required(_missing(Code.FIRST_NAME_MISSING))])
    courriel = Text("Adresse MSSanté")
    debut = Day("Date de début", validators=[required("Indiquez la date de début.")])
    fin = Day("Date de fin")

    def keep(self, *, is_physician: bool, is_guarded: bool) -> "EditForm":
        """Take away what source 001 does not let one modify: « nom et prénom (non-médecins seulement), adresse mail ».

        The password has a page of its own.
        """
        gone = {"nom", "prenom"} if is_physician or is_guarded else set()
        gone |= {"courriel"} if is_guarded else set()
        for name in gone:
            del self[name]
        return self

    def cells(self, line: Line) -> tuple[str, ...]:
        """A line M of the profile that this line tells; a date of end taken away is « sans limite »."""
        was = dict(zip(Name, written(line), strict=True))
        cells = dict(zip(Name, self._values(was), strict=True))
        cells[Name.ENDS_ON] = cells[Name.ENDS_ON] or "sans limite"
        return tuple(cells.values())

    def lost(self, line: Line) -> None:
        """Say of an address that was emptied that it cannot be, where a file would leave it as it is."""
        if "courriel" in self and line.mssante and not self.courriel.data:
            self.courriel.errors = ["Une adresse ne se retire pas\u00a0; remplacez-la par une autre."]


def of_line(line: Line, mark: str) -> EditForm:
    """The form as the profile is."""
    values = {
        "vu": mark,
        "nom": line.last_name,
        "prenom": line.first_name,
        "courriel": line.mssante,
        "debut": line.starts_on,
        "fin": line.ends_on,
    }
    return EditForm(formdata=None, data=values)


def _cell(value: str | date | None) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value or ""
