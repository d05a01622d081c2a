"""Who may see a page: every view says it, and a view that says nothing is shown to nobody.

Guards are data on the view, enforced in one place before it runs, so that a test can walk them all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.web import hx, kept

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Public:
    """Everybody, signed in or not."""


@dataclass(frozen=True)
class SignedIn:
    """A person whose sign-in is complete."""


@dataclass(frozen=True)
class Renewing:
    """A person whose password must be changed before anything else opens."""


@dataclass(frozen=True)
class DemoOnly:
    """Everybody, but only where fictitious data is shown; elsewhere the page does not exist."""


@dataclass(frozen=True)
class Holding:
    """A person signed in who holds this right."""

    right: str


Guard = Public | SignedIn | Renewing | DemoOnly | Holding


def guard(who: Guard) -> Callable[[View], View]:
    """Declare who may see this view."""

    def declare(view: View) -> View:
        view.guard = who  # type: ignore[attr-defined]
        return view

    return declare


public = guard(Public())
signed_in = guard(SignedIn())
renewing = guard(Renewing())
demo_only = guard(DemoOnly())


def way_in(view: View) -> View:
    """Declare a step of the sign-in: sent from a page left behind, it leads home whoever is inside already."""
    view.way_in = True  # type: ignore[attr-defined]
    return view


def is_past(endpoint: str | None) -> bool:
    """Whether this is a step of the sign-in, and the person has no need of it any more."""
    return getattr(current_app.view_functions.get(endpoint or ""), "way_in", False) and current_user.is_authenticated


def declared(view: Callable[..., Any] | None) -> Guard | None:
    """The guard of a view, None when it forgot to say."""
    return getattr(view, "guard", None)


def init(app: Flask, *, sign_in: str, renew: str) -> None:
    """Enforce the guards; `sign_in` and `renew` are the endpoints that lead to what a guard asks for."""
    app.config["SIGN_IN_ENDPOINT"] = sign_in
    app.config["RENEW_ENDPOINT"] = renew
    app.before_request(enforce)


def enforce() -> ResponseReturnValue | None:
    """Let the request pass, or answer in place of the view."""
    if request.endpoint is None:
        return None  # no such page: the 404 answers
    who = declared(current_app.view_functions[request.endpoint])
    match who:
        case Public():
            return None
        case DemoOnly():
            return None if current_app.config["DEMO"] else abort(404)
        case None:
            abort(403)
    return _enforce_on_person(who)


def _enforce_on_person(who: SignedIn | Renewing | Holding) -> ResponseReturnValue | None:
    if not current_user.is_authenticated:
        return ask_to_sign_in()
    if current_user.must_renew != isinstance(who, Renewing):
        return hx.go(url_for(current_app.config["RENEW_ENDPOINT"] if current_user.must_renew else "information.home"))
    if isinstance(who, Holding) and who.right not in current_user.rights:
        abort(403)
    return None


def ask_to_sign_in() -> ResponseReturnValue:
    """Lead to the sign-in page, then back here if one can come back here, or to the form whose entries were kept."""
    if request.method == "GET" and not hx.wants_fragment():
        return _sign_in(request.full_path.rstrip("?"))
    back = kept.keep()
    return _sign_in(back, motif="saisie" if back else None)


def _sign_in(back: str | None, motif: str | None = None) -> ResponseReturnValue:
    return hx.go(url_for(current_app.config["SIGN_IN_ENDPOINT"], suite=back, motif=motif))


def safe_path(target: str | None) -> str | None:
    """The target if it is a path of this site, else None: `//host`, backslashes and schemes lead elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    return target if target.isprintable() and "\\" not in target else None
