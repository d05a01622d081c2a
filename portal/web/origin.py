"""Where a request comes from: `X-Forwarded-For` is believed only when a trusted proxy says so.

The header is read from the right, each trusted proxy handing over to the address that it saw; what a client
wrote in it stays on the left and is never reached.
"""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import request

from portal.environ import Network

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Some proxies (IIS, Azure) write the port as well: 192.0.2.1:4711, [2001:db8::1]:4711.
_PORT = re.compile(r"\A\[([^\]]*)\](?::[0-9]+)?\Z|\A([0-9.]+):[0-9]+\Z")
# A household or a ward behind IPv6 owns a /64: counting single addresses there would count nothing.
_COUNTED = {4: 32, 6: 64}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(remote: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The address of the client, given the peer's and the `X-Forwarded-For` header.

    It is canonical; what cannot be read is the peer's own word, returned as it is.
    """
    address = _read(remote)
    if address is None:
        return remote
    for hop in reversed(forwarded.split(",")):
        before = _read(_PORT.sub(r"\1\2", hop.strip()))
        if before is None or not any(address in network for network in trusted):
            break
        address = before
    return str(address)


# Reading an address costs more than finding it again: a hospital has one, and its person a page every few seconds.
@lru_cache(maxsize=4096)
def _read(text: str) -> Address | None:
    """One address, its zone left aside and an IPv4 one behind IPv6 as IPv4: each host has one name in the counters."""
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, ipaddress.IPv6Address) else found


class TrustedProxies:
    """WSGI middleware that puts the client's address, not the proxy's, in REMOTE_ADDR."""

    def __init__(self, app: "WSGIApplication", trusted: Sequence[Network]) -> None:
        """Wrap this application; without trusted networks the header is ignored."""
        self._app = app
        self._trusted = trusted

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Settle the address, then pass the request on."""
        environ["portal.peer"] = environ.get("REMOTE_ADDR", "")
        environ["REMOTE_ADDR"] = client_address(
            environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", ""), self._trusted
        )
        return self._app(environ, start_response)


def address() -> str:
    """The client's address of the current request."""
    return request.remote_addr or "0.0.0.0"  # noqa: S104 - a name for "unknown", nothing listens there


def peer() -> str:
    """The address at the other end of the connection itself, whatever it says of others."""
    return str(request.environ.get("portal.peer", ""))


def network() -> str:
    """The network that limits count: the address in IPv4, its /64 in IPv6."""
    return _network_of(address())


@lru_cache(maxsize=4096)
def _network_of(address: str) -> str:
    found = ipaddress.ip_address(address)
    return str(ipaddress.ip_network(f"{found}/{_COUNTED[found.version]}", strict=False))
