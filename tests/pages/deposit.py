"""The pages of the public request, as somebody without any account sees them."""

from __future__ import annotations

import re
from typing import Any

from portal.accounts import store as people
from portal.accounts.models import Account
from portal.captcha import tokens
from portal.db import reading
from tests.mailbox import Mailbox
from tests.pages.client import PageClient

EMAIL = "alex.petit@ch-exemple.fr"
START, CODE, DRAFT = "/raccordement/demande", "/raccordement/demande/code", "/raccordement/demande/brouillon"
SENT = "/raccordement/demande/envoyee"
# A whole request, but for its establishments and its consent.
ANSWERS = {
    "nom": "Petit",
    "prenom": "Alex",
    "fonction": "Responsable informatique",
    "telephone": "04 74 00 00 00",
    "adresse": "900 route de Paris",
    "code_postal": "01440",
    "commune": "Viriat",
    "si_nom": "Hôpital Exemple DPI",
    "si_version": "4.2",
    "commentaires": "",
}
CONSENT = {"accord": "y"}
PARAMETERS = "Vos paramètres de connexion"


def captcha_of(client: PageClient) -> dict[str, str]:
    """The captcha of the page shown, answered."""
    field = client.soup.select_one("input[name=captcha_jeton]")
    assert field, client.text
    found = tokens.read_token(str(field["value"]))
    assert found
    return {"captcha_jeton": str(field["value"]), "captcha": found.text}


def ask(client: PageClient, email: str = EMAIL, **overrides: str) -> PageClient:
    """Ask for a code at this address."""
    client.open(START)
    return client.post(START, {"courriel": email, **captcha_of(client), **overrides})


def give_code(client: PageClient, code: str) -> PageClient:
    """Send a code on the page that waits for it."""
    return client.post(CODE, {"code": code})


def confirm(client: PageClient, mailbox: Mailbox, email: str = EMAIL) -> PageClient:
    """From nothing to what a proved address opens."""
    ask(client, email)
    assert client.path == CODE, client.text
    return give_code(client, mailbox.code(email))


def draft_link(mailbox: Mailbox, email: str = EMAIL) -> str:
    """The path of the link that opens the draft again."""
    texts = "\n".join(mailbox.texts(email))
    found = re.search(r"https?://[^/\s]+(/raccordement/demande/lien/\S+)", texts)
    assert found, texts
    return found[1]


def shown(client: PageClient) -> dict[str, Any]:
    """What a browser would send of the draft shown, whatever button is pressed."""
    form = client.form("si_nom")
    sent: dict[str, Any] = {}
    for tag in form.select("input[name], textarea[name]"):
        kind = tag.get("type", "text")
        if kind == "checkbox" and not tag.has_attr("checked"):
            continue
        # A browser drops the line break that opens a long text.
        value = (
            tag.get_text().removeprefix("\r\n")
            if tag.name == "textarea"
            else tag.get("value", "y" if kind == "checkbox" else "")
        )
        sent.setdefault(str(tag["name"]), []).append(str(value))
    return sent


def press(client: PageClient, button: str = "", **answers: Any) -> PageClient:
    """Fill in some fields of the draft shown, and press a button of it."""
    pressed = {"geste": button} if button else {}
    return client.post(DRAFT, {**shown(client), **answers, **pressed})


def typed(client: PageClient) -> dict[str, str]:
    """What the fields of the draft shown hold."""
    return {name: values[0] for name, values in shown(client).items() if name in ANSWERS}


def picked(client: PageClient) -> dict[str, list[str]]:
    """The juridical establishments of the draft shown, each with its territorials that are ticked."""
    return {
        str(box.select_one("input[name=juridique]")["value"]): [
            str(tag["value"]) for tag in box.select("input[name=territorial][checked]")
        ]
        for box in client.soup.select("fieldset.picked")
    }


def notices(client: PageClient) -> list[str]:
    """What the picker says back."""
    return [" ".join(tag.get_text().split()) for tag in client.soup.select(".picker-notices .banner-body")]


def fill(client: PageClient, **answers: str) -> PageClient:
    """A whole draft, with one establishment and its territorials, not yet sent."""
    press(client, **{**ANSWERS, **answers})
    return press(client, "ajouter:010780054")


def send(client: PageClient, **answers: str) -> PageClient:
    """Fill in the draft shown, and send it."""
    fill(client, **answers)
    return press(client, "envoyer", **CONSENT)


def subjects(mailbox: Mailbox, email: str = EMAIL) -> list[str]:
    """The subjects of the mails that this address was sent, without the number of the request."""
    return [str(mail["Subject"]).partition(" (")[0] for mail in mailbox.all(email)]


def account_of(email: str = EMAIL) -> tuple[Account | None, set[str]]:
    """The account of this address, if there is one, and what it may do."""
    with reading() as session:
        account = people.find(session, email)
        return account, {right.name for right in people.rights(session, account.id)} if account else set()
