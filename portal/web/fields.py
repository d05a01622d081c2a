"""Fields of forms: what is typed is taken once, bounded, and free of control characters, before any rule sees it."""

import unicodedata
from typing import Any

from wtforms import BooleanField, DateField, PasswordField, StringField, TextAreaField
from wtforms.validators import StopValidation

from portal import naming
from portal.identifiers import Refused
from portal.web.widgets import BoxControl, LineControl, SecretControl

MAX_TEXT = 254
YEARS = range(1900, 2101)
MAX_SECRET = 1024  # bytes are bounded here; the 128 characters of a password are the policy's affair

# Marks that reverse the reading order: a name or an address that shows otherwise than it is stored.
_BIDI = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _single(values: list[Any]) -> str:
    if len(values) > 1:
        raise ValueError("Ce champ a été envoyé plusieurs fois ; saisissez-le une seule fois.")
    return values[0] if isinstance(values[0], str) else ""


def has_hidden_characters(text: str) -> bool:
    """Whether the text holds control characters, surrogates or direction marks."""
    return any(unicodedata.category(c) in {"Cc", "Cs"} or c in _BIDI for c in text)


class Text(StringField):
    """One line of text, without surrounding spaces."""

    widget = LineControl()

    def __init__(self, label: str, *, max_length: int = MAX_TEXT, **kwargs: Any) -> None:
        """Bound the text to `max_length` characters."""
        super().__init__(label, **kwargs)
        self.max_length = max_length

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed, so that it is shown again beside its error."""
        if not valuelist:
            self.data = ""
            return
        self.data = ""
        text = _single(valuelist).strip()
        if has_hidden_characters(text):
            # Shown again without them: nobody could find and remove what cannot be seen.
            self.data = "".join(c for c in text if not has_hidden_characters(c))[: self.max_length]
            raise ValueError("Ce texte contient des caractères invisibles, retirés ici ; vérifiez-le puis validez.")
        self.data = text[: self.max_length]
        if len(text) > self.max_length:
            raise ValueError(
                f"{self.max_length} caractères au plus ; vous en avez saisi {len(text)}. La fin a été retirée."
            )


class NameText(Text):
    """The name of a person, or of a thing, single-spaced, that mails may carry to others (`portal.naming`)."""

    def __init__(self, label: str, *, rule: naming.Rule = naming.person, **kwargs: Any) -> None:
        """Judge it by this rule, save the name that is `kept` already: what was taken once remains."""
        super().__init__(label, **kwargs)
        self.rule = rule
        self.kept = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed; spaces that are doubled, or that do not break, are spaces."""
        super().process_formdata(valuelist)
        self.data = " ".join((self.data or "").split())

    def pre_validate(self, form: Any) -> None:
        """Say one thing of a name that will not do."""
        super().pre_validate(form)
        if not self.data or self.data == self.kept or self.process_errors:
            return
        found = self.rule(self.data)
        if isinstance(found, Refused):
            raise StopValidation(found.message)


class LongText(TextAreaField):
    """Several lines of text, as they were typed but for their ends; a browser ends them by CR LF."""

    def __init__(self, label: str, *, max_length: int, **kwargs: Any) -> None:
        """Bound the text to `max_length` characters."""
        super().__init__(label, **kwargs)
        self.max_length = max_length

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed, so that it is shown again beside its error; nothing is cut off a long text."""
        self.data = ""
        if not valuelist:
            return
        text = _single(valuelist).replace("\r\n", "\n").replace("\r", "\n").strip()
        lines = text.replace("\t", " ").split("\n")
        if any(has_hidden_characters(line) for line in lines):
            self.data = "\n".join("".join(c for c in line if not has_hidden_characters(c)) for line in lines)
            raise ValueError(
                "Ce texte contient des caractères invisibles, retirés ici\u00a0; vérifiez-le puis validez."
            )
        self.data = "\n".join(lines)
        if len(self.data) > self.max_length:
            raise ValueError(f"{self.max_length} caractères au plus\u00a0; ce texte en compte {len(self.data)}.")


class Day(DateField):
    """A day, as the browser's calendar sends it (2026-04-03) or as one writes it (03/04/2026)."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        """Take both ways of writing it."""
        super().__init__(label, format=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed, so that it is shown again beside its error; nothing typed is no day."""
        text = _single(valuelist).strip() if valuelist else ""
        if not text:
            self.data = None
            return
        try:
            super().process_formdata([text])
        except ValueError:
            raise ValueError("Cette date ne se lit pas\u00a0; écrivez-la comme 03/04/2026.") from None
        if self.data and self.data.year not in YEARS:
            self.data = None
            raise ValueError(f"L’année va de {YEARS[0]} à {YEARS[-1]}\u00a0; vérifiez cette date.")


class Secret(PasswordField):
    """A password: taken as typed, spaces included, and never shown again."""

    widget = SecretControl()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Refuse what cannot be a password before it costs a hash."""
        self.data = ""
        if not valuelist:
            return
        text = _single(valuelist)
        if len(text.encode("utf-8", "surrogatepass")) > MAX_SECRET:
            raise ValueError("Ce mot de passe est trop long : 128 caractères au plus.")
        self.data = text


class Box(BooleanField):
    """Yes when it is ticked."""

    widget = BoxControl()
