"""A tab left behind during the sign-in: its token is of the session before, and what it sends is never acted on."""

import pytest

from tests.builders import NEW_PASSWORD, PASSWORD
from tests.pages.signin import is_signed_in, sign_in, try_password

pytestmark = pytest.mark.one_database

ELSEWHERE = "Cette session s’est ouverte dans un autre onglet."
STEPS = {
    "/connexion": {"identifiant": "99999900022", "mot_de_passe": PASSWORD},
    "/connexion/nom": {"nom_prenom": "Petit Alex", "mot_de_passe": PASSWORD},
    "/connexion/code": {"code": "123456"},
    "/connexion/code/renvoi": {},
    "/connexion/adresse": {"mssante": "camille@medecin.mssante.fr"},
}


@pytest.fixture
def left(client, build, mailbox):
    """A browser whose person is inside, and what the form of a tab opened before holds."""
    person = build.physician()
    build.physician()
    token = client.open("/connexion").token
    sign_in(client, mailbox, person.rpps, person.mssante)
    return client, {"csrf_token": token}, mailbox


@pytest.mark.parametrize("path", STEPS)
def test_a_step_of_the_sign_in_leads_home_and_says_why(left, path):
    client, old, _ = left
    client.post(path, {**STEPS[path], **old})
    assert (client.path, client.heading) == ("/", "Bonjour Camille Durand")
    assert ELSEWHERE in client.text


@pytest.mark.parametrize("path", STEPS)
def test_htmx_is_led_home_too(left, path):
    client, old, _ = left
    answer = client.fragment(path, {**STEPS[path], **old})
    assert (answer.status_code, answer.headers.get("HX-Redirect")) == (204, "/")


@pytest.mark.parametrize("path", STEPS)
def test_nothing_is_done_of_what_it_sends(left, path):
    client, old, mailbox = left
    before = len(mailbox.all())
    client.post(path, {**STEPS[path], **old})
    assert len(mailbox.all()) == before
    assert "Camille Durand" in client.open("/mon-compte").soup.header.get_text()


def test_any_other_form_is_refused_as_ever(left):
    client, old, _ = left
    choice = {"actuel": PASSWORD, "nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD}
    client.post("/mon-compte/mot-de-passe", {**choice, **old})
    assert (client.status, client.heading) == (400, "Page périmée")
    assert is_signed_in(client)


@pytest.mark.parametrize("path", STEPS)
def test_whoever_is_not_inside_is_refused_as_ever(client, build, new_client, path):
    stranger = new_client().open("/connexion")
    try_password(client, build.physician().rpps)
    client.post(path, {**STEPS[path], "csrf_token": stranger.token})
    assert (client.status, client.heading) == (400, "Page périmée")
