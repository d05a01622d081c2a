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
    endpoint: str
    # Where else its pages lie: addresses that do not begin with its own.
    also: tuple[str, ...] = ()
    # Of components/icons.html, drawn before the label; "" for none.
    icon: str = ""


@dataclass(frozen=True)
class Link:
    """An entry as one page shows it.

    Attributes:
        current: As `aria-current` says it: « page » where one is there, « true » where one is below, else nothing.
    """

    label: str
    endpoint: str
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
        inside = current_user.is_authenticated and not current_user.must_renew
        rights = current_user.rights if inside else None
        return tuple(Link(e.label, e.endpoint, _current(e), e.icon) for e in entries if _opens(e.endpoint, rights))


def _current(entry: Entry) -> str:
    if entry.endpoint == request.endpoint:
        return "page"
    return "true" if request.path.startswith((f"{url_for(entry.endpoint)}/", *entry.also)) else ""
