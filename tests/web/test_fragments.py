"""A fragment applied equals the page reloaded: htmx shows what a browser without JavaScript would have got."""

from datetime import UTC, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup

from tests.builders import PASSWORD
from tests.pages.inside import put_inside
from tests.pages.signin import try_password

pytestmark = pytest.mark.one_database

NOW = datetime(2026, 4, 3, 1, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _stopped_clock():
    with time_machine.travel(NOW, tick=False):
        yield


def _main(soup):
    """The content of a page, without what differs from one answer to the next."""
    main = BeautifulSoup(str(soup.main), "html.parser")
    for token in main.select("input[name=csrf_token], input[name=suite]"):
        token.decompose()
    return " ".join(main.prettify().split())


def _applied(page, fragment, target):
    """The page once htmx has put the fragment in place of its target."""
    soup = BeautifulSoup(str(page), "html.parser")
    part = BeautifulSoup(fragment, "html.parser")
    if part.title:
        part.title.decompose()
    soup.select_one(target).replace_with(part)
    return soup


def _same(client, twin, path, data, target, *, start):
    """Send the same form by htmx from one browser and without from another, then compare what they show."""
    before = client.open(start).soup
    twin.open(start)
    fragment = client.fragment(path, data)
    twin.post(path, data)
    assert (fragment.status_code, twin.status) == (422, 422)
    assert _main(_applied(before, fragment.text, target)) == _main(twin.soup)


@pytest.mark.parametrize(
    "data",
    [
        {"identifiant": "", "mot_de_passe": ""},
        {"identifiant": "99700237045", "mot_de_passe": "faux"},
        {"identifiant": "Dur\x00and", "mot_de_passe": ""},
        {"identifiant": "x" * 300, "mot_de_passe": "y"},
    ],
    ids=["empty", "wrong", "invisible", "long"],
)
def test_the_errors_of_the_sign_in(client, new_client, data):
    _same(client, new_client(), "/connexion", data, "#connexion", start="/connexion")


def test_the_errors_of_the_sign_in_by_name(client, new_client):
    data = {"nom_prenom": "Durand Camille", "mot_de_passe": "faux"}
    _same(client, new_client(), "/connexion/nom", data, "#connexion", start="/connexion")


def test_the_errors_of_the_forgotten_password(client, new_client):
    _same(client, new_client(), "/mot-de-passe/oublie", {"identifiant": ""}, "#oubli", start="/mot-de-passe/oublie")


@pytest.mark.parametrize("code", ["", "12345", "000000", "abcdef"])
def test_the_errors_of_the_code_page(client, new_client, build, code):
    person = build.physician()
    twin = new_client()
    try_password(client, person.rpps)
    try_password(twin, person.rpps)
    _same(client, twin, "/connexion/code", {"code": code}, "#etape-code", start="/connexion/code")


@pytest.mark.parametrize("code", ["", "ZZZZ", "ZZZZZZZZ"])
def test_the_errors_of_the_code_of_the_reset(client, new_client, code):
    twin = new_client()
    for browser in (client, twin):
        browser.open("/mot-de-passe/oublie").submit({"identifiant": "99700237045"})
    path = "/mot-de-passe/oublie/envoye"
    _same(client, twin, path, {"code": code}, "#attente", start=path)


def test_the_errors_of_the_first_address(client, new_client, build):
    build.physician(mssante=None)
    twin = new_client()
    for browser in (client, twin):
        try_password(browser, "99999900014")
    path = "/connexion/adresse"
    _same(client, twin, path, {"mssante": "camille@ailleurs.fr"}, "#adresse", start=path)


@pytest.mark.parametrize(
    "data",
    [
        {"actuel": "", "nouveau": "", "confirmation": ""},
        {"actuel": PASSWORD, "nouveau": "durand", "confirmation": "durand"},
        {"actuel": PASSWORD, "nouveau": "parapluie vert sous le noyer", "confirmation": "autre"},
    ],
    ids=["empty", "weak", "differ"],
)
def test_the_errors_of_the_change_of_password(client, new_client, build, data):
    person = build.physician()
    twin = put_inside(new_client(), person)
    put_inside(client, person)
    path = "/mon-compte/mot-de-passe"
    _same(client, twin, path, data, "#changement", start=path)


@pytest.mark.parametrize("typed", ["durand", "parapluie vert sous le noyer", "x"])
def test_the_live_rules_are_those_of_the_page_sent(client, build, typed):
    put_inside(client, build.physician()).open("/mon-compte/mot-de-passe")
    live = BeautifulSoup(client.fragment("/mot-de-passe/regles", {"nouveau": typed}).text, "html.parser")
    client.post("/mon-compte/mot-de-passe", {"actuel": "faux", "nouveau": typed, "confirmation": typed})
    assert live.select_one("#regles").get_text(" ", strip=True) == client.soup.select_one("#regles").get_text(
        " ", strip=True
    )
