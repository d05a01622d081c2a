"""The file that is sent, how it is read where one knows better, and which of its lines are looked at."""

from typing import BinaryIO

from wtforms import FileField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than the stubs
from wtforms.widgets import HiddenInput, SearchInput

from portal.labelled import Labelled
from portal.profiles.imports.rules import View
from portal.profiles.imports.store import Asked
from portal.tabular.decoding import Encoding
from portal.tabular.delimited import Separator
from portal.web.fields import Text
from portal.web.forms import Form, GetForm, required

MAX_SEARCH = 100
_FOUND = "Celui du fichier"


class UploadForm(Form):
    """The file."""

    fichier = FileField("Fichier de profils", validators=[required("Choisissez le fichier à importer.")])

    def read(self) -> tuple[str, BinaryIO]:
        """Its name, and what is in it."""
        sent = self.fichier.data
        return sent.filename, sent.stream


def _choices(kind: type[Labelled]) -> list[SelectChoice]:
    return [SelectChoice("", _FOUND), *(SelectChoice(member.name, member.label) for member in kind)]


class ReadingForm(Form):
    """How the file is to be read; by the names of the members, since one of the separators is a tabulation."""

    encodage = SelectField("Encodage", choices=_choices(Encoding))
    separateur = SelectField("Séparateur", choices=_choices(Separator))

    def read(self) -> tuple[Encoding | None, Separator | None]:
        """What was chosen; None for what is found in the file."""
        encoding, separator = self.encodage.data, self.separateur.data
        return Encoding[encoding] if encoding else None, Separator[separator] if separator else None


class FilterForm(GetForm):
    """Which lines of an import are shown."""

    q = Text("Ligne, nom, N° RPPS ou identifiant", max_length=MAX_SEARCH, widget=SearchInput())
    vue = Text("Onglet", widget=HiddenInput())

    def read(self) -> Asked:
        """The lines asked for; what cannot be read leaves nothing out."""
        self.validate()
        view = next((view for view in View if view.value == self.vue.data), View.ALL)
        return Asked(view, self.q.data or "")
