"""The entries of the top bar: each room adds its own through the factory, and a person sees those that open."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from portal.web.guards import DemoOnly, Holding, Public, Renewing, SignedIn, declared


@dataclass(frozen=True)
class Entry:
    """A place that the menu leads to."""

    label: str
    endpoint: str = ""
    # Where else its pages lie: addresses that do not begin with its own.
    also: tuple[str, ...] = ()
    # Of components/icons.html, drawn before the label; "" for none.
    icon: str = ""
    # Of `Person.worlds`: shown to whoever is of it; "" for whom the page opens.
    world: str = ""
    # Of another site, in place of an endpoint.
    site: str = ""


@dataclass(frozen=True)
class Link:
    """An entry as one page shows it.

    Attributes:
        current: As `aria-current` says it: « page » where one is there, « true » where one is below, else nothing.
    """

    label: str
    url: str
    current: str
    icon: str


def _opens(endpoint: str, rights: Container[str] | None) -> bool:
    """Whether a page opens for who has these rights; None for who is not signed in, or must first do something else."""
    match declared(current_app.view_functions[endpoint]):
        case Public() | DemoOnly():
            return True
        case SignedIn():
            return rights is not None
        case Holding(right):
            return rights is not None and right in rights
        case Renewing() | None:
            return False


def init(app: Flask, entries: Sequence[Entry]) -> None:
    """Give the templates `menu()`, the entries that open for this person."""

    @app.template_global()
    def menu() -> tuple[Link, ...]:
        shown = [entry for entry in entries if _is_shown(entry)]
        here = max(filter(_is_around, shown), key=lambda entry: len(_url(entry)), default=None)
        return tuple(Link(e.label, _url(e), _current(e) if e is here else "", e.icon) for e in shown)


def _is_shown(entry: Entry) -> bool:
    inside = current_user.is_authenticated and not current_user.must_renew
    if entry.world and not (inside and entry.world in current_user.worlds):
        return False
    return bool(entry.site) or _opens(entry.endpoint, current_user.rights if inside else None)


def _url(entry: Entry) -> str:
    return entry.site or url_for(entry.endpoint)


def _is_around(entry: Entry) -> bool:
    """Whether one is there, or below: of several, the deepest is where one is."""
    return entry.endpoint == request.endpoint or request.path.startswith((f"{_url(entry)}/", *entry.also))


def _current(entry: Entry) -> str:
    return "page" if entry.endpoint == request.endpoint else "true"
