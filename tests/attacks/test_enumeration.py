"""Promise 10: who has an account, and in what state, cannot be told from any answer."""

import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event

from portal import clock
from portal.accounts import store
from portal.db import database, transaction
from tests.builders import PASSWORD, UNKNOWN_RPPS
from tests.pages.client import PageClient

pytestmark = pytest.mark.one_database

RPPS = "99999900014"
STATES = {
    "unknown": None,
    "active": {},
    "blocked": {"blocked": True},
    "expired by age": {"set_at": clock.datetime(2020, 1, 1, tzinfo=clock.UTC)},
    "expired by use": {"sign_ins": 90},
    "initial": {"must_change": True},
    "without MSSanté": {"mssante": None},
    "with another address alone": {"mssante": None, "contact": "camille@ailleurs.fr"},
    "without a password": {"password": None},
    "closed": {"closed": True},
}
# Two short statements more for somebody than for nobody; whether that shows is measured by `make bench-auth`.
SLACK = 2


@pytest.fixture(params=STATES)
def somebody(request, build):
    """Somebody in one state, and the number that names them."""
    values = dict(STATES[request.param] or {})
    closed, blocked = values.pop("closed", False), values.pop("blocked", False)
    if STATES[request.param] is not None:
        person = build.physician(blocked_at=clock.now() if blocked else None, **values)
        if closed:
            with transaction() as session:
                store.get(session, person.id).closed_at = clock.now()
    return RPPS


class Asked:
    """What a stranger sees of one answer, and how many statements it took."""

    def __init__(self, app, path, data, *, follow=None) -> None:
        self.client = PageClient(app)
        self.token = self.client.open(path).token
        self.statements = 0
        engine = database().engine
        event.listen(engine, "before_cursor_execute", self._count)
        self.answers = [self.client.send("POST", path, data={**data, "csrf_token": self.token})]
        self.answers += [self.client.send("GET", page) for page in follow or ()]
        event.remove(engine, "before_cursor_execute", self._count)

    def _count(self, *_):
        self.statements += 1

    @property
    def seen(self):
        return [(a.status_code, _headers(a), _body(a)) for a in self.answers]


def _headers(answer):
    kept = {
        name: value for name, value in answer.headers if name not in {"X-Request-ID", "Set-Cookie", "Content-Length"}
    }
    cookies = sorted(re.sub(r"(?:\A(\w+)=|Expires=)[^;]*", r"\1", c) for c in answer.headers.getlist("Set-Cookie"))
    return kept, cookies


def _body(answer):
    """The page without what differs from one request to the next: tokens, hours, what was typed."""
    soup = BeautifulSoup(answer.text, "html.parser")
    for token in soup.select("input[name=csrf_token]"):
        token.decompose()
    if soup.body:
        del soup.body["hx-headers"]
    text = re.sub(r"\d+\s*h\s*\d\d", "HEURE", str(soup))
    return text.replace(RPPS, "NUMERO").replace(UNKNOWN_RPPS, "NUMERO")


PAGES = {
    "wrong password": ("/connexion", {"mot_de_passe": "mauvais mot de passe"}, ()),
    "forgotten password": ("/mot-de-passe/oublie", {}, ("/mot-de-passe/oublie/envoye",)),
}


@pytest.mark.parametrize("page", PAGES)
def test_every_state_gives_the_same_answer_for_the_same_work(app, somebody, page):
    path, data, follow = PAGES[page]
    theirs = Asked(app, path, {**data, "identifiant": somebody}, follow=follow)
    nobody = Asked(app, path, {**data, "identifiant": UNKNOWN_RPPS}, follow=follow)
    assert theirs.seen == nobody.seen
    assert abs(theirs.statements - nobody.statements) <= SLACK


@pytest.mark.parametrize(
    "state", [{"blocked_at": clock.now()}, {"password": None}], ids=["blocked", "without a password"]
)
def test_the_right_password_of_an_account_that_cannot_be_entered_shows_nothing_either(app, build, state):
    build.physician(**state)
    theirs = Asked(app, "/connexion", {"identifiant": RPPS, "mot_de_passe": PASSWORD})
    nobody = Asked(app, "/connexion", {"identifiant": UNKNOWN_RPPS, "mot_de_passe": PASSWORD})
    assert theirs.seen == nobody.seen


def test_being_blocked_by_one_s_own_tries_shows_nothing(app, build):
    build.physician()
    for number in range(11):
        data = {"mot_de_passe": f"mauvais mot de passe {number}"}
        theirs = Asked(app, "/connexion", {**data, "identifiant": RPPS})
        nobody = Asked(app, "/connexion", {**data, "identifiant": UNKNOWN_RPPS})
        assert theirs.seen == nobody.seen


def test_asking_for_too_many_links_shows_nothing(app, build):
    build.physician()
    for _ in range(7):
        theirs = Asked(app, "/mot-de-passe/oublie", {"identifiant": RPPS}, follow=["/mot-de-passe/oublie/envoye"])
        nobody = Asked(
            app, "/mot-de-passe/oublie", {"identifiant": UNKNOWN_RPPS}, follow=["/mot-de-passe/oublie/envoye"]
        )
        assert theirs.seen == nobody.seen


@pytest.mark.parametrize("somebody", ["active", "without MSSanté", "closed"], indirect=True)
def test_the_code_of_the_reset_shows_nothing_up_to_its_last_try(app, somebody):
    waiting = []
    for identifier in (somebody, UNKNOWN_RPPS):
        client = PageClient(app)
        client.open("/mot-de-passe/oublie").submit({"identifiant": identifier})
        waiting.append(client)
    for _ in range(6):
        seen = [
            c.send("POST", "/mot-de-passe/oublie/envoye", data={"code": "ZZZZZZZZ", "csrf_token": c.token})
            for c in waiting
        ]
        assert len({(a.status_code, _body(a)) for a in seen}) == 1


def test_the_name_of_a_specific_account_shows_nothing(app, build):
    build.si_manager(last_name="Lefèvre", first_name="Élodie", specific=True)
    data = {"mot_de_passe": "mauvais mot de passe"}
    answers = []
    for name in ("Lefèvre Élodie", "Lefèvre Élodia"):
        client = PageClient(app)
        token = client.open("/connexion").token
        answer = client.send("POST", "/connexion/nom", data={**data, "nom_prenom": name, "csrf_token": token})
        answers.append((answer.status_code, _body(answer).replace(name, "NOM")))
    assert answers[0] == answers[1]
