"""Walks the portal as a stranger would: every page that a link leads to, every field that a page offers."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import Tag

from tests.pages.client import PageClient

# A page of the assistant is like the next one; forty of them teach nothing more than one.
_ALIKE = "/aide/connexion/"


@dataclass(frozen=True)
class Door:
    """Something that takes a POST: where it goes, which fields it has."""

    page: str
    action: str
    fields: tuple[str, ...]


def pages(client: PageClient, start: str) -> Iterator[str]:
    """Every page that links lead to from here, each once."""
    waiting, seen = [start], set()
    while waiting:
        path = waiting.pop(0)
        if path in seen or path.startswith(_ALIKE):
            continue
        seen.add(path)
        client.open(path)
        yield path
        links = [str(a["href"]) for a in client.soup.select('a[href^="/"]')]
        waiting += [urlsplit(link).path for link in links]


def doors(client: PageClient, start: str) -> list[Door]:
    """Every form with something to fill in, and every field checked while one types, each once."""
    found: dict[str, Door] = {}
    for path in pages(client, start):
        for tag in client.soup.select("form[method=post], [hx-post]"):
            action = urlsplit(str(tag.get("hx-post") or tag.get("action") or path)).path
            if action not in found and (fields := _fields(tag)):
                found[action] = Door(path, action, fields)
    return list(found.values())


def _fields(tag: Tag) -> tuple[str, ...]:
    named = tag.select("[name]") if tag.name == "form" else [tag]
    return tuple(dict.fromkeys(str(t["name"]) for t in named if t.get("name") and t["name"] != "csrf_token"))
