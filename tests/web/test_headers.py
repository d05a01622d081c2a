"""Security headers, on every answer there is (ASVS 5.0 §3.4)."""

import pytest

from portal.environ import networks
from tests.pages.client import PageClient
from tests.pages.inside import put_inside

pytestmark = [pytest.mark.own_app, pytest.mark.one_database]

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ANSWERS = {
    "page": ("GET", "/connexion", {}),
    "fragment": ("GET", "/connexion", {"headers": {"HX-Request": "true"}}),
    "redirect": ("GET", "/mon-compte", {}),
    "no page": ("GET", "/nulle-part", {}),
    "no such method": ("DELETE", "/connexion", {}),
    "options": ("OPTIONS", "/connexion", {}),
    "head": ("HEAD", "/connexion", {}),
    "no token": ("POST", "/connexion", {}),
    "too long": ("POST", "/connexion", {"data": {"x": "y" * 70_000}}),
    "health": ("GET", "/sante", {}),
    "metrics": ("GET", "/metriques", {}),
    "foreign host": ("GET", "/", {"headers": {"Host": "evil.example"}}),
    "static": ("GET", "/static/css/base.css", {}),
    "no such static": ("GET", "/static/css/nulle-part.css", {}),
    "crash": ("GET", "/casse", {}),
}


@pytest.fixture
def client(app):
    def broken():
        return 1 / 0

    broken.guard = app.view_functions["information.home"].guard
    app.add_url_rule("/casse", "casse", broken)
    return PageClient(app)


def _ask(client, name):
    method, path, more = ANSWERS[name]
    return client.send(method, path, **more)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_protected(client, name):
    answer = _ask(client, name)
    assert {header: answer.headers.get(header) for header in HEADERS} == HEADERS


@pytest.mark.parametrize("name", [name for name in ANSWERS if name != "static"])
def test_nothing_is_kept_by_a_cache_but_static_files(client, name):
    assert _ask(client, name).headers["Cache-Control"] == "no-store"


def test_a_static_file_is_kept_for_a_year(client):
    assert _ask(client, "static").headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("name", ANSWERS)
def test_no_answer_names_the_software(client, name):
    words = str(_ask(client, name).headers).lower()
    assert not [word for word in ("werkzeug", "flask", "python", "gunicorn", "x-powered-by") if word in words]


def test_each_answer_has_a_number_of_its_own_whatever_the_client_sends(client):
    numbers = {client.send("GET", "/sante", headers={"X-Request-ID": "choisi"}).headers["X-Request-ID"] for _ in "ab"}
    assert len(numbers) == 2
    assert "choisi" not in numbers


def test_http_asks_for_no_hsts(client):
    assert "Strict-Transport-Security" not in _ask(client, "page").headers


@pytest.fixture
def secure(make_app):
    app = make_app(base_url="https://portail.exemple.fr", trusted_proxies=networks("10.0.0.0/8"))
    with app.app_context():
        yield app


@pytest.mark.parametrize("name", [name for name in ANSWERS if name not in {"crash", "foreign host"}])
def test_https_is_asked_for_two_years(secure, name):
    assert _ask(PageClient(secure), name).headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_every_cookie_is_hidden_from_scripts_and_other_sites_and_sent_by_https_alone(secure):
    client = PageClient(secure).open("/connexion")
    given = client.response.headers.getlist("Set-Cookie")
    data = {"csrf_token": client.token, "identifiant": "x", "mot_de_passe": "y", "theme": "clair"}
    for path in ("/connexion", "/apparence"):
        given += client.send("POST", path, data=data, headers={"X-Forwarded-Proto": "https"}).headers.getlist(
            "Set-Cookie"
        )
    names = {cookie.partition("=")[0].removeprefix("__Host-") for cookie in given}
    assert names == {"session", "navigateur", "apparence"}
    for cookie in given:
        attributes = {part.strip() for part in cookie.split(";")}
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= attributes, cookie
        assert not [part for part in attributes if part.lower().startswith("domain")]


def test_the_session_cookie_ends_with_the_browser(client, build):
    put_inside(client, build.physician())
    client.open("/mon-compte")
    given = client.send("GET", "/mon-compte/mot-de-passe").headers.getlist("Set-Cookie")
    assert not [
        cookie for cookie in given if cookie.startswith("session=") and ("Expires" in cookie or "Max-Age" in cookie)
    ]
