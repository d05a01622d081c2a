"""How many statements a page takes has a bound, whatever there is to show: a slow page is an attack waiting."""

import pytest

from portal.accounts import service as accounts
from portal.accounts import sessions
from portal.accounts.rules import Level
from portal.audit import Event, record
from portal.db import transaction
from portal.web.visitor import Visitor
from tests.builders import PASSWORD, UNKNOWN_RPPS
from tests.pages.inside import put_inside
from tests.pages.signin import try_password

pytestmark = pytest.mark.one_database

ANYBODY = {
    "/": 0,
    "/connexion": 0,
    "/mot-de-passe/oublie": 0,
    "/inscription": 1,
    "/inscription/conditions": 0,
    "/aide": 0,
    "/aide/connexion": 0,
    "/aide/connexion/etablissement/oubli": 0,
    "/accessibilite": 0,
    "/mentions-legales": 1,
    "/donnees-personnelles": 0,
    "/nulle-part": 0,
    "/mon-compte": 0,
    "/static/css/base.css": 0,
    "/sante": 0,
    "/sante/pret": 1,
    "/metriques": 6,
    "/mot-de-passe/lien/x": 0,
    "/connexion/code": 1,
    "/connexion/adresse": 1,
    "/mot-de-passe/oublie/envoye": 1,
}
INSIDE = {
    "/": 2,
    "/aide": 1,
    "/connexion": 1,
    "/nulle-part": 1,
    "/mon-compte/mot-de-passe": 2,
    "/mon-compte": 7,
    "/static/css/base.css": 0,
    "/sante": 0,
}


@pytest.mark.parametrize("path", ANYBODY)
def test_a_page_for_anybody(client, counted, path):
    client.environ = {"REMOTE_ADDR": "127.0.0.1"}
    client.send("GET", path)
    assert len(counted) <= ANYBODY[path], counted


@pytest.mark.parametrize("path", INSIDE)
def test_a_page_of_a_session(client, build, counted, path):
    put_inside(client, build.physician())
    counted.clear()
    client.send("GET", path)
    assert len(counted) <= INSIDE[path], counted


def test_an_account_of_a_hundred_browsers_takes_no_more(client, build, counted):
    person = build.physician()
    put_inside(client, person)
    with transaction() as session:
        for number in range(100):
            visitor = Visitor(
                f"{number:064}", f"{number:064x}".replace("0", "a"), "Firefox sur Windows", "198.51.100.1/32"
            )
            accounts.recognise(session, person.id, visitor)
            sessions.start(session, person, Level.FULL, visitor)
            record(session, Event.SIGN_IN, subject=person.id)
    counted.clear()
    client.open("/mon-compte")
    assert len(counted) <= INSIDE["/mon-compte"], counted


def test_a_session_that_is_used_writes_once_a_minute(client, build, counted, later):
    put_inside(client, build.physician())
    counted.clear()
    for _ in range(5):
        client.send("GET", "/aide")
    assert not [statement for statement in counted if statement.startswith("UPDATE")]
    later(minutes=2)
    counted.clear()
    for _ in range(5):
        client.send("GET", "/aide")
    assert len([statement for statement in counted if statement.startswith("UPDATE")]) == 1


@pytest.mark.parametrize(
    ("password", "most"), [("mauvais mot de passe", 10), (PASSWORD, 20)], ids=["refused", "accepted"]
)
def test_a_password(client, build, counted, password, most):
    person = build.physician()
    token = client.open("/connexion").token
    counted.clear()
    data = {"csrf_token": token, "identifiant": person.rpps, "mot_de_passe": password}
    client.send("POST", "/connexion", data=data)
    assert len(counted) <= most, counted


def test_a_code(client, build, counted, mailbox):
    person = build.physician()
    try_password(client, person.rpps)
    data = {"csrf_token": client.token, "code": mailbox.code(person.mssante)}
    counted.clear()
    assert client.send("POST", "/connexion/code", data=data).headers["Location"] == "/"
    assert len(counted) <= 18, counted


def test_a_forgotten_password(client, build, counted):
    person = build.physician()
    token = client.open("/mot-de-passe/oublie").token
    for identifier in (person.rpps, UNKNOWN_RPPS):
        counted.clear()
        client.send("POST", "/mot-de-passe/oublie", data={"csrf_token": token, "identifiant": identifier})
        assert len(counted) <= 9, counted


@pytest.mark.parametrize("path", ["/connexion/identifiant", "/mot-de-passe/regles"])
def test_what_is_checked_while_one_types(client, counted, path):
    token = client.token
    counted.clear()
    client.send(
        "POST", path, data={"csrf_token": token, "identifiant": UNKNOWN_RPPS, "nouveau": "tournesol", "lien": "x"}
    )
    assert counted == []
