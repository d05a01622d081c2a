"""Who is at the other end before anybody is named: a browser, with its own mark, in a network.

The mark is a random cookie that lets the limits tell the owner's browser from an attacker's. It says nothing of
the person, opens nothing by itself, and is stored only as its SHA-256.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace

from flask import Flask, Response, current_app, g, request

from portal.web import origin

COOKIE = "navigateur"
_YEAR = 365 * 24 * 3600
_LENGTH = 43  # 32 bytes in base64 without padding


@dataclass(frozen=True)
class Visitor:
    """The browser and network of a request, as the limits, the challenges and the sessions know them.

    Attributes:
        mark: The digest of the cookie that the browser came with.
        next_mark: The digest of the one that it leaves with, if the person is proved meanwhile.
        label: Words by which a person recognises the browser.
        network: What the limits count as one origin.
    """

    mark: str
    next_mark: str
    label: str
    network: str

    def renewed(self) -> "Visitor":
        """The same browser under its next mark: whoever planted the first one does not know it."""
        return replace(self, mark=self.next_mark)


def visitor() -> Visitor:
    """Who sends the current request."""
    return Visitor(_mark(), _next_mark(), _label(request.user_agent.string), origin.network())


def renew() -> None:
    """Send this browser its next mark with the answer, once what it proved is committed."""
    g.new_browser_token = g.next_browser_token


def _mark() -> str:
    """The digest of this browser's cookie; a browser without one is given one with the answer."""
    if "browser_mark" not in g:
        token = request.cookies.get(cookie_name(), "")
        if len(token) != _LENGTH or not token.isascii():
            token = g.new_browser_token = secrets.token_urlsafe(32)
        g.browser_mark = _digest(token)
    return str(g.browser_mark)


def _next_mark() -> str:
    if "next_browser_token" not in g:
        g.next_browser_token = secrets.token_urlsafe(32)
    return _digest(g.next_browser_token)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def cookie_name() -> str:
    """The cookie's name here; over https its prefix forbids any other site, a sibling included, to plant one."""
    return f"__Host-{COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else COOKIE


def _label(agent: str) -> str:
    """Words by which a person recognises a browser: « Firefox sur Windows »."""
    browser = next((n for k, n in _BROWSERS if k in agent), "Navigateur")
    system = next((n for k, n in _SYSTEMS if k in agent), "un autre système")
    return f"{browser} sur {system}"


# Order matters: Edge and Opera also say Chrome, Chrome also says Safari, Android also says Linux.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def init(app: Flask, *, secure: bool) -> None:
    """Send the cookie of a browser that was given a mark during the request."""

    @app.after_request
    def remember(response: Response) -> Response:
        if "new_browser_token" in g:
            response.set_cookie(
                cookie_name(), g.new_browser_token, max_age=_YEAR, httponly=True, secure=secure, samesite="Lax"
            )
        return response
