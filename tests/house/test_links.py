"""Every page is reached from another one: what nothing links to exists for whoever knows its address, so for nobody.

Sample people follow every link that they are shown, from the home page on. What they cannot meet so stands below, with
the reason why; the day that something links to it, it goes.
"""

import shutil
from collections import Counter, deque
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from portal import demo
from portal.accounts.hashing import Hasher
from portal.accounts.models import Account
from portal.accounts.rules import Level
from portal.db import reading, transaction
from portal.demo.people import ENTITY, PEOPLE, PLACE
from portal.factory import create_app
from portal.registers.models import Establishment
from tests.conftest import make_settings
from tests.pages.client import PageClient
from tests.pages.inside import put_inside
from tests.standing import QUICK

# What no page that these people meet links to, and why.
UNLINKED = {
    "asked for by programs": {
        *("static", "information.robots", "password.well_known"),
        *("operations.alive", "operations.ready", "operations.metrics"),
    },
    "a part of a page, drawn in it or asked for as one types": {
        *("captcha.image", "demo.message_html", "imports.progress", "structure_settings.addresses"),
    },
    "opened by a link that a message carries": {
        *("password.choice", "password.doubt", "deposit.link_page", "team.invitation"),
        *("finalising.open", "finalising.ask_to_report", "joining.link_page"),
    },
    "where a form that was sent leads": {
        *("signin.code", "signin.address", "password.sent", "team.welcome", "imports.run", "bulk.run"),
        *("deposit.code", "deposit.choice", "deposit.draft", "deposit.sent"),
        *("joining.code", "joining.kind", "joining.sheet", "joining.sent"),
        *("mailbox.fill", "mailbox_kind.fill"),
    },
    "linked from one of those": {
        *("deposit.discard_page", "joining.conditions", "imports.report", "imports.errors", "bulk.report"),
    },
    "linked once there is one: a relance, a message, a long past": {
        *("relances.last", "relances.export", "demo.message", "mailbox.past"),
    },
    "linked beside each person that a search finds": {"structure_administrators.ask_to_add"},
    "for whoever writes pages": {"demo.components"},
}
# Of the pages of one kind, as many as say what can be met there.
ENOUGH = 6


@pytest.fixture(scope="module")
def sample(tmp_path_factory, sqlite_template):
    """A demonstration with its people."""
    folder = tmp_path_factory.mktemp("liens")
    shutil.copy(sqlite_template, folder / "portail.sqlite3")
    url = f"sqlite:///{folder / 'portail.sqlite3'}"
    app = create_app(make_settings(folder, demo=True, database_url=url, smtp_url=f"file:{folder}/lettres"))
    app.extensions["portal_hasher"] = Hasher(QUICK)
    with app.app_context(), transaction() as session:  # the registers of a real one take half a minute
        session.add(Establishment(finess_et=PLACE, finess_ej=ENTITY, name="CH", routing="01440 VIRIAT", search=" ch"))
    demo.prepare(app)
    yield app
    app.extensions["portal_database"].engine.dispose()


def _people(app):
    """A browser of nobody, then of each sample person, then of one who must choose a new password."""
    yield PageClient(app)
    for person in PEOPLE:
        yield _inside(app, person)
    yield _inside(app, PEOPLE[0], Level.RENEW)


def _inside(app, person, level=Level.FULL):
    client, named = PageClient(app), (Account.last_name == person.last_name, Account.first_name == person.first_name)
    with app.app_context():
        with reading() as session:
            account = session.scalars(select(Account).where(*named)).one()
        return put_inside(client, account, level)


def _ways(client, address):
    """The addresses to which this one leads: of links, of searches, or the one that it stands for."""
    answer = client.send("GET", address)
    if answer.status_code == 303:
        yield answer.headers["Location"]
    elif answer.mimetype == "text/html":
        page = BeautifulSoup(answer.text, "html.parser")
        yield from (link["href"] for link in page.select("a[href^='/']"))
        yield from (form["action"] for form in page.select("form[method=get][action^='/']"))


def _endpoint(urls, address):
    try:
        return urls.match(urlsplit(address).path, method="GET")[0]
    except HTTPException:
        return None


def _walk(app, client):
    """Each link that this person meets: the endpoint of the page, and that of what it leads to."""
    urls = app.url_map.bind("127.0.0.1")
    waiting, seen, opened = deque(["/"]), {"/"}, Counter()
    while waiting:
        address = waiting.popleft()
        for link in dict.fromkeys(_ways(client, address)):
            to = _endpoint(urls, link)
            yield _endpoint(urls, address), to
            if to and link not in seen and opened[to] < ENOUGH:
                opened[to] += 1
                seen.add(link)
                waiting.append(link)


def test_every_page_is_linked_from_another_one(sample):
    pages = {rule.endpoint for rule in sample.url_map.iter_rules() if "GET" in rule.methods}
    linked = {to for client in _people(sample) for at, to in _walk(sample, client) if to != at}
    assert pages - linked == set().union(*UNLINKED.values())
