"""Every error says what happened and what to do, as a page or as a part of one; none quotes what was typed.

But for what a form keeps, to whoever sends it to a page that is closed meanwhile: `test_kept`.
"""

import pytest
from bs4 import BeautifulSoup
from flask import abort

from portal import db
from portal.web import guards
from tests.pages.client import PageClient
from tests.pages.inside import put_inside

pytestmark = [pytest.mark.own_app, pytest.mark.one_database]

HTMX = {"HX-Request": "true"}
SECRET = "99999900014 tournesol bleu"
TITLES = {
    400: "Demande incomprise",
    403: "Accès réservé",
    404: "Page introuvable",
    405: "Action impossible ici",
    413: "Envoi trop volumineux",
    422: "Saisie à corriger",
    429: "Trop d’essais",
    500: "Erreur du portail",
    503: "Service momentanément indisponible",
}


def _broken():
    raise ValueError(SECRET)


@pytest.fixture
def client(app):
    for code in TITLES:
        view = _broken if code == 500 else lambda code=code: abort(code, SECRET)
        app.add_url_rule(f"/erreur/{code}", f"error_{code}", guards.public(view))
    return PageClient(app)


@pytest.mark.parametrize(("code", "title"), TITLES.items())
def test_as_a_page(client, code, title):
    client.open(f"/erreur/{code}")
    assert (client.status, client.heading) == (code, title)
    assert client.soup.select('main a[href="/"]')
    assert len(client.soup.select_one(".page-head .lead, .lead").get_text(strip=True)) > 20
    assert SECRET not in client.response.text


@pytest.mark.parametrize(("code", "title"), TITLES.items())
def test_as_a_part_of_a_page(client, code, title):
    answer = client.send("GET", f"/erreur/{code}", headers=HTMX)
    soup = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == code
    assert soup.select_one(".banner-title").get_text(strip=True) == title
    assert not soup.select("html, h1")
    assert SECRET not in answer.text


@pytest.mark.parametrize("code", [418, 451, 501, 504])
def test_an_error_without_words_of_its_own_has_those_of_its_family(app, client, code):
    app.add_url_rule("/rare", "rare", guards.public(lambda: abort(code)))
    client.open("/rare")
    assert (client.status, client.heading) == (code, TITLES[400 if code < 500 else 500])


def test_the_number_to_give_to_the_assistance_is_that_of_the_answer(client):
    client.open("/erreur/500")
    assert client.soup.select_one("main .identifier").get_text(strip=True) == client.response.headers["X-Request-ID"]


def test_a_refused_method_says_which_are_taken(client):
    assert "GET" in client.send("DELETE", "/connexion").headers["Allow"]


def test_a_foreign_host_is_given_a_page_without_a_link(client):
    answer = client.send("GET", "/", headers={"Host": "evil.example"})
    soup = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 400
    assert not soup.select("a, link, script, form, img")


def test_what_is_too_large_is_refused_before_it_is_read(client):
    answer = client.send("POST", "/connexion", data={"identifiant": "x" * 70_000})
    assert (answer.status_code, "trop volumineux" in answer.text) == (413, True)


def test_too_many_parts_are_refused(client):
    part = '--limite\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n'
    body = part * 200 + "--limite--\r\n"
    answer = client.send("POST", "/connexion", data=body, content_type="multipart/form-data; boundary=limite")
    assert (answer.status_code, "trop volumineux" in answer.text) == (413, True)


@pytest.fixture(params=["server", "file"])
def without_database(app, client, build, tmp_path, request):
    """A browser in a session, whose portal has just lost its database, and its CSRF token."""
    put_inside(client, build.physician())
    token = client.open("/mon-compte").token
    kept = app.extensions["portal_database"]
    app.extensions["portal_database"] = _lost(request.param, tmp_path)
    yield client, token
    app.extensions["portal_database"].engine.dispose()
    app.extensions["portal_database"] = kept


def _lost(kind, folder):
    if kind == "server":
        return db.connect("postgresql://nobody@127.0.0.1:1/nothing")
    found = db.connect(f"sqlite:///{folder}/disque/portail.sqlite3")
    (folder / "disque").rmdir()
    return found


@pytest.mark.parametrize("path", ["/mon-compte", "/", "/connexion", "/nulle-part", "/aide", "/sante/pret"])
def test_without_a_database_every_page_that_needs_it_says_503(without_database, path):
    client, _ = without_database
    answer = client.send("GET", path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "Service momentanément indisponible" in answer.text


def test_without_a_database_a_fragment_says_503_too(without_database):
    client, token = without_database
    data = {"csrf_token": token, "identifiant": "x", "mot_de_passe": "y"}
    answer = client.send("POST", "/connexion", data=data, headers=HTMX)
    assert (answer.status_code, "<html" in answer.text) == (503, False)


@pytest.mark.parametrize("path", ["/sante", "/static/css/base.css", "/sante?x=1"])
def test_without_a_database_the_process_still_says_that_it_lives(without_database, path):
    client, _ = without_database
    assert client.send("GET", path).status_code == 200


def test_without_a_database_who_is_not_signed_in_is_still_helped(app, without_database):
    for path in ("/", "/connexion", "/aide", "/aide/connexion", "/accessibilite", "/mot-de-passe/oublie"):
        assert PageClient(app).open(path).status == 200, path
