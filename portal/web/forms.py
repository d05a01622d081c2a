"""The form that every room's forms extend: French messages, CSRF, sentences that say what to do."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.csrf.core import CSRFTokenField
from wtforms.validators import StopValidation


class Form(FlaskForm):
    """A form in French; `read()` of each hands over a typed value once it has been validated."""

    class Meta(FlaskForm.Meta):
        """WTForms settings."""

        locales = ("fr",)

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Take what a browser's form sends; never JSON, which FlaskForm reads too, with values of any type."""
            return None if request.is_json else super().wrap_formdata(form, formdata)

    def __init__(self, *sent: Any, **kwargs: Any) -> None:
        """Read what was sent; with `formdata=None`, only be shown: `post_form` writes the token, none is checked."""
        if kwargs.get("formdata", sent) is None:
            kwargs.setdefault("meta", {"csrf": False})
        super().__init__(*sent, **kwargs)

    @property
    def untouched(self) -> bool:
        """Whether nothing was typed in it and nothing is wrong: it then shows the same to everybody."""
        return not any(f.data or f.raw_data or f.errors for f in self if not isinstance(f, CSRFTokenField))


class GetForm(Form):
    """What a page is asked for in its address: nothing is changed by it, so it carries no token."""

    class Meta(Form.Meta):
        """No token in an address."""

        csrf = False


class Required:
    """Refuses an empty field and what amounts to it: spaces in a line of text, a file in place of words."""

    field_flags = {"required": True}  # noqa: RUF012 - read by WTForms as a plain attribute

    def __init__(self, sentence: str) -> None:
        """Say this sentence of an empty field."""
        self.sentence = sentence

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Stop there, so that one field says one thing."""
        if field.process_errors:
            raise StopValidation
        if not field.data:
            raise StopValidation(self.sentence)


def required(sentence: str) -> Required:
    """A validator for a field that must be filled in; the sentence says with what."""
    return Required(sentence)
