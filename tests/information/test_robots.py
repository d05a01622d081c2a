"""/robots.txt: search engines read what says the same to everybody, and nothing else."""

import re

import pytest

from portal.information.routes import INDEXED
from portal.web import guards
from portal.web.guards import Public

# The same on both databases: none is asked anything.
pytestmark = pytest.mark.one_database

TOKEN = "x" * 43
OF_ONE_PERSON = [
    f"/mot-de-passe/lien/{TOKEN}",
    f"/raccordement/demande/lien/{TOKEN}",
    f"/raccordement/invitation/{TOKEN}",
    "/raccordement/demande/brouillon",
    "/connexion?suite=/etablissements",
    "/connexion/code",
    "/demo/messagerie",
    "/metriques",
    "/sante",
]


@pytest.fixture
def may_read(client):
    """Whether a search engine may fetch this path: the longest rule that matches says so (RFC 9309, 2.2.2)."""
    lines = client.send("GET", "/robots.txt").text.splitlines()
    assert lines[0] == "User-agent: *"
    rules = [line.split(": ") for line in lines[1:]]

    def judge(path):
        matching = [(len(rule), word) for word, rule in rules if _matches(rule, path)]
        return max(matching, default=(0, "Allow"))[1] == "Allow"

    return judge


def _matches(rule, path):
    return re.match(re.escape(rule).replace(r"\$", "$"), path) is not None


def test_it_is_a_text_that_leaves_nothing_in_the_browser(client):
    answer = client.send("GET", "/robots.txt")
    assert (answer.status_code, answer.content_type) == (200, "text/plain; charset=utf-8")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_may_be_read_is_open_to_everybody(app, client, may_read):
    with app.test_request_context(base_url=client.base):
        paths = [app.url_for(endpoint) for endpoint in INDEXED]
    assert [path for path in [*paths, "/static/css/base.css"] if not may_read(path)] == []
    assert {client.send("GET", path).status_code for path in paths} == {200}


def test_no_page_behind_the_sign_in_may_be_read(app, may_read):
    closed = [
        rule.rule for rule in app.url_map.iter_rules() if guards.declared(app.view_functions[rule.endpoint]) != Public()
    ]
    assert closed
    assert [path for path in closed if may_read(path)] == []


@pytest.mark.parametrize("path", OF_ONE_PERSON)
def test_what_is_of_one_person_or_for_programs_may_not(may_read, path):
    assert not may_read(path)
