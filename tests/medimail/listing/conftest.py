"""A mother and her daughter, a stranger, and those who administer them, each at a browser."""

import csv
import io
from dataclasses import dataclass
from functools import partial

import pytest

from portal.accounts.models import Account
from portal.medimail.structures.models import Structure
from tests.medimail.conftest import Medimail
from tests.pages.client import PageClient
from tests.pages.inside import put_inside
from tests.pages.mailboxes import MailboxPages


@dataclass
class Tree:
    """The structures, and who administers each."""

    mother: Structure
    daughter: Structure
    stranger: Structure
    of_mother: Account
    of_daughter: Account
    of_stranger: Account


@pytest.fixture
def tree(medimail: Medimail) -> Tree:
    """« CHIC Castres-Mazamet », its « Pôle de gériatrie », and a hospital that is none of its business."""
    mother = medimail.structure()
    daughter = medimail.structure("Pôle de gériatrie", mother)
    stranger = medimail.structure("CH Ariège Couserans")
    return Tree(
        *(mother, daughter, stranger), *(medimail.administrator(place) for place in (mother, daughter, stranger))
    )


@pytest.fixture
def at_desk(new_client):
    """A browser of this person, signed in."""

    def come(account: Account) -> PageClient:
        return put_inside(new_client(), account)

    return come


@pytest.fixture
def desk(at_desk, tree) -> PageClient:
    """The browser of the administrator of the mother."""
    return at_desk(tree.of_mother)


@pytest.fixture
def pages(desk) -> MailboxPages:
    """What their pages show."""
    return MailboxPages(desk)


@pytest.fixture
def here(tree) -> str:
    """Where the accounts of the mother are."""
    return f"/structures/{tree.mother.id}/comptes"


@pytest.fixture
def tick(here):
    """Tick accounts of the mother in this browser, choose an act: the page that shows what would be done."""

    def ask(browser, action, *boxes, **more):
        browser.open(here)
        return browser.post(f"{here}/lots", {"acte": action, "compte": [box.id for box in boxes], **more})

    return ask


@pytest.fixture
def prepare(tick, desk):
    """The same in the browser of their administrator."""
    return partial(tick, desk)


@pytest.fixture
def report(desk):
    """The report of the run that is shown: each address, its outcome and what is said of it."""

    def read():
        sent = desk.send("GET", desk.soup.select_one("a[download]")["href"]).data.decode("utf-8-sig")
        return {line[0]: (line[4], line[5]) for line in list(csv.reader(io.StringIO(sent), delimiter=";"))[1:]}

    return read


@pytest.fixture
def press(desk, here):
    """Send an act from the list, and read what is said."""

    def send(box, word):
        desk.open(here)
        return desk.post(f"{here}/{box.id}/{word}", {"motif": "Parti."})

    return send
