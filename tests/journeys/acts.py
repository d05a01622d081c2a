"""What people do on the portal, as steps that several journeys share."""

from portal.demo.people import PASSWORD, PEOPLE, Sample
from tests.journeys.letters import Letters
from tests.journeys.visitor import Visitor

NEW_PASSWORD = "parapluie vert sous le noyer"
IDENTIFIER = "Identifiant CertDc ou N° RPPS"
LOST = "Mot de passe oublié ou compte bloqué ?"
LOST_IDENTIFIER = "Identifiant CertDc, N° RPPS ou adresse de messagerie"
CODE = "Code à 6 chiffres"
REFUSED = "Identifiant ou mot de passe incorrect, ou compte bloqué."


def sample(last_name: str) -> Sample:
    """The sample person of this name."""
    return next(person for person in PEOPLE if person.last_name == last_name)


def reachable_at(person: Sample) -> str:
    """The address where this person receives codes and links."""
    address = person.mssante or person.email or person.contact
    assert address, f"{person.last_name} can receive nothing"
    return address


def give_password(visitor: Visitor, identifier: str, password: str = PASSWORD) -> None:
    """Fill in the first panel of the sign-in page and send it."""
    visitor.open("/connexion")
    visitor.fill(IDENTIFIER, identifier)
    visitor.fill("Mot de passe", password)
    visitor.press("Se connecter")


def give_code(visitor: Visitor, code: str) -> None:
    """Send a code on the page that waits for it."""
    visitor.sees_title("Saisir le code reçu")
    visitor.fill(CODE, code)
    visitor.press("Valider")


def sign_in(visitor: Visitor, letters: Letters, person: Sample, password: str = PASSWORD) -> None:
    """From the sign-in page to the home page."""
    give_password(visitor, person.identifier, password)
    give_code(visitor, letters.code(reachable_at(person)))
    is_signed_in(visitor, person)


def is_signed_in(visitor: Visitor, person: Sample) -> None:
    """The home page greets this person."""
    visitor.sees_title(f"Bonjour {person.first_name} {person.last_name}")


def choose(visitor: Visitor, button: str, password: str = NEW_PASSWORD, label: str = "Nouveau mot de passe") -> None:
    """Fill in a new password, twice, and send it."""
    visitor.fill(label, password)
    visitor.fill("Le même, une seconde fois", password)
    visitor.press(button)


def ask_for_link(visitor: Visitor, identifier: str) -> None:
    """« Mot de passe oublié ou compte bloqué ? », from the sign-in page to the page that waits."""
    visitor.open("/connexion")
    visitor.follow(LOST)
    visitor.sees_title(LOST)
    visitor.fill(LOST_IDENTIFIER, identifier)
    visitor.press("Recevoir le lien")
    visitor.sees_title("Consultez votre messagerie MSSanté")
