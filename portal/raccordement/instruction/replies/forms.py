"""The form of a reply template."""

from wtforms import HiddenField
from wtforms.validators import ValidationError

from portal.raccordement.instruction.replies.rules import MAX_BODY, MAX_TITLE, refusal
from portal.raccordement.record.forms import seen
from portal.web.fields import LongText, Text
from portal.web.forms import required
from portal.web.kept import KeptForm


class TemplateForm(KeptForm):
    """A title and a text; `version` is the one that was shown."""

    version = HiddenField(default="0")
    titre = Text("Titre", max_length=MAX_TITLE, validators=[required("Donnez un titre, pour retrouver ce modèle.")])
    texte = LongText("Texte", max_length=MAX_BODY, validators=[required("Écrivez le texte du modèle.")])

    def validate_texte(self, field: LongText) -> None:
        """Refuse what no request could fill in."""
        if why := refusal(field.data or ""):
            raise ValidationError(why)

    def read(self) -> tuple[str, str]:
        """The title and the text."""
        return self.titre.data or "", self.texte.data or ""

    def seen(self) -> int:
        """The version that was shown."""
        return seen(self.version.data)
