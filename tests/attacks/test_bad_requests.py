"""Requests that no browser makes: bodies of another kind, cookies of nobody, addresses without end."""

import io
import json

import pytest

from portal.keys import sign
from tests.builders import UNKNOWN_RPPS
from tests.pages.client import PageClient
from tests.pages.inside import put_inside

# All of this is refused before the database is asked anything.
pytestmark = pytest.mark.one_database

CLAIM = {"identifiant": UNKNOWN_RPPS, "mot_de_passe": "faux"}
FORMS = {
    "/connexion": CLAIM,
    "/connexion/nom": {"nom_prenom": "Durand Camille", "mot_de_passe": "faux"},
    "/mot-de-passe/oublie": {"identifiant": UNKNOWN_RPPS},
    "/mon-compte/mot-de-passe": {"actuel": "x", "nouveau": "y", "confirmation": "z"},
}
HERE = pytest.mark.parametrize("path", FORMS)


@pytest.fixture
def client(app, build):
    """A browser in a session, so that every form is open to it."""
    return put_inside(PageClient(app), build.physician())


@HERE
def test_a_file_in_place_of_a_text_is_an_empty_field(client, path):
    files = {name: (io.BytesIO(b"\x00\xff" * 100), f"{name}.exe") for name in FORMS[path]}
    answer = client.send("POST", path, data={**files, "csrf_token": client.token})
    assert answer.status_code == 422
    assert "field-error" in answer.text


@HERE
def test_a_field_sent_twice_is_refused(client, path):
    fields = {name: [value, value] for name, value in FORMS[path].items()}
    answer = client.send("POST", path, data={**fields, "csrf_token": client.token})
    assert (answer.status_code, "plusieurs fois" in answer.text) == (422, True)


@HERE
@pytest.mark.parametrize(
    "body",
    [
        "5",
        "null",
        "[1, 2]",
        '"x"',
        "{",
        '{"identifiant": {"$ne": 1}}',
        '{"identifiant": "\\ud800\\u0000"}',
        "9" * 5_000,
    ],
)
def test_json_is_not_a_form(client, path, body):
    answer = client.send(
        "POST", path, data=body, content_type="application/json", headers={"X-CSRFToken": client.token}
    )
    assert answer.status_code == 422


@HERE
@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data", "", "x", "multipart/form-data; boundary="]
)
def test_a_body_of_another_kind_is_refused(client, path, kind):
    body = json.dumps(FORMS[path]).encode()
    answer = client.send("POST", path, data=body, content_type=kind, headers={"X-CSRFToken": client.token})
    assert answer.status_code in {400, 422}


def test_a_body_without_end_of_parts_is_refused(client):
    body = b'--x\r\nContent-Disposition: form-data; name="identifiant"\r\n\r\n' + b"a" * 1_000
    kind = "multipart/form-data; boundary=x"
    answer = client.send("POST", "/connexion", data=body, content_type=kind, headers={"X-CSRFToken": client.token})
    assert answer.status_code in {400, 422}


def test_ten_thousand_fields_are_refused_or_ignored(client):
    body = "&".join(f"c{number}=" for number in range(10_000)) + f"&csrf_token={client.token}"
    form = "application/x-www-form-urlencoded"
    assert client.send("POST", "/connexion", data=body, content_type=form).status_code in {413, 422}


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:5000",
        "127.0.0.1@evil.example",
        "",
        "[",
        "a" * 300,
        "é",
        "127.0.0.1\t",
    ],
)
def test_a_foreign_host_is_refused(client, host):
    assert client.send("GET", "/connexion", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override"]
)
def test_a_header_that_only_proxies_write_changes_nothing(client, header):
    plain = client.send("GET", "/mot-de-passe/oublie").text
    forged = client.send("GET", "/mot-de-passe/oublie", headers={header: "evil.example"}).text
    assert "evil.example" not in forged
    assert len(forged) == len(plain)


GARBAGE = [
    "",
    "x",
    "é",
    "\x7f",
    "a" * 3_000,
    "..",
    "eyJhIjoxfQ.x.y",
    "null",
    "x|é",
    "%00",
    "' OR 1=1",
    "<script>",
    "a.b.c.d.e",
]
COOKIES = ["session", "navigateur", "identifiant", "nom", "apparence", "remember_token", "csrf_token"]


@pytest.mark.parametrize("name", COOKIES)
def test_no_cookie_breaks_a_page(app, name):
    for value in GARBAGE:
        client = PageClient(app)
        header = {"Cookie": f"{name}={value}".encode().decode("latin1")}
        for path in ("/", "/connexion", "/mon-compte", "/nulle-part"):
            answer = client.send("GET", path, headers=header)
            assert answer.status_code in {200, 303, 404}, (value, path)
            assert "<script>&" not in answer.text
            assert "<script></" not in answer.text


@pytest.mark.parametrize("name", ["identifiant", "nom", "session", "navigateur"])
@pytest.mark.parametrize("purpose", ["reset link", "remember identifiant", "remember nom", "cookie-session"])
@pytest.mark.parametrize("value", [1, None, ["x"], {"a": 1}, "x"], ids=str)
def test_what_was_signed_for_another_use_is_nothing(app, name, purpose, value):
    client = PageClient(app)
    client.http.set_cookie(name, sign(purpose, value), domain="127.0.0.1")
    client.open("/connexion")
    assert client.status == 200
    shown = {client.soup.select_one(f"[name={field}]").get("value", "") for field in ("identifiant", "nom_prenom")}
    meant = purpose == f"remember {name}" and value == "x"
    assert shown == ({"", "x"} if meant else {""})


@pytest.mark.parametrize(
    "path",
    [
        "/" + "a" * 8_000,
        "/connexion?suite=/" + "b" * 8_000,
        "/mot-de-passe/lien/" + "c" * 8_000,
        "/aide/connexion/" + "d/" * 2_000,
        "/%00",
        "/%ff%fe",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/../../etc/passwd",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static/..%2f..%2fpyproject.toml",
        "/static//etc/passwd",
        "/static/",
        "/static/css",
        "/connexion/",
        "//evil.example",
        "/connexion;jsessionid=1",
        "/connexion%0d%0aSet-Cookie:%20x=1",
        "/mon-compte/navigateurs/1/oublier",
        "/?" + "&".join(f"a{n}={n}" for n in range(2_000)),
    ],
    ids=lambda path: path[:30],
)
def test_no_address_breaks_the_portal(client, path):
    answer = client.send("GET", path)
    assert answer.status_code in {200, 303, 308, 404, 405, 410}
    assert "root:" not in answer.text
    assert "[project]" not in answer.text
    assert "x" not in [cookie.partition("=")[0] for cookie in answer.headers.getlist("Set-Cookie")]
