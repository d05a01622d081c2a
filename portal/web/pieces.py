"""Pieces of pages that are the same for everybody: drawn once in the life of a process for each set of values.

A piece is handed all that it shows; it can name neither the person nor the request (tests/house/test_templates.py).
"""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask, current_app, g, templating
from markupsafe import Markup

from portal.web.forms import Form

# What is handed over comes from the code or from a short list: themes, menus, the form of a room. Kept, not counted on.
KEPT = 1000


class Environment(templating.Environment):
    """Flask's, whose templates share one table of globals: a chain for each, as they make it, is slow to read."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The table of all, unless a template asks for one of its own."""
        return super().make_globals(d) if d else self.globals


class PersonalPieceError(AssertionError):
    """A piece holds what belongs to one browser: kept, it would be shown to all."""


class Pieces:
    """The pieces of one application."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._kept: dict[tuple[object, ...], Markup] = {}

    def piece(self, template: str, form: Form | None = None, **values: object) -> Markup:
        """What this template draws of these hashable values, and of a form whose choices are those of its class.

        A form in which something was typed, or of which something is wrong, is drawn for its person alone.
        """
        if form is not None and not form.untouched:
            return _draw(template, {**values, "form": form})
        key = (template, type(form), *values.items())
        drawn = self._kept.get(key)
        if drawn is None:
            drawn = _draw(template, {**values, "form": form} if form is not None else values)
            token = g.get("csrf_token")
            if token and token in drawn:
                raise PersonalPieceError(template)
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[key] = drawn
        return drawn


def _draw(template: str, values: dict[str, object]) -> Markup:
    drawn = current_app.jinja_env.get_template(template).render(values)
    return Markup(drawn)  # noqa: S704 - a template of ours, which escapes its values


def init(app: Flask) -> None:
    """Give the templates `piece("room/_piece.html", name=value…)`."""
    app.add_template_global(Pieces().piece, "piece")
