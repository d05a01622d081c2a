"""A person without any address: after the right password, may only register an MSSanté one, proved by a code."""

import pytest

from portal.accounts import store
from portal.db import reading
from tests.builders import PASSWORD
from tests.pages.signin import is_signed_in, try_code, try_password

ADDRESS = "camille.durand@medecin.mssante.fr"


@pytest.fixture
def asked(client, build):
    """A browser at « Enregistrer votre adresse MSSanté »."""
    build.physician(mssante=None, contact="camille@ailleurs.fr")
    try_password(client, "99999900014")
    assert client.heading == "Enregistrer votre adresse MSSanté"
    return client


def test_the_address_is_registered_once_its_code_is_typed(asked, mailbox):
    asked.submit({"mssante": "Camille.Durand@Medecin.MSSante.fr"})
    assert asked.heading == "Confirmer votre adresse"
    assert is_signed_in(try_code(asked, mailbox.code(ADDRESS)))
    assert ADDRESS in asked.text


def test_nothing_is_registered_before_the_code(asked, mailbox):
    asked.submit({"mssante": ADDRESS})
    with reading() as session:
        assert store.find(session, "99999900014").mssante is None


@pytest.mark.parametrize(
    "address",
    ["camille@ailleurs.fr", "x@patient.mssante.fr", "x@mssante.fr.evil.example", "x@evilmssante.fr", "", "x"],
)
def test_only_mssante_is_accepted(asked, mailbox, address):
    asked.submit({"mssante": address})
    assert asked.status == 422
    assert mailbox.all() == []


@pytest.mark.parametrize("path", ["/mon-compte", "/mon-compte/mot-de-passe", "/mot-de-passe/renouveler"])
def test_nothing_else_opens(asked, path):
    assert asked.open(path).path == "/connexion"


def test_a_code_proves_only_the_address_it_was_sent_to(asked, mailbox):
    asked.submit({"mssante": "quelquun@medecin.mssante.fr"})
    code = mailbox.code("quelquun@medecin.mssante.fr")
    asked.open("/connexion/adresse").submit({"mssante": ADDRESS})
    assert asked.heading == "Confirmer votre adresse"
    try_code(asked, code)
    assert asked.status == 422


def test_a_mistyped_address_can_be_corrected(asked, mailbox):
    asked.submit({"mssante": "camile.durand@medecin.mssante.fr"})
    asked.open("/connexion/adresse").submit({"mssante": ADDRESS})
    assert is_signed_in(try_code(asked, mailbox.code(ADDRESS)))


def test_nobody_is_bombed_by_changing_the_address_for_ever(asked, mailbox):
    for number in range(20):
        asked.open("/connexion/adresse").submit({"mssante": f"victime{number}@medecin.mssante.fr"})
    assert len(mailbox.all()) == 5


def test_without_the_password_there_is_no_such_page(client):
    assert client.open("/connexion/adresse").path == "/connexion"


def test_the_page_shows_the_other_ways(asked):
    assert "référent" in asked.response.text
    assert "CPS" in asked.response.text


def test_a_medimail_address_that_is_not_mssante_receives_codes(client, build, mailbox):
    build.physician(mssante=None, email="camille@medimail-demo.fr")
    client.open("/connexion").submit({"identifiant": "99999900014", "mot_de_passe": PASSWORD})
    assert is_signed_in(try_code(client, mailbox.code("camille@medimail-demo.fr")))
