"""« Se souvenir de ce navigateur », and the browsers that the limits recognise (promise 8)."""

import pytest

from portal.accounts import store
from portal.db import reading
from tests.builders import PASSWORD
from tests.pages.signin import is_signed_in, sign_in, try_code, try_password


def _leave(client):
    client.open("/mon-compte").press("Se déconnecter")


def test_a_trusted_browser_skips_the_code_but_never_the_password(client, build, mailbox):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante, trust=True)
    _leave(client)
    try_password(client, person.rpps, "ce n’est pas lui")
    assert client.status == 422
    assert is_signed_in(try_password(client, person.rpps))


def test_trust_ends_after_thirty_days(client, build, mailbox, later):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante, trust=True)
    _leave(client)
    later(days=30, minutes=1)
    try_password(client, person.rpps)
    assert client.heading == "Saisir le code reçu"


def test_trust_is_one_person_s_alone(client, build, mailbox):
    first, second = build.physician(), build.physician()
    sign_in(client, mailbox, first.rpps, first.mssante, trust=True)
    _leave(client)
    try_password(client, second.rpps)
    assert client.heading == "Saisir le code reçu"


def test_trust_can_be_taken_back(client, build, mailbox):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante, trust=True)
    client.open("/mon-compte").press("Oublier")
    _leave(client)
    try_password(client, person.rpps)
    assert client.heading == "Saisir le code reçu"


def test_an_administrator_is_never_offered_trust_nor_given_it(client, build, mailbox):
    admin = build.administrator()
    try_password(client, admin.email)
    assert not client.soup.select("[name=confiance]")
    client.submit({"code": mailbox.code(admin.email), "confiance": "y"})
    _leave(client)
    try_password(client, admin.email)
    assert client.heading == "Saisir le code reçu"


def test_a_stolen_mark_lends_ten_tries_and_no_more(client, build, mailbox):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante, trust=True)
    _leave(client)
    for _ in range(10):
        try_password(client, person.rpps, "ce n’est pas lui")
    try_password(client, person.rpps)
    assert client.status == 422


def test_wrong_passwords_elsewhere_do_not_stop_a_recognised_browser(client, build, mailbox, new_client):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    _leave(client)
    for _ in range(12):
        try_password(new_client(), person.rpps, "ce n’est pas lui")
    assert is_signed_in(sign_in(client, mailbox, person.rpps, person.mssante))


@pytest.mark.parametrize("mark", ["", "x", "é" * 43, "a" * 43, "a" * 4000])
def test_a_forged_mark_recognises_nobody(client, build, mailbox, mark):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante, trust=True)
    _leave(client)
    client.http.set_cookie("navigateur", mark, domain="127.0.0.1")
    try_password(client, person.rpps)
    assert client.heading == "Saisir le code reçu"


@pytest.mark.parametrize("path", ["/connexion", "/mot-de-passe/oublie"])
def test_the_mark_comes_with_the_page_so_that_its_form_is_of_one_browser(client, path):
    client.open(path)
    mark = client.http.get_cookie("navigateur", domain="127.0.0.1").value
    client.submit({"identifiant": "99999900014"})
    assert client.http.get_cookie("navigateur", domain="127.0.0.1").value == mark


def test_the_database_never_holds_the_mark_itself(client, build, mailbox):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    token = client.http.get_cookie("navigateur", domain="127.0.0.1").value
    with reading() as session:
        assert store.browsers(session, person.id)[0].mark != token


def test_a_person_who_errs_waits_ten_minutes_in_that_place_not_a_day(client, build, mailbox, later):
    person = build.physician()
    for _ in range(5):
        try_password(client, person.rpps, "ce n’est pas lui")
    try_password(client, person.rpps)
    assert client.status == 422
    later(minutes=11)
    try_password(client, person.rpps)
    assert is_signed_in(try_code(client, mailbox.code(person.mssante)))


def test_a_right_password_forgives_the_wrong_ones_before_it(client, build, mailbox, later):
    person = build.physician()
    for _ in range(4):
        for _ in range(4):
            try_password(client, person.rpps, "ce n’est pas lui")
        try_password(client, person.rpps, PASSWORD)
        assert client.heading == "Saisir le code reçu"
        later(minutes=11)


def test_a_planted_mark_is_worth_nothing_once_the_person_is_proved(client, build, mailbox, new_client):
    person, thief, planted = build.physician(), new_client(), "p" * 43
    client.http.set_cookie("navigateur", planted, domain="127.0.0.1")
    sign_in(client, mailbox, person.rpps, person.mssante, trust=True)
    thief.http.set_cookie("navigateur", planted, domain="127.0.0.1")
    try_password(thief, person.rpps)
    assert thief.heading == "Saisir le code reçu"


def test_colleagues_on_one_computer_stay_recognised(client, build, mailbox):
    first, second = build.physician(), build.physician()
    sign_in(client, mailbox, first.rpps, first.mssante, trust=True)
    _leave(client)
    sign_in(client, mailbox, second.rpps, second.mssante)
    _leave(client)
    assert is_signed_in(try_password(client, first.rpps))


def test_the_challenge_of_the_person_before_is_gone(client, build, mailbox):
    first, second = build.physician(), build.physician()
    try_password(client, first.rpps)
    sign_in(client, mailbox, second.rpps, second.mssante)
    _leave(client)
    client.open("/connexion/code")
    assert client.path == "/connexion"


def test_one_place_alone_does_not_block_an_account_in_a_second(client, build, mailbox, new_client):
    person = build.physician()
    for _ in range(30):
        try_password(client, person.rpps, "ce n’est pas lui")
    elsewhere = new_client()
    assert is_signed_in(sign_in(elsewhere, mailbox, person.rpps, person.mssante))


def test_signing_in_again_ends_the_session_that_was_open_here(client, build, mailbox):
    first, second = build.physician(), build.physician()
    sign_in(client, mailbox, first.rpps, first.mssante)
    kept = client.http.get_cookie("session", domain="127.0.0.1").value
    client.post("/connexion", {"identifiant": second.rpps, "mot_de_passe": PASSWORD})
    try_code(client, mailbox.code(second.mssante))
    client.http.set_cookie("session", kept, domain="127.0.0.1")
    assert not is_signed_in(client)
