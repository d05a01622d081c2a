"""What administrators and holders do in Medimail, as steps that several journeys share."""

from datetime import timedelta

from flask import Flask

from portal import clock
from portal.config import settle
from portal.db import reading
from portal.factory import create_app
from portal.medimail.mailboxes.addresses import jobs
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.tokens import LINK
from tests.journeys.portal_process import RunningPortal
from tests.journeys.visitor import Visitor

HOSPITAL = "CH de Fleyriat"
FURTHEST = 40  # keys of a demonstration that has just begun


def structure(visitor: Visitor, name: str = HOSPITAL) -> str:
    """The path of this structure, as its administrator reaches it."""
    return _place(visitor, "/structures/{}", "/cette-nuit", f"Cette nuit : {name}".replace(" :", "\u00a0:"))


def mailbox(visitor: Visitor, name: str) -> str:
    """The path of the account of this name, as its administrator reaches it."""
    return _place(visitor, "/comptes/{}", "/adresse", f"mail : {name}".replace(" :", "\u00a0:"))


def _place(visitor: Visitor, path: str, page: str, words: str) -> str:
    for number in range(1, FURTHEST):
        place = path.format(number)
        title = visitor.page.request.get(f"{visitor.home}{place}{page}").text().partition("</title>")[0]
        if words in " ".join(title.split(" ")):
            return place
    raise AssertionError(f"nothing at {path} says {words}")


def ask(visitor: Visitor, page: str, new: str) -> None:
    """Ask for this address on the page of an account."""
    visitor.open(page)
    visitor.fill("Nouvelle adresse mail", new)
    visitor.press("Demander le changement")
    visitor.sees_title("Demandes de changement de mail")


def create(visitor: Visitor, listing: str, address: str) -> None:
    """Create an account of type MED of this address, in the structure of this list; its person is sent the link."""
    visitor.open(f"{listing}/nouveau/MED")
    visitor.fill("Adresse mail *", address)
    visitor.fill("Nom *", "Narcisse")
    visitor.fill("Prénom *", "Noé")
    visitor.choose("Profession *", "Secrétaire médical")
    visitor.page.locator('fieldset#liberal label:has-text("Non")').click()
    visitor.fill("Code postal *", "01440")
    visitor.fill("Ville *", "VIRIAT")
    visitor.press("Enregistrer l’utilisateur")
    visitor.reads("Le lien de finalisation est parti")


def finalisation(portal: RunningPortal, mailbox: str) -> str:
    """The link of the first sending to this account, signed with the key of the demonstration."""
    with _beside(portal).app_context(), reading() as session:
        found = records.get(session, int(mailbox.rpartition("/")[2]))
        assert found
        return f"/inscription/finaliser/{LINK.write(found)}"


def night(portal: RunningPortal) -> None:
    """Let the next night of addresses work, without waiting for its hour."""
    portal.move_clock(24 * 3600)
    clock.shift(timedelta(days=1))
    with _beside(portal).app_context():
        jobs.change()


def _beside(portal: RunningPortal) -> Flask:
    """The application of a demonstration that runs, on its own database and key."""
    return create_app(settle({"demo": True, "data": portal.data, "base_url": portal.url}))
