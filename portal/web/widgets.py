"""Controls of forms, their attributes written in one pass.

The library's own writer goes through `Markup.format` for each attribute, which took a third of the sign-in page's time.
"""

from typing import Any

from markupsafe import Markup, escape
from wtforms.widgets import CheckboxInput, PasswordInput, TextInput


def attributes(**given: Any) -> Markup:
    """`name="value"` for each attribute, by name; True stands alone, False is left out (as WTForms' `html_params`)."""
    written = [
        _name(key) if value is True else f'{_name(key)}="{_quoted(value)}"'
        for key, value in sorted(given.items())
        if value is not False
    ]
    return Markup(" ".join(written))  # noqa: S704 - names are ours, values are escaped


def _name(key: str) -> str:
    """`class_` is « class », `aria_label` « aria-label »."""
    name = key.rstrip("_")
    return name.replace("_", "-") if name.startswith(("data_", "aria_")) else name


def _quoted(value: object) -> str:
    """The value, escaped; markup keeps its own, but for the quotes that would end it."""
    return str(escape(value)).replace('"', "&quot;")


class LineControl(TextInput):
    """A line of text."""

    html_params = staticmethod(attributes)


class SecretControl(PasswordInput):
    """A line whose characters are not shown."""

    html_params = staticmethod(attributes)


class BoxControl(CheckboxInput):
    """A box to tick."""

    html_params = staticmethod(attributes)
