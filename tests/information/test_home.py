"""The first page: what leads in, what leads on, and what it costs."""

import pytest

from tests.builders import PASSWORD
from tests.pages.signin import sign_in, try_password

pytestmark = pytest.mark.one_database

CONFORMITY = "Accessibilité : non conforme"


def _links(client):
    return [a["href"] for a in client.soup.main.select("a[href]")]


def test_the_first_link_signs_in_the_second_unblocks_then_comes_help(client):
    assert _links(client.open("/"))[:4] == ["/connexion", "/mot-de-passe/oublie", "/aide/connexion", "/aide"]


def test_one_may_register_from_it(client):
    client.open("/")
    assert "S’inscrire à Medimail" in client.text
    assert "/inscription" in _links(client)


def test_it_says_whom_the_portal_is_for(client):
    headings = [h3.get_text() for h3 in client.open("/").soup.select("h3")]
    assert headings == ["Professionnels de santé", "Gestionnaires SI", "Administration"]


def test_the_conformity_is_declared_to_visitors(client):
    assert CONFORMITY in client.open("/").text
    assert "/accessibilite" in _links(client)


def test_the_conformity_is_declared_to_people_signed_in(client, build, mailbox):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    assert CONFORMITY in client.open("/").text


def test_a_person_signed_in_is_greeted_by_name(client, build, mailbox):
    person = build.physician(first_name="Anaïs", last_name="O’Neil-<b>Roy</b>")
    sign_in(client, mailbox, person.rpps, person.mssante)
    assert client.open("/").heading == "Bonjour Anaïs O’Neil-<b>Roy</b>"


def test_every_space_offered_opens(client, build, mailbox):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    offered = [a["href"] for a in client.open("/").soup.select(".ways a")]
    assert "/mon-compte" in offered
    for url in (url for url in offered if url.startswith("/")):
        assert client.open(url).path == url
        assert client.status == 200


def test_a_person_who_must_renew_is_offered_that_alone(client, build, mailbox):
    person = build.physician(must_change=True)
    sign_in(client, mailbox, person.rpps, person.mssante)
    client.open("/")
    assert client.heading == "Bonjour Camille Durand"
    assert _links(client) == ["/mot-de-passe/renouveler", "/accessibilite"]


def test_between_the_password_and_the_code_one_is_still_outside(client, build):
    person = build.physician()
    try_password(client, person.rpps, PASSWORD)
    assert "Durand" not in client.open("/").soup.get_text()


def test_a_visitor_costs_the_database_nothing(client, counted):
    client.open("/")
    assert counted == []


def test_a_person_signed_in_costs_one_query_of_the_session_and_what_is_theirs(client, build, mailbox, counted):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    counted.clear()
    client.open("/")
    assert len(counted) == 1
    assert "signed_in_session" in counted[0]
    assert "mailbox" in counted[0]
