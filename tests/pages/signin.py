"""The pages of the sign-in, as a person sees them."""

from tests.builders import PASSWORD
from tests.mailbox import Mailbox
from tests.pages.client import PageClient


def try_password(client: PageClient, identifier: str, password: str = PASSWORD) -> PageClient:
    """Open the sign-in page and send identifier and password."""
    return client.open("/connexion").submit({"identifiant": identifier, "mot_de_passe": password})


def try_code(client: PageClient, code: str, *, trust: bool = False) -> PageClient:
    """Send a code on the page shown."""
    return client.submit({"code": code, **({"confiance": "y"} if trust else {})})


def sign_in(
    client: PageClient,
    mailbox: Mailbox,
    identifier: str,
    address: str,
    password: str = PASSWORD,
    *,
    trust: bool = False,
) -> PageClient:
    """Sign in to the end."""
    try_password(client, identifier, password)
    assert client.heading == "Saisir le code reçu", client.text
    return try_code(client, mailbox.code(address), trust=trust)


def is_signed_in(client: PageClient) -> bool:
    """Whether « Mon compte » opens."""
    return client.open("/mon-compte").heading == "Mon compte"
