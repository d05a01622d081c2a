"""Identifier, password, mailed code: the way in (source 002 page 2, source 004)."""

import re

import pytest

from portal import clock
from portal.accounts import hashing
from portal.accounts import service as accounts
from portal.accounts.rules import Kind
from portal.db import reading, transaction
from tests.builders import NEW_PASSWORD, PASSWORD, UNKNOWN_RPPS
from tests.pages.signin import is_signed_in, sign_in, try_code, try_password

REFUSED = "Identifiant ou mot de passe incorrect, ou compte bloqué."


def test_a_physician_signs_in_with_rpps_password_and_code(client, build, mailbox):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    assert is_signed_in(client)


@pytest.mark.parametrize("typed", ["9 9999 9000 14", "99999900014 ", "899999900014", "9999-9900-014"])
def test_an_rpps_number_is_read_as_people_write_it(client, build, mailbox, typed):
    person = build.physician()
    sign_in(client, mailbox, typed, person.mssante)
    assert is_signed_in(client)


def test_a_certdc_identifier_is_read_whatever_its_case(client, build, mailbox):
    person = build.physician(rpps=None, certdc_id="durandc")
    sign_in(client, mailbox, "DurandC", person.mssante)
    assert is_signed_in(client)


def test_a_medimail_holder_signs_in_with_the_address_and_receives_the_code_there(client, build, mailbox):
    build.person(kind=Kind.MAILBOX_HOLDER, last_name="Roy", first_name="Sacha", email="sacha.roy@chu-demo.fr")
    sign_in(client, mailbox, "Sacha.Roy@CHU-demo.fr", "sacha.roy@chu-demo.fr")
    assert is_signed_in(client)


def test_a_gestionnaire_si_signs_in_with_the_address_of_the_raccordement(client, build, mailbox):
    address = "alex.petit@hopital-demo.fr"
    build.si_manager(certdc_id=None, email=address, contact=address)
    sign_in(client, mailbox, address, address)
    assert is_signed_in(client)


def test_the_field_says_that_an_address_suits_a_gestionnaire_si_too(client):
    field = client.open("/connexion").soup.select_one("input[name=identifiant]")
    hint = client.soup.find(id=field["aria-describedby"].split()[0]).get_text()
    assert "gestionnaire SI, l’adresse de messagerie convient" in hint


def test_a_specific_account_signs_in_by_name(client, build, mailbox):
    person = build.si_manager(last_name="Lefèvre", first_name="Élodie", specific=True)
    client.open("/connexion").submit({"nom_prenom": "LEFEVRE Elodie", "mot_de_passe": PASSWORD})
    try_code(client, mailbox.code(person.contact))
    assert is_signed_in(client)


def test_a_name_opens_only_a_specific_account(client, build):
    build.physician()
    client.open("/connexion").submit({"nom_prenom": "Durand Camille", "mot_de_passe": PASSWORD})
    assert REFUSED in client.text


def test_no_page_opens_between_the_password_and_the_code(client, build, mailbox):
    person = build.physician()
    try_password(client, person.rpps)
    assert not is_signed_in(client)


def test_one_is_led_back_to_the_page_one_wanted(client, build, mailbox):
    person = build.physician()
    client.open("/mon-compte/mot-de-passe")
    assert client.path == "/connexion"
    client.submit({"identifiant": person.rpps, "mot_de_passe": PASSWORD})
    try_code(client, mailbox.code(person.mssante))
    assert client.path == "/mon-compte/mot-de-passe"


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\\..\\b", "javascript:1"]
)
def test_no_other_site_is_led_to(client, build, mailbox, target):
    person = build.physician()
    client.open("/connexion", query_string={"suite": target})
    client.submit({"identifiant": person.rpps, "mot_de_passe": PASSWORD})
    try_code(client, mailbox.code(person.mssante))
    assert client.path == "/"


@pytest.mark.parametrize("state", ["unknown", "wrong", "blocked", "no password", "closed"])
def test_every_refusal_reads_the_same(client, build, state):
    build.physician(
        blocked_at=clock.now() if state == "blocked" else None,
        password=None if state == "no password" else PASSWORD,
    )
    identifier = UNKNOWN_RPPS if state == "unknown" else "99999900014"
    if state == "closed":
        with transaction() as session:
            accounts.store.find(session, identifier).closed_at = clock.now()
    try_password(client, identifier, NEW_PASSWORD if state == "wrong" else PASSWORD)
    assert (client.status, REFUSED in client.text) == (422, True)


def test_what_was_typed_stays_but_never_the_password(client, build):
    try_password(client, UNKNOWN_RPPS, "secret-qui-ne-revient-pas")
    assert client.soup.select_one("[name=identifiant]")["value"] == UNKNOWN_RPPS
    assert "secret-qui-ne-revient-pas" not in client.response.text


def test_an_identifier_is_kept_for_next_time_only_when_asked(client, build):
    person = build.physician()
    client.open("/connexion").submit({"identifiant": person.rpps, "mot_de_passe": PASSWORD, "retenir": "y"})
    assert client.open("/connexion").soup.select_one("[name=identifiant]")["value"] == person.rpps
    client.submit({"identifiant": person.rpps, "mot_de_passe": PASSWORD})
    assert client.open("/connexion").soup.select_one("[name=identifiant]").get("value", "") == ""


def test_a_forged_remembered_identifier_is_ignored(client):
    client.http.set_cookie("identifiant", "IjwzIg.forged", domain="127.0.0.1")
    assert client.open("/connexion").soup.select_one("[name=identifiant]").get("value", "") == ""


def test_the_rpps_hint_never_says_whether_somebody_has_it(client, build):
    person = build.physician()
    client.open("/connexion")
    known = client.fragment("/connexion/identifiant", {"identifiant": person.rpps}).text
    assert known == client.fragment("/connexion/identifiant", {"identifiant": UNKNOWN_RPPS}).text
    assert "vous en avez saisi 10" in client.fragment("/connexion/identifiant", {"identifiant": "9999990001"}).text


def test_signing_out_ends_the_session_on_the_server(client, build, mailbox):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    stolen = client.http.get_cookie("session", domain="127.0.0.1").value
    client.press("Se déconnecter")
    client.http.set_cookie("session", stolen, domain="127.0.0.1")
    assert not is_signed_in(client)


def test_the_session_has_a_new_identifier_after_the_sign_in(client, build, mailbox):
    person = build.physician()
    try_password(client, person.rpps)
    before = client.http.get_cookie("session", domain="127.0.0.1").value
    try_code(client, mailbox.code(person.mssante))
    client.http.set_cookie("session", before, domain="127.0.0.1")
    assert not is_signed_in(client)


def test_an_idle_session_closes(client, build, mailbox, later):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    later(minutes=31)
    assert not is_signed_in(client)


def test_a_session_that_is_used_stays_open_but_not_beyond_twelve_hours(client, build, mailbox, later):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    for _ in range(24):
        later(minutes=29)
        assert is_signed_in(client)
    later(minutes=29)
    assert not is_signed_in(client)


def test_a_closed_account_loses_its_sessions_at_once(client, build, mailbox):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    with transaction() as session:
        account = accounts.store.get(session, person.id)
        account.closed_at = account.created_at
    assert not is_signed_in(client)


def test_each_sign_in_counts(client, build, mailbox):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    with reading() as session:
        assert accounts.store.get(session, person.id).credential.sign_ins == 1


def test_exactly_one_hash_is_computed_whoever_is_asked_for(client, build, app, monkeypatch):
    build.physician()
    done = []
    verify = hashing.Hasher.verify
    monkeypatch.setattr(hashing.Hasher, "verify", lambda *a: done.append(1) or verify(*a))
    for identifier, password in [("99999900014", PASSWORD), ("99999900014", "faux"), (UNKNOWN_RPPS, "faux")]:
        done.clear()
        try_password(client, identifier, password)
        assert len(done) == 1


def test_the_pages_between_carry_no_address_in_clear(client, build):
    person = build.physician()
    try_password(client, person.rpps)
    assert person.mssante not in client.response.text
    assert re.search(r"c•+1@chu-demo\.mssante\.fr", client.text)
