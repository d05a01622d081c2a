"""What somebody does who registers for Medimail alone, as steps that several journeys share."""

from tests.builders import PASSWORD
from tests.journeys.applicant import digits
from tests.journeys.letters import Letters
from tests.journeys.visitor import Visitor

START, SHEET = "/inscription", "/inscription/fiche"
TITLE, SENT = "Votre inscription à Medimail", "Votre inscription est envoyée"
TERMS = "J’accepte les conditions générales d’utilisation."
# The first of each group of radios: where Tab stops.
PER, LIBERAL = "PER – PERsonnel", "Oui"
# A number that is nobody's, and that of a sample account which an administrator has let in.
RPPS, KNOWN_RPPS = "99999900014", "99999902010"


def ask(visitor: Visitor, letters: Letters, address: str) -> None:
    """From the page that says what is needed to the page that waits for the code."""
    visitor.open(START)
    visitor.fill("Adresse mail", address)
    visitor.fill("Saisissez le texte affiché dans l’image, ou dicté par le son", digits(visitor, letters))
    visitor.press("Recevoir un code")
    visitor.sees_title("Confirmer votre adresse")


def begin(visitor: Visitor, letters: Letters, address: str, kind: str = PER) -> None:
    """From nothing to the sheet of this type."""
    ask(visitor, letters, address)
    visitor.fill("Code à 6 chiffres", letters.code(address))
    visitor.press("Valider")
    visitor.sees_title("Votre type de compte")
    visitor.tick(kind)
    visitor.press("Continuer")
    visitor.sees_title(TITLE)


def fill(visitor: Visitor, rpps: str = RPPS) -> None:
    """Fill in all of the sheet but the password and the conditions."""
    visitor.fill("Nom", "Nerprun")
    visitor.fill("Prénom", "Nina")
    visitor.choose("Profession", "Pharmacien")
    visitor.fill("N°\u00a0RPPS sous condition", rpps)
    visitor.tick(LIBERAL)
    visitor.fill("Code postal", "01440")
    visitor.fill("Ville", "Viriat")


def finish(visitor: Visitor) -> None:
    """Choose the password, accept the conditions, send."""
    visitor.fill("Mot de passe", PASSWORD)
    visitor.fill("Le même, une seconde fois", PASSWORD)
    visitor.tick(TERMS)
    visitor.press("Envoyer mon inscription")


def send(visitor: Visitor, letters: Letters, address: str, rpps: str = RPPS) -> None:
    """From nothing to a registration that is sent."""
    begin(visitor, letters, address)
    fill(visitor, rpps)
    finish(visitor)
    visitor.sees_title(SENT)
