"""Security headers of every answer (ASVS 5.0 chapter 3.4); nothing inline, nothing from elsewhere."""

from flask import Flask, Response, request

from portal.config import Settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
COMMON = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A reset link stands in the address: no other site may ever learn it.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_FIRST_ERROR = 400
# Two years, names below the portal's own included (ASVS 5.0 §3.4.1, level 2). No `preload`: that binds a whole domain,
# which is for its owner to ask.
HSTS = "max-age=63072000; includeSubDomains"


def init(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer of this application."""
    common = {**COMMON, "Strict-Transport-Security": HSTS} if settings.https else COMMON

    @app.after_request
    def protect(response: Response) -> Response:
        # What a view has written for itself stays; all the rest goes in at once, where `set` would search for each.
        own = {name for name, _ in response.headers}
        response.headers.extend([(name, value) for name, value in common.items() if name not in own])
        if request.endpoint != "static" or response.status_code >= _FIRST_ERROR:
            # Pages are nominative or carry a CSRF token: no cache, shared or of a hospital PC, may keep them.
            response.headers["Cache-Control"] = "no-store"
        return response
