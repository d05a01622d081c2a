"""Probes name the machine, not the portal: what only they ask is answered whatever host they say."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Nothing in these answers is built from the Host header.
PROBED = frozenset({"/sante", "/sante/pret", "/metriques"})


class AnyHost:
    """WSGI middleware that gives probes the portal's own host; every other page still refuses a foreign one."""

    def __init__(self, app: "WSGIApplication", host: str) -> None:
        """Wrap this application, whose host is `host` (with its port, if any)."""
        self._app = app
        self._host = host

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Settle the host, then pass the request on."""
        if environ.get("PATH_INFO") in PROBED:
            environ["HTTP_HOST"] = self._host
        return self._app(environ, start_response)
