"""What is typed at the desk: replies, notes, reasons, decisions."""

from collections.abc import Sequence

from wtforms import HiddenField, SelectField

from portal.raccordement.instruction.replies.models import ReplyTemplate
from portal.raccordement.record.forms import MessageForm, pressed, seen
from portal.raccordement.record.rules import MAX_MESSAGE, MAX_REASON
from portal.web.fields import LongText
from portal.web.forms import Form, required
from portal.web.kept import KeptForm


class WithTemplates(Form):
    """A text in which a reply template may be inserted."""

    modele = SelectField("Modèle de réponse", validate_choice=False)
    # Whether one has just been inserted: the text then takes the focus.
    filled = False

    def offer(self, templates: Sequence[ReplyTemplate]) -> None:
        """Let these templates be chosen."""
        self.modele.choices = [("", "Choisir un modèle"), *((str(t.id), t.title) for t in templates)]

    def chosen(self, templates: Sequence[ReplyTemplate]) -> ReplyTemplate | None:
        """The template that was chosen among these."""
        return next((t for t in templates if str(t.id) == self.modele.data), None)


class ReplyForm(MessageForm, WithTemplates):
    """A message to the gestionnaires."""


class NoteForm(KeptForm):
    """An internal note; `pression` is that of a message, since notes are kept beside them."""

    pression = HiddenField()
    note = LongText(
        "Note interne", max_length=MAX_MESSAGE, validators=[required("Écrivez la note avant de l’enregistrer.")]
    )

    def press(self) -> str:
        """What this showing of the form drew."""
        return pressed(self.pression.data)

    def read(self) -> str:
        """What is noted."""
        return self.note.data or ""


class ActForm(KeptForm, WithTemplates):
    """The reason of an act; `version` is that of the request which was shown."""

    version = HiddenField()
    motif = LongText("Motif", max_length=MAX_REASON)

    def seen(self) -> int:
        """The version that was shown."""
        return seen(self.version.data)


class PlacesForm(KeptForm):
    """The decision on a list of establishments; `liste` is the mark of the one that was shown."""

    liste = HiddenField()
    motif = LongText("Motif", max_length=MAX_REASON)
