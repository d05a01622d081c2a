"""Anything typed in any field of any page: a page that says so, never a crash, nothing half done, nothing logged."""

import io
import logging
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from portal.accounts.models import Account, AccountRight, Browser, Credential, SignedInSession
from portal.accounts.rules import Level
from portal.db import reading
from portal.limits import Limit
from portal.web.fields import has_hidden_characters
from tests.attacks import walking
from tests.builders import NEW_PASSWORD, PASSWORD, UNKNOWN_RPPS, Builder
from tests.mailbox import Mailbox
from tests.pages.client import PageClient, check_page
from tests.pages.inside import put_inside
from tests.pages.signin import try_password

MARK = "zqxzqx"
BAD = {
    "nothing": b"",
    "spaces": b"   ",
    "ten kilobytes": MARK.encode() * 1_700,
    "control characters": f"{MARK}\x07\x1b[31m".encode(),
    "NUL": f"{MARK}\x00".encode(),
    "emoji": f"{MARK}👩‍⚕️🩺".encode(),
    "reading order": f"\u202e{MARK}\u2066".encode(),
    "invalid UTF-8": MARK.encode() + b"\xff\xfe\xc0",
    "lone surrogate": MARK.encode() + b"\xed\xa0\x80",
    "SQL": f"{MARK}' OR '1'='1'; DROP TABLE account; --".encode(),
    "HTML": f"<script>alert('{MARK}')</script>\"'><img src=x>".encode(),
    "template": f"{{{{7919*7927}}}}{{% raise %}}${{7919*7927}}%s%n{{0}}{MARK}".encode(),
    "new header": f"{MARK}\r\nBcc: victime@exemple.fr\r\n\r\n".encode(),
    "expands in NFKC": ("ﷺ" * 200 + MARK).encode(),
    "number": b"9" * 5_000,
    "path": f"../../../../etc/passwd{MARK}".encode(),
}
# What stands in the other fields meanwhile.
OTHERWISE = {
    "identifiant": UNKNOWN_RPPS,
    "nom_prenom": "Durand Camille",
    "mot_de_passe": "faux",
    "code": "000000",
    "mssante": "camille@medecin.mssante.fr",
    "actuel": PASSWORD,
    "nouveau": NEW_PASSWORD,
    "confirmation": "autre chose que le nouveau",  # so that none of these forms is ever accepted
}
# Reached from every page: attacked once, from the sign-in page.
EVERYWHERE = {"/apparence", "/connexion", "/connexion/nom", "/connexion/identifiant", "/mot-de-passe/oublie"}
SECRETS = {"mot_de_passe", "actuel", "nouveau", "confirmation"}
ENDLESS = Limit.parse("9999999/1j")


def _sign_in(client, build, mailbox):
    return client, "/connexion"


def _code(client, build, mailbox):
    return try_password(client, build.physician().rpps), "/connexion/code"


def _address(client, build, mailbox):
    build.physician(mssante=None)
    return try_password(client, "99999900014"), "/connexion/adresse"


def _sent(client, build, mailbox):
    client.open("/mot-de-passe/oublie").submit({"identifiant": build.physician().rpps})
    return client, "/mot-de-passe/oublie/envoye"


def _link(client, build, mailbox):
    person = build.physician()
    client.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    return client, mailbox.link(person.mssante)


def _account(client, build, mailbox):
    return put_inside(client, build.physician()), "/mon-compte"


def _renewing(client, build, mailbox):
    return put_inside(client, build.physician(must_change=True), Level.RENEW), "/mot-de-passe/renouveler"


STATES = (_sign_in, _code, _address, _sent, _link, _account, _renewing)


@pytest.fixture(params=STATES, ids=lambda state: state.__name__.strip("_"))
def inside(request, make_app, smtp):
    """A browser in one state of the portal, where its walk starts, its log."""
    limits = [f"limit_{name}" for name in ("account", "account_origin", "browser", "network", "codes", "code_mails")]
    limits += ["limit_reset_mails", "limit_resets_network", "limit_requests"]
    app = make_app(log_level="DEBUG", code_tries=99_999, **dict.fromkeys(limits, ENDLESS))
    (handler,) = logging.getLogger().handlers
    handler.setStream(written := io.StringIO())
    with app.app_context():
        client, start = request.param(PageClient(app), Builder(), Mailbox(smtp.handler))
        yield client, start, written.getvalue
    logging.getLogger().removeHandler(handler)


def _kept():
    """What none of these forms may change: people, rights, passwords, browsers and sessions."""
    tables = (Account, AccountRight, Browser, SignedInSession)
    with reading() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in tables]
        secrets = session.execute(select(Credential.account_id, Credential.password_hash, Credential.version)).all()
    return counts, secrets


def _send(client, door, field, value):
    values = {name: OTHERWISE.get(name, "") for name in door.fields} | {field: value, "csrf_token": client.token}
    form = "application/x-www-form-urlencoded"
    return client.send("POST", door.action, data=urlencode(values).encode(), content_type=form)


def _faults(answer, field, value):
    """What is wrong with this answer to that value in that field."""
    if answer.status_code >= 500 or answer.status_code not in {200, 204, 303, 400, 410, 413, 422}:
        yield f"status {answer.status_code}"
    if "<script>alert" in answer.text or "<img src=x" in answer.text or "62773913" in answer.text:
        yield "taken for code"
    if field in SECRETS and MARK in answer.text:
        yield "a secret shown again"
    if answer.status_code in {400, 410, 413, 422}:
        yield from _unhelpful(BeautifulSoup(answer.text, "html.parser"), field, value)


def _unhelpful(soup, field, value):
    check_page(soup)
    if not soup.select_one(".field-error, .banner-error, .lead, .page-head"):
        yield "nothing said"
    typed = value.decode("utf-8", "werkzeug.url_quote").strip()
    plain = "".join(c for c in typed if not has_hidden_characters(c))
    control = soup.select_one(
        f'form:has(.field-error) input[name="{field}"]:not([type=password], [type=checkbox], [type=hidden])'
    )
    if control and not plain.startswith(control.get("value", "")[:20]):
        yield f"typed text lost: {control}"


def test_no_field_of_any_page_breaks_on_what_is_typed(inside):
    client, start, log = inside
    found = [door for door in walking.doors(client, start) if start == "/connexion" or door.action not in EVERYWHERE]
    assert found
    before, faults = _kept(), []
    for door in found:
        client.open(door.page)
        for field in door.fields:
            for name, value in BAD.items():
                faults += [
                    (door.action, field, name, f) for f in _faults(_send(client, door, field, value), field, value)
                ]
    assert faults == []
    assert _kept() == before
    assert MARK not in log()


@pytest.mark.parametrize("path", ["/mon-compte/navigateurs/{}/oublier", "/mon-compte/sessions/{}/fermer"])
def test_a_number_that_is_no_key_leads_nowhere(client, build, path):
    put_inside(client, build.physician()).open("/mon-compte")
    numbers = [0, -1, "1e3", "٣", "１", 2**63, 2**64, 10**18, 10**40, "9" * 4_400, "1/2", "1%00"]
    data = {"csrf_token": client.token}
    answers = {str(number)[:20]: client.send("POST", path.format(number), data=data).status_code for number in numbers}
    assert set(answers.values()) == {404}, answers
