"""« Retenir mon identifiant »: a signed cookie that fills in the field next time, and nothing else."""

from flask import Response, current_app, request

from portal.keys import sign, unsign

IDENTIFIER = "identifiant"
NAME = "nom"
_YEAR = 365 * 24 * 3600


def recall(cookie: str) -> str:
    """What this browser was asked to remember, or nothing."""
    if cookie not in request.cookies:
        return ""
    found = unsign(f"remember {cookie}", request.cookies[cookie])
    return found if isinstance(found, str) else ""


def keep(response: Response, cookie: str, text: str, *, wanted: bool) -> None:
    """Remember the text in this browser, or forget what it remembered."""
    if wanted:
        response.set_cookie(
            cookie,
            sign(f"remember {cookie}", text),
            max_age=_YEAR,
            httponly=True,
            samesite="Lax",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        )
    elif cookie in request.cookies:
        response.delete_cookie(cookie)
