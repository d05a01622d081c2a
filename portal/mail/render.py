"""From a template's name and what it shows to text and HTML, through the application's own Jinja environment.

The text is refilled to 72 columns: a template breaks its paragraphs where it likes, indented lines excepted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import TextWrapper

from flask import current_app

from portal.config import settings
from portal.mail.rules import Json
from portal.naming import unlinked

WIDTH = 72
_ITEM = "– "
_LITERAL = "  "

_paragraph = TextWrapper(WIDTH, break_long_words=False, break_on_hyphens=False)
_item = TextWrapper(WIDTH, break_long_words=False, break_on_hyphens=False, subsequent_indent="  ")


# What the portal, or those who work in it, put in a mail on purpose; all else may have been typed by anybody.
_OWN = frozenset({"link", "reason"})


@dataclass(frozen=True)
class Rendered:
    """The two forms of one message; neither shows in a log."""

    text: str = field(repr=False)
    html: str = field(repr=False)


def render(template: str, subject: str, context: Mapping[str, Json]) -> Rendered:
    """Both forms of this message, in French, with the links that the context carries and no other."""
    # Not flask.render_template: its context processors read a request, and the worker has none.
    values = {
        **{name: value if name in _OWN else _unlinked(value) for name, value in context.items()},
        "subject": subject,
        "service": current_app.extensions["portal_service"],
        "portal_url": settings().base_url,
    }
    find = current_app.jinja_env.get_template
    return Rendered(
        text=fill(find(f"mail/{template}.txt").render(values)),
        html=find(f"mail/{template}.html").render(values),
    )


def _unlinked(value: Json) -> Json:
    """What was typed, of which a mail reader makes no link."""
    if isinstance(value, str):
        return unlinked(value)
    if isinstance(value, Mapping):
        return {name: _unlinked(inner) for name, inner in value.items()}
    return [_unlinked(inner) for inner in value] if isinstance(value, Sequence) else value


def fill(text: str) -> str:
    """The same text with paragraphs of at most 72 columns, one empty line between them.

    A line that begins with two spaces (a code, an address) is left whole; one that begins with « – » is an
    item of a list. No-break spaces hold.
    """
    blocks = re.split(r"\n(?:[ \t]*\n)+", text.strip("\n "))
    return "\n\n".join("\n".join(_lines(block)) for block in blocks if block.strip("\n ")) + "\n"


def _lines(block: str) -> Iterator[str]:
    running: list[str] = []
    for line in block.split("\n"):
        if line.startswith((_LITERAL, _ITEM)):
            yield from _filled(running)
            running = []
        if line.startswith(_LITERAL):
            yield line.rstrip(" ")
        else:
            running.append(line.strip(" "))
    yield from _filled(running)


def _filled(lines: list[str]) -> list[str]:
    text = " ".join(filter(None, lines))
    return (_item if text.startswith(_ITEM) else _paragraph).wrap(text)
