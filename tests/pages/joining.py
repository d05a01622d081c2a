"""The pages of a registration, as somebody without any account sees them."""

from __future__ import annotations

from typing import Any

from tests.builders import PASSWORD
from tests.mailbox import Mailbox
from tests.pages.client import PageClient
from tests.pages.deposit import captcha_of

EMAIL = "lea.schiano@chu-demo.fr"
START, CODE, KIND, SHEET, SENT = (
    "/inscription",
    "/inscription/code",
    "/inscription/type",
    "/inscription/fiche",
    "/inscription/envoyee",
)
PER: dict[str, Any] = {
    "nom": "Schiano",
    "prenom": "Léa",
    "profession": "Médecin",
    "rpps": "99999900014",
    "liberal": "NON",
    "raison_sociale": "CHU de démonstration",
    "code_postal": "31400",
    "ville": "Toulouse",
    "departement": "31",
}
WHOLE = {**PER, "nouveau": PASSWORD, "confirmation": PASSWORD, "conditions": "y"}


def ask(client: PageClient, email: str = EMAIL, **overrides: str) -> PageClient:
    """Ask for a code at this address."""
    client.open(START)
    return client.post(START, {"courriel": email, **captcha_of(client), **overrides})


def confirm(client: PageClient, mailbox: Mailbox, email: str = EMAIL) -> PageClient:
    """From nothing to the choice of the type."""
    ask(client, email)
    assert client.path == CODE, client.text
    client.post(CODE, {"code": mailbox.code(email)})
    assert client.path == KIND, client.text
    return client


def named(client: PageClient) -> dict[str, str]:
    """What the form shown says of the registration that it is of."""
    hidden = client.soup.select("form input[type=hidden][name=inscription], form input[type=hidden][name=type]")
    return {str(tag["name"]): str(tag["value"]) for tag in hidden}


def pick(client: PageClient, kind: str) -> PageClient:
    """Choose this type on the page that asks for it, or on that of the sheet."""
    return client.post(KIND, {**named(client), "type": kind})


def choose(client: PageClient, mailbox: Mailbox, email: str = EMAIL, kind: str = "PER") -> PageClient:
    """From nothing to the sheet of this type."""
    pick(confirm(client, mailbox, email), kind)
    assert client.path == SHEET, client.text
    return client


def send(client: PageClient, **overrides: Any) -> PageClient:
    """Send the sheet, whole but for what is given otherwise."""
    return client.post(SHEET, {**named(client), **WHOLE, **overrides})


def register(client: PageClient, mailbox: Mailbox, email: str = EMAIL, kind: str = "PER", **typed: Any) -> PageClient:
    """The whole of it."""
    return send(choose(client, mailbox, email, kind), **typed)
