"""What somebody without an account does on the public request, as steps that several journeys share."""

import re
from types import SimpleNamespace

from flask import Flask

from portal.captcha import rules, tokens
from portal.keys import mac, unsign
from tests.journeys.letters import Letters
from tests.journeys.visitor import Visitor

START, DRAFT = "/raccordement/demande", "/raccordement/demande/brouillon"
TITLE = "Raccorder un système d’information"
SENT = "Votre demande est envoyée"
SEARCH = "Chercher un établissement"
CONSENT = (
    "Je demande à ce que mon système d’information et les établissements territoriaux sélectionnés soient rattachés "
    "pour le passage de données par contexte."
)
ADD = "Ajouter : 010780054"
ANSWERS = {
    "Nom": "Petit",
    "Prénom": "Alex",
    "Fonction": "Responsable informatique",
    "Téléphone": "04 74 00 00 00",
    "Adresse": "900 route de Paris",
    "Code postal": "01440",
    "Commune": "Viriat",
    "Nom du système d’information": "Hôpital Exemple DPI",
    "N°\u00a0de version": "4.2",
}
_LINK = re.compile(r"^\s*(http://\S+/raccordement/demande/lien/\S+)$", re.MULTILINE)


def digits(visitor: Visitor, letters: Letters) -> str:
    """What the captcha of the page shows, worked out from the key of the demonstration: no eye is at hand."""
    token = visitor.page.locator("input[name=captcha_jeton]").input_value()
    app = Flask("captcha")
    app.extensions["portal_settings"] = SimpleNamespace(secret_keys=(letters.key,))
    with app.app_context():
        name, _ = unsign(tokens._PURPOSE, token)
        return rules.text(mac("captcha text", name))


def ask(visitor: Visitor, letters: Letters, address: str) -> None:
    """From the page that says what is needed to the page that waits for the code."""
    visitor.open(START)
    visitor.fill("Courriel", address)
    visitor.fill("Saisissez le texte affiché dans l’image, ou dicté par le son", digits(visitor, letters))
    visitor.press("Recevoir un code")
    visitor.sees_title("Confirmer votre adresse")


def confirm(visitor: Visitor, letters: Letters, address: str) -> None:
    """From nothing to what the address opens."""
    ask(visitor, letters, address)
    visitor.fill("Code à 6 chiffres", letters.code(address))
    visitor.press("Valider")


def draft_link(letters: Letters, address: str) -> str:
    """The address of the page that opens the draft again."""
    return letters.first(address, _LINK)


def fill(visitor: Visitor) -> None:
    """Fill in all of the draft but its establishments."""
    for label, text in ANSWERS.items():
        visitor.fill(label, text)


def pick(visitor: Visitor, text: str = "fleyriat", button: str = ADD) -> None:
    """Search an establishment and add it."""
    visitor.fill(SEARCH, text)
    visitor.press("Chercher")
    visitor.reads("CH DE FLEYRIAT")
    visitor.press(button)
    visitor.reads("est ajouté")


def send(visitor: Visitor, letters: Letters, address: str) -> None:
    """From nothing to a request that is sent."""
    confirm(visitor, letters, address)
    visitor.sees_title(TITLE)
    fill(visitor)
    pick(visitor)
    visitor.tick(CONSENT)
    visitor.press("Envoyer la demande")
    visitor.sees_title(SENT)
