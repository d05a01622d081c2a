"""The geocoder: asked by the server alone, only where it is configured, and never to be relied on."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal import config
from portal.config import ConfigError
from portal.registers import geocoding
from portal.registers.geocoding import Address, suggest
from tests.databases import SECRET

# Nothing of it touches the database.
pytestmark = pytest.mark.one_database

PLACE = {"name": "10 Rue des Trente-six Ponts", "postcode": "31400", "city": "Toulouse", "label": "…"}


# Two ways of giving a byte at a time, by the pause between them.
HEADERS, BODY = 0.06, 0.05


def collection(*places):
    return json.dumps({"type": "FeatureCollection", "features": [{"properties": place} for place in places]}).encode()


class Server(ThreadingHTTPServer):
    """A geocoder that answers what it is told, and remembers what it was asked."""

    daemon_threads = True
    status, headers, body, drips = 200, (), collection(PLACE), 0.0

    def __init__(self) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = []


class Handler(BaseHTTPRequestHandler):
    """One request."""

    def do_GET(self):
        """Answer as the server was told to."""
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        for name, value in self.server.headers:
            self.send_header(name, value)
        if self.server.drips != HEADERS:
            self.end_headers()
        self.flush_headers()
        if not self.server.drips:
            self.wfile.write(self.server.body)
        while self.server.drips:
            try:
                self.wfile.write(b"x")
                time.sleep(self.server.drips)
            except OSError:
                return

    def log_message(self, *_):
        """Nothing is said."""


@pytest.fixture
def geocoder(configure) -> Iterator[Server]:
    """A real server on loopback, that the portal asks."""
    server = Server()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    configure(geocoder_url=f"http://127.0.0.1:{server.server_port}/geocodage/search")
    yield server
    server.drips = 0.0
    server.shutdown()
    server.server_close()


def test_addresses_are_suggested(geocoder):
    assert suggest("10 rue des trente six ponts") == [Address("10 Rue des Trente-six Ponts", "31400", "Toulouse")]
    path = urlsplit(geocoder.asked[0])
    assert path.path == "/geocodage/search"
    assert parse_qs(path.query)["q"] == ["10 rue des trente six ponts"]


def test_nothing_is_asked_where_it_is_off(app, monkeypatch):
    monkeypatch.setattr(geocoding, "_ask", lambda *_: pytest.fail("somebody was asked"))
    assert suggest("10 rue des trente six ponts") == []


@pytest.mark.parametrize("typed", ["", "10", "a" * 201])
def test_what_the_service_does_not_take_is_not_sent(geocoder, typed):
    assert suggest(typed) == []
    assert geocoder.asked == []


@pytest.mark.parametrize("typed", ["rue & impasse?q=x#y", "rue\r\nHost: evil.example", "l’été à Çà"])
def test_whatever_is_typed_stays_one_argument(geocoder, typed):
    suggest(typed)
    asked = parse_qs(urlsplit(geocoder.asked[0]).query)
    assert (asked["q"], set(asked)) == ([typed], {"q", "limit", "autocomplete", "index"})


@pytest.mark.parametrize("status", [301, 302, 307, 404, 429, 500])
def test_a_redirect_or_a_refusal_is_no_suggestion(geocoder, status):
    geocoder.status, geocoder.headers = status, (("Location", f"http://127.0.0.1:{geocoder.server_port}/ailleurs"),)
    assert suggest("10 rue des ponts") == []
    assert len(geocoder.asked) == 1


def test_an_answer_that_is_too_long_is_dropped(geocoder):
    geocoder.body = collection(*[PLACE] * 2000)
    assert suggest("10 rue des ponts") == []


@pytest.mark.parametrize("drips", [HEADERS, BODY])
def test_a_server_that_gives_a_byte_at_a_time_is_left(geocoder, monkeypatch, drips):
    monkeypatch.setattr(geocoding, "PATIENCE", 0.4)
    geocoder.drips = drips
    started = time.monotonic()
    assert suggest("10 rue des ponts") == []
    assert time.monotonic() - started < 2


def test_a_server_that_says_nothing_is_left(configure, monkeypatch):
    monkeypatch.setattr(geocoding, "PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        configure(geocoder_url=f"http://127.0.0.1:{silent.getsockname()[1]}/")
        assert suggest("10 rue des ponts") == []


def test_a_server_that_is_not_there_is_no_error(configure):
    configure(geocoder_url="http://127.0.0.1:1/")
    assert suggest("10 rue des ponts") == []


@pytest.mark.parametrize(
    "place",
    [
        {},
        {**PLACE, "postcode": "3140"},
        {**PLACE, "postcode": 31400},
        {**PLACE, "name": ["x"]},
        {**PLACE, "city": "a\u202eb"},
        {**PLACE, "name": "x" * 300},
    ],
)
def test_a_place_that_is_not_one_is_passed_over(geocoder, place):
    geocoder.body = collection(place, PLACE)
    assert suggest("10 rue des ponts") == [Address("10 Rue des Trente-six Ponts", "31400", "Toulouse")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
)


@given(body=st.binary(max_size=200) | JSON.map(lambda value: json.dumps({"features": value}).encode()))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_no_answer_breaks_anything(geocoder, body):
    geocoder.body = body
    assert all(isinstance(found, Address) for found in suggest("10 rue des ponts"))


@pytest.mark.parametrize(
    "address", ["ftp://x/", "https://", "https://moi:secret@x/", "https://x/?q=", "https://x/#y", "https://é.example/"]
)
def test_an_address_that_will_not_do_stops_the_start(address, app):
    with pytest.raises(ConfigError, match="PORTAL_GEOCODER_URL"):
        config.load({"PORTAL_SECRET_KEY": SECRET, "PORTAL_SMTP_URL": "smtp://x", "PORTAL_GEOCODER_URL": address})
