"""« Changer mon mot de passe », and the renewal of an expired or initial one (promises 12 and 13)."""

import pytest

from portal.accounts import service as accounts
from portal.db import reading
from portal.limits import Limit
from tests.builders import NEW_PASSWORD, PASSWORD
from tests.pages.signin import is_signed_in, sign_in, try_password


@pytest.fixture
def person(build):
    return build.physician(sign_ins=40)


@pytest.fixture
def inside(client, person, mailbox):
    return sign_in(client, mailbox, person.rpps, person.mssante)


def change(client, current=PASSWORD, new=NEW_PASSWORD):
    client.open("/mon-compte/mot-de-passe")
    return client.submit({"actuel": current, "nouveau": new, "confirmation": new})


def test_the_password_changes_and_its_counts_start_again(inside, person):
    change(inside)
    assert inside.heading == "Mon compte"
    with reading() as session:
        assert accounts.store.get(session, person.id).credential.sign_ins == 0


def test_this_session_stays_and_the_others_end(inside, person, mailbox, new_client):
    other = sign_in(new_client(), mailbox, person.rpps, person.mssante)
    change(inside)
    assert is_signed_in(inside)
    assert not is_signed_in(other)


def test_the_current_password_is_asked_again(inside):
    change(inside, current="ce n’est pas lui du tout")
    assert inside.status == 422


def test_the_current_password_cannot_be_guessed_for_ever(inside):
    for _ in range(11):
        change(inside, current="ce n’est pas lui du tout")
    change(inside)
    assert inside.status == 422


def test_the_owner_is_told(inside, person, mailbox):
    change(inside)
    assert str(mailbox.all(person.mssante)[-1]["subject"]) == "Votre mot de passe a été changé"


@pytest.mark.parametrize("state", [{"sign_ins": 90}, {"must_change": True}])
def test_an_expired_or_initial_password_opens_only_its_replacement(client, build, mailbox, state):
    person = build.physician(**state)
    sign_in(client, mailbox, person.rpps, person.mssante)
    assert client.heading == "Choisir un nouveau mot de passe"
    for path in ("/", "/mon-compte", "/mon-compte/mot-de-passe"):
        if path != "/":
            assert client.open(path).heading == "Choisir un nouveau mot de passe"
    client.open("/mot-de-passe/renouveler")
    client.submit({"nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD})
    assert is_signed_in(client)


def test_the_same_password_does_not_replace_itself(client, build, mailbox):
    person = build.physician(must_change=True)
    sign_in(client, mailbox, person.rpps, person.mssante)
    client.submit({"nouveau": PASSWORD, "confirmation": PASSWORD})
    assert client.status == 422
    assert "différent" in client.text


def test_a_trusted_browser_does_not_skip_the_code_of_an_expired_password(client, build, mailbox, later):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante, trust=True)
    client.press("Se déconnecter")
    later(days=20)
    try_password(client, person.rpps)
    assert is_signed_in(client)
    client.press("Se déconnecter")
    with_expiry = 18 * 31
    later(days=with_expiry)
    try_password(client, person.rpps)
    assert client.heading == "Saisir le code reçu"


def test_a_whole_session_cannot_open_the_renewal(inside):
    assert inside.open("/mot-de-passe/renouveler").path == "/"


def test_a_new_cookie_gives_a_thief_no_further_try(inside):
    for number in range(10):
        inside.http.set_cookie("navigateur", f"{number}" * 43, domain="127.0.0.1")
        change(inside, current="ce n’est pas lui du tout")
    change(inside)
    assert inside.status == 422


def test_the_limit_of_the_tries_is_told_from_the_settings(inside, configure):
    configure(limit_browser=Limit.parse("3/2h"))
    change(inside, current="ce n’est pas lui du tout")
    assert "Après 3 erreurs, il faut attendre 2 heures." in inside.errors[0]


def test_all_that_is_wrong_is_said_at_once(inside):
    inside.open("/mon-compte/mot-de-passe")
    inside.submit({"actuel": "ce n’est pas lui", "nouveau": "abc", "confirmation": "abd"})
    assert len(inside.errors) == 3


def test_a_password_is_not_changed_to_itself(inside):
    change(inside, new=PASSWORD)
    assert inside.status == 422


def test_a_password_manager_finds_the_way(client):
    answer = client.send("GET", "/.well-known/change-password")
    assert (answer.status_code, answer.location) == (303, "/mon-compte/mot-de-passe")
