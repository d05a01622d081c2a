"""Addresses as the national geocoder spells them: off unless a deployment gives its address (`PORTAL_GEOCODER_URL`).

The server asks, never the browser. Nothing depends on the answer: two seconds, 64 KiB, no redirect, and whatever goes
wrong is no suggestion.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import SHUT_RDWR, socket
from threading import Timer
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import structlog

from portal.config import settings

log = structlog.get_logger("portal")

# Seconds, for the whole exchange: whoever types would not wait longer.
PATIENCE = 2.0
MAX_ANSWER = 64 * 1024
# The lengths that the service takes.
SHORTEST, LONGEST = 3, 200
SHOWN = 5
_MAX_WORD = 200
_POSTAL_CODE = 5
_OK = 200


class Address(NamedTuple):
    """A place: `street` is what comes before the postal code."""

    street: str
    postal_code: str
    city: str

    @property
    def label(self) -> str:
        """« 10 Rue des Trente-six Ponts 31400 Toulouse »."""
        return " ".join(part for part in self if part)


def is_on() -> bool:
    """Whether this deployment asks the geocoder."""
    return bool(settings().geocoder_url)


def suggest(text: str) -> list[Address]:
    """The addresses that begin so; none when the geocoder is off, slow, or answers something else."""
    if not is_on() or not SHORTEST <= len(text) <= LONGEST:
        return []
    try:
        return list(_read(_ask(settings().geocoder_url, text)))
    except (OSError, HTTPException, ValueError) as error:
        # What was typed is not for the log.
        log.warning("geocoder failed", error=type(error).__name__)
        return []


def _ask(url: str, text: str) -> bytes:
    """The body of the answer.

    Raises:
        ValueError: it is not the answer that was hoped for.
    """
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    connection.connect()
    # The time-out of a socket begins again with each byte: a server that drips them would hold the thread.
    watch = Timer(PATIENCE, _cut, [connection.sock])
    watch.start()
    try:
        asked = urlencode({"q": text, "limit": SHOWN, "autocomplete": 1, "index": "address"})
        connection.request("GET", f"{parts.path or '/'}?{asked}", headers={"Accept": "application/json"})
        response = connection.getresponse()
        body = response.read(MAX_ANSWER + 1)
    finally:
        watch.cancel()
        connection.close()
    # A redirect is refused like the rest: it could lead anywhere.
    if response.status != _OK or len(body) > MAX_ANSWER:
        raise ValueError(f"status {response.status}, {len(body)} bytes")
    return body


def _cut(held: socket) -> None:
    """End what is being read; it may have ended by itself."""
    with suppress(OSError):
        held.shutdown(SHUT_RDWR)


def _read(body: bytes) -> Iterator[Address]:
    """The places of a GeoJSON FeatureCollection; what is not made so is passed over."""
    answer = json.loads(body)
    features = answer.get("features") if isinstance(answer, Mapping) else None
    for feature in features[:SHOWN] if isinstance(features, list) else ():
        place = feature.get("properties") if isinstance(feature, Mapping) else None
        if isinstance(place, Mapping) and (found := _place(place)):
            yield found


def _place(place: Mapping[str, Any]) -> Address | None:
    street, postal_code, city = (_word(place.get(name)) for name in ("name", "postcode", "city"))
    whole = street and city and len(postal_code) == _POSTAL_CODE and postal_code.isascii() and postal_code.isdecimal()
    return Address(street, postal_code, city) if whole else None


def _word(value: object) -> str:
    """A word of the answer, if it is one that a page may show."""
    return value if isinstance(value, str) and len(value) <= _MAX_WORD and value.isprintable() else ""
