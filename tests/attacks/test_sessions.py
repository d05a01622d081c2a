"""Cookies stolen, planted, tampered with: a session is a token of the server, and changes with what it opens."""

import base64
import json

import pytest
from flask.sessions import SecureCookieSessionInterface

from portal.accounts import sessions, store
from portal.accounts.rules import Level
from portal.db import reading, transaction
from tests.builders import NEW_PASSWORD
from tests.databases import SECRET
from tests.pages.client import PageClient
from tests.pages.inside import put_inside
from tests.pages.signin import is_signed_in, sign_in, try_code, try_password

DOMAIN = "127.0.0.1"


def _cookie(client, name="session"):
    found = client.http.get_cookie(name, domain=DOMAIN)
    return found.value if found else ""


def _plant(client, value, name="session"):
    client.http.set_cookie(name, value, domain=DOMAIN)
    return client


def test_a_session_planted_before_the_sign_in_is_not_the_one_after_it(build, client, new_client, mailbox):
    thief = new_client().open("/connexion")
    _plant(client, _cookie(thief))
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    assert is_signed_in(client)
    assert not is_signed_in(thief)


def test_a_browser_s_mark_planted_before_the_sign_in_is_not_trusted_after_it(build, client, new_client, mailbox):
    """Who knows the mark that a browser came with does not know the one that it leaves with."""
    thief = new_client()
    try_password(thief, "inconnu")
    _plant(client, _cookie(thief, "navigateur"), "navigateur")
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante, trust=True)
    assert try_password(thief, person.rpps).heading == "Saisir le code reçu"


def test_a_code_typed_elsewhere_under_a_planted_mark_opens_the_session_of_who_typed_it(
    build, client, new_client, mailbox
):
    thief = new_client()
    try_password(thief, "inconnu")
    _plant(client, _cookie(thief, "navigateur"), "navigateur")
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    thief.open("/connexion/code")
    assert thief.path == "/connexion"
    assert not is_signed_in(thief)


def test_the_token_changes_each_time_that_more_opens(build, client, mailbox):
    person = build.physician(must_change=True)
    seen = [_cookie(client.open("/connexion"))]
    try_password(client, person.rpps)
    seen.append(_cookie(client))
    try_code(client, mailbox.code(person.mssante))
    renewing = _cookie(client)
    client.submit({"nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD})
    assert is_signed_in(client)
    for old in (*seen, renewing):
        assert not is_signed_in(_plant(client, old))


def _flip(text, place):
    return text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]


def test_not_one_character_of_the_cookie_can_be_changed(build, client, new_client):
    signed = _cookie(put_inside(client, build.physician()))
    # The last character of base64 may stand for the same bytes as its neighbours.
    for place in range(0, len(signed) - 1, 7):
        assert not is_signed_in(_plant(new_client(), _flip(signed, place))), place


def _unsigned(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("signature", ["", ".", ".x.y", ".AAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA"])
@pytest.mark.parametrize("who", ["1", 1, ["1"], {"id": 1}, None, "a" * 43], ids=str)
def test_nobody_can_write_a_session_without_the_key(build, new_client, who, signature):
    build.physician()
    assert not is_signed_in(_plant(new_client(), _unsigned({"_user_id": who, "_fresh": True}) + signature))


def test_the_number_of_a_person_is_no_token(app, build, new_client):
    person = build.physician()
    put_inside(new_client(), person)
    signer = app.session_interface.get_signing_serializer(app)
    for who in (person.id, str(person.id), person.rpps, "1", sessions.digest("1"), ""):
        assert not is_signed_in(_plant(new_client(), signer.dumps({"_user_id": who, "_fresh": True})))


def test_the_digest_that_the_database_holds_is_no_token(app, build, new_client):
    person = build.physician()
    put_inside(new_client(), person)
    with reading() as session:
        (row,) = store.open_sessions(session, person.id)
    signer = app.session_interface.get_signing_serializer(app)
    assert not is_signed_in(_plant(new_client(), signer.dumps({"_user_id": row.token_digest})))


def test_another_portal_s_key_signs_nothing_here(app, make_app, build, new_client):
    stranger = make_app(secret_keys=("autre-clef-" + "y" * 32,))
    signed = _cookie(put_inside(new_client(), build.physician()))
    value = app.session_interface.get_signing_serializer(app).loads(signed)
    forged = SecureCookieSessionInterface().get_signing_serializer(stranger).dumps(value)
    assert not is_signed_in(_plant(new_client(), forged))


def test_a_key_that_has_just_been_replaced_is_still_read(make_app, build):
    person = build.physician()
    later = make_app(secret_keys=("nouvelle-clef-" + "z" * 32, SECRET))
    with later.app_context():
        old = _cookie(put_inside(PageClient(make_app()), person))
        assert is_signed_in(_plant(PageClient(later), old))


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_a_session_ended_elsewhere_is_refused_at_its_very_next_request(build, client, new_client, headers):
    person = build.physician()
    other = put_inside(new_client(), person)
    assert is_signed_in(other)
    put_inside(client, person).open("/mon-compte").press("Fermer les autres sessions")
    answer = other.send("GET", "/mon-compte", headers=headers)
    assert answer.headers.get("HX-Redirect") or answer.headers["Location"].startswith("/connexion")
    assert person.last_name not in answer.text


def test_nobody_ends_the_session_or_forgets_the_browser_of_another(build, client, new_client, mailbox):
    person, other = build.physician(), build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    with reading() as session:
        theirs = store.open_sessions(session, person.id)[0].id
        browser = store.browsers(session, person.id)[0].id
    thief = put_inside(new_client(), other).open("/mon-compte")
    data = {"csrf_token": thief.token}
    assert thief.send("POST", f"/mon-compte/sessions/{theirs}/fermer", data=data).status_code == 404
    assert thief.send("POST", f"/mon-compte/navigateurs/{browser}/oublier", data=data).status_code == 404
    assert is_signed_in(client)


def test_a_session_that_only_renews_ends_nothing_and_reads_nothing(build, client):
    put_inside(client, build.physician(must_change=True), Level.RENEW).open("/mot-de-passe/renouveler")
    for path in ("/mon-compte/sessions/fermer-les-autres", "/mon-compte/mot-de-passe"):
        answer = client.send("POST", path, data={"csrf_token": client.token})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/mot-de-passe/renouveler")


def test_signing_in_as_somebody_else_ends_what_was_open_in_this_browser(build, client, mailbox):
    first, second = build.physician(last_name="Première"), build.physician(last_name="Seconde")
    sign_in(client, mailbox, first.rpps, first.mssante)
    held = _cookie(client)
    client.open("/mon-compte").press("Se déconnecter")
    sign_in(client, mailbox, second.rpps, second.mssante)
    assert "Seconde" in client.open("/mon-compte").text
    assert not is_signed_in(_plant(client, held))


def test_a_stolen_cookie_dies_with_the_account(build, client):
    person = build.physician()
    assert is_signed_in(put_inside(client, person))
    with transaction() as session:
        account = store.get(session, person.id)
        account.closed_at = account.created_at
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge sur Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox sur Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari sur iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile Safari/537.36", "Chrome sur Android"),
        ("<script>alert(1)</script>", "Navigateur sur un autre système"),
        ('Firefox/1"><img src=x onerror=alert(1)> Windows', "Firefox sur Windows"),
        ("{{7*7}} ' OR 1=1 --", "Navigateur sur un autre système"),
        ("é" * 5_000, "Navigateur sur un autre système"),
        ("", "Navigateur sur un autre système"),
    ],
)
def test_a_browser_is_shown_in_words_of_ours_whatever_it_says_of_itself(build, client, mailbox, agent, label):
    person = build.physician()
    client.headers = {"User-Agent": agent.encode().decode("latin1")}
    sign_in(client, mailbox, person.rpps, person.mssante)
    client.open("/mon-compte")
    assert label in client.text
    assert not client.soup.select("img, [onerror]")
    assert "alert(1)" not in client.response.text
    assert "49 sur" not in client.text
