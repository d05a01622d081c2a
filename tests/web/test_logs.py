"""Nothing that names a person, opens a door or was typed reaches the technical log, at any level (promise 25)."""

import io
import json
import logging
import re

import pytest

from portal.web import guards, logs
from tests.builders import NEW_PASSWORD, PASSWORD, UNKNOWN_RPPS, Builder
from tests.mailbox import Mailbox
from tests.pages.client import PageClient
from tests.pages.signin import try_code, try_password

TYPED = "saisie-à-ne-pas-écrire"
WRONG = "mauvais-mot-de-passe-secret"
WEAK = "azertyuiop"
PERSON = {"last_name": "Quincampoix", "first_name": "Hermione", "mssante": "hermione.quincampoix@chu-demo.mssante.fr"}


@pytest.fixture
def told(make_app, smtp):
    """An application whose log is read at its most talkative, a person in it, and the reading of the log."""
    app = make_app(log_level="DEBUG")
    (handler,) = logging.getLogger().handlers
    handler.setStream(written := io.StringIO())
    smtp.handler.messages.clear()
    for name in ("mail.log", "mail.debug"):  # the test's own SMTP server speaks of what it receives
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with app.app_context():
        yield app, Builder().physician(**PERSON), Mailbox(smtp.handler), written.getvalue
    logging.getLogger().removeHandler(handler)


def _sign_in_and_out(app, person, mailbox):
    client = PageClient(app)
    try_password(client, person.rpps, WRONG)
    try_password(client, UNKNOWN_RPPS, WRONG)
    client.open("/connexion").submit({"nom_prenom": "Quincampoix Hermione", "mot_de_passe": WRONG})
    try_password(client, person.rpps)
    try_code(client, "000000")
    code = mailbox.code(PERSON["mssante"])
    try_code(client, code)
    client.open("/mon-compte").press("Se déconnecter")
    return [code]


def _reset(app, person, mailbox):
    client = PageClient(app)
    client.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    code, link = mailbox.long_code(PERSON["mssante"]), mailbox.link(PERSON["mssante"])
    client.submit({"code": "ZZZZZZZZ"})
    client.open(link).submit({"nouveau": WEAK, "confirmation": WEAK})
    client.open(link).submit({"nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD})
    client.open(link)
    return [code, link.rpartition("/")[2]]


def _mistakes(app, _person, _mailbox):
    client = PageClient(app)
    client.open(f"/nulle-part/{TYPED}?q={TYPED}")
    client.open(f"/mot-de-passe/lien/{TYPED}")
    client.open("/connexion", headers={"User-Agent": TYPED.encode().decode("latin1"), "X-Forwarded-For": TYPED[:6]})
    client.send("POST", "/connexion", data={"identifiant": TYPED, "mot_de_passe": WRONG})
    client.send("POST", "/connexion", data={"identifiant": TYPED * 9_999})
    client.send("GET", "/", headers={"Host": f"{TYPED[:6]}.example"})
    client.send("GET", "/connexion", headers={"Cookie": f"session={WRONG}; navigateur={WRONG}; identifiant={WRONG}"})
    client.fragment("/mot-de-passe/regles", {"nouveau": WRONG})
    client.fragment("/connexion/identifiant", {"identifiant": TYPED})
    return []


def _crash(app, _person, _mailbox):
    def broken():
        raise ValueError(TYPED)

    app.add_url_rule("/casse", "casse", guards.public(broken))
    PageClient(app).open("/casse")
    return []


def _worker_fails(app, _person, _mailbox):
    runner = app.extensions["portal_runner"]

    def broken(_argument):
        raise ValueError(TYPED)

    runner._tasks["casse"] = broken
    runner.run("casse", 1)
    return []


@pytest.mark.parametrize(
    "journey", [_sign_in_and_out, _reset, _mistakes, _crash, _worker_fails], ids=lambda j: j.__name__
)
def test_no_line_tells_who_or_what(told, journey):
    app, person, mailbox, read = told
    secrets = journey(app, person, mailbox)
    log = read()
    assert '"event"' in log, "nothing was logged, so nothing was tested"
    known = [*PERSON.values(), person.rpps, UNKNOWN_RPPS, PASSWORD, NEW_PASSWORD, WRONG, WEAK, TYPED, *secrets]
    shown = [word for word in known if word and word.casefold() in log.casefold()]
    assert shown == []
    assert not re.search(r"\b198\.51\.\d+\.\d+\b", log), "the address of a client"


def test_every_line_is_one_json_object(told):
    app, person, mailbox, read = told
    _sign_in_and_out(app, person, mailbox)
    lines = read().splitlines()
    assert all({"event", "level", "timestamp"} <= set(json.loads(line)) for line in lines)


def test_a_request_is_one_line_with_its_route_status_and_number(told):
    app, *_, read = told
    number = PageClient(app).open("/mot-de-passe/lien/abc").response.headers["X-Request-ID"]
    lines = [json.loads(line) for line in read().splitlines()]
    assert [(line["route"], line["status"], line["request_id"]) for line in lines if line["event"] == "request"] == [
        ("/mot-de-passe/lien/<token>", 410, number)
    ]


def test_a_crash_is_told_by_its_kind_and_place(told):
    app, *_, read = told
    _crash(app, None, None)
    line = next(json.loads(line) for line in read().splitlines() if '"unhandled"' in line)
    assert line["error"] == "ValueError"
    assert any(place.startswith("test_logs.py:") for place in line["where"])


def test_a_log_line_cannot_be_forged_by_what_is_typed(told):
    app, *_, read = told
    PageClient(app).send("GET", "/x%0a%7b%22event%22:%22forged%22%7d")
    assert "forged" not in read()


def test_an_exception_of_another_library_is_stripped_too(told):
    *_, read = told
    try:
        int(TYPED)
    except ValueError:
        logging.getLogger("autre").exception("elsewhere")
        logs.log.exception("here")
    log = read()
    assert TYPED not in log
    assert log.count("ValueError") == 2
