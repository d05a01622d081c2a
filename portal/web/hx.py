"""Full page or fragment, redirect or HX-Redirect: one place decides, and it alone knows htmx_flask."""

from typing import Any

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from htmx_flask import Htmx
from werkzeug.urls import iri_to_uri

CONFLICT, GONE, UNPROCESSABLE, TOO_MANY = 409, 410, 422, 429


def wants_fragment() -> bool:
    """Whether htmx asked for a part of the page: boosted and history requests want all of it."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def show(page: str, *, partial: str, status: int = 200, **context: Any) -> Response:
    """The page, or only its part `partial` when htmx asks; the two never share a cache entry."""
    body = render_template(partial if wants_fragment() else page, **context)
    response = Response(body, status=status)
    response.vary.add("HX-Request")
    return response


def whole(page: str, status: int) -> Response:
    """A whole page to whoever asked for it, or for a part that has no place any more: it replaces the page then."""
    response = Response(page, status=status)
    if wants_fragment():
        response.headers |= {"HX-Retarget": "body", "HX-Reswap": "innerHTML"}
    response.vary.add("HX-Request")
    return response


def beside(notice: str, status: int) -> Response:
    """What is said over the page, where errors are: the part that htmx asked for stays as it is."""
    return Response(notice, status=status, headers={"HX-Retarget": "#signalement", "HX-Reswap": "innerHTML"})


def show_form(page: str, *, partial: str, form: FlaskForm, **context: Any) -> Response:
    """The form: as it is, or with its errors and the status 422 (htmx is told to swap that)."""
    return show(page, partial=partial, status=UNPROCESSABLE if form.errors else 200, form=form, **context)


def status_of(told: object, wrong: object) -> int:
    """Of a form shown again: 409 when it tells of a change made meanwhile, 422 when something typed is wrong."""
    return CONFLICT if told else UNPROCESSABLE if wrong else 200


def go(url: str) -> ResponseReturnValue:
    """Send the person elsewhere: HX-Redirect to htmx, which would follow a 303 inside the fragment."""
    if wants_fragment():
        # A header is Latin-1: `redirect` writes an address in ASCII by itself, nobody does it for this one.
        return Response(status=204, headers={"HX-Redirect": iri_to_uri(url), "Vary": "HX-Request"})
    return redirect(url, 303)


__all__ = ["Htmx", "beside", "go", "show", "show_form", "status_of", "wants_fragment", "whole"]
