"""Promise 1: codes survive slow mail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from portal import clock, db, tables
from portal.mail import service as mail
from tests.pages.signin import is_signed_in, sign_in, try_code, try_password


@pytest.fixture
def waiting(client, build, mailbox):
    """A browser on the code page, and the address to which codes go."""
    person = build.physician()
    try_password(client, person.rpps)
    return client, person.mssante, mailbox


def _wrong(*codes: str) -> str:
    return next(c for c in ("000000", "111111", "222222", "333333", "444444", "555555") if c not in codes)


def test_a_code_lives_ten_minutes(waiting, later):
    client, address, mailbox = waiting
    code = mailbox.code(address)
    later(minutes=9, seconds=30)
    assert is_signed_in(try_code(client, code))


def test_a_code_dies_after_ten_minutes(waiting, later):
    client, address, mailbox = waiting
    code = mailbox.code(address)
    later(minutes=10, seconds=1)
    try_code(client, code)
    assert "il vous reste 4" in client.errors[0]
    assert not is_signed_in(client)


def test_the_earlier_code_still_works_after_a_resend(waiting, later):
    client, address, mailbox = waiting
    first = mailbox.code(address)
    later(seconds=31)
    client.press("Recevoir un nouveau code")
    assert mailbox.code(address) != first
    assert is_signed_in(try_code(client.open("/connexion/code"), first))


def test_one_code_used_kills_the_other(waiting, later, new_client):
    client, address, mailbox = waiting
    first = mailbox.code(address)
    later(seconds=31)
    client.press("Recevoir un nouveau code")
    second = mailbox.code(address)
    try_code(client, second)
    client.press("Se déconnecter")
    client.open("/connexion/code")
    assert client.path == "/connexion"
    assert first != second


def test_five_wrong_tries_in_total_end_the_challenge(waiting, later):
    client, address, mailbox = waiting
    codes = [mailbox.code(address)]
    for _ in range(3):
        try_code(client, _wrong(*codes))
    later(seconds=31)
    client.press("Recevoir un nouveau code")
    codes.append(mailbox.code(address))
    try_code(client, _wrong(*codes))
    assert "il vous reste un essai" in client.errors[0]
    try_code(client, _wrong(*codes))
    assert client.path == "/connexion"
    client.open("/connexion/code")
    assert client.path == "/connexion"


def test_what_cannot_be_a_code_costs_no_try(waiting):
    client, address, mailbox = waiting
    code = mailbox.code(address)
    for typed in ("12345", "1234567", "abcdef", "", "१२३४५६", "12 34"):
        try_code(client, typed)
        assert client.status == 422
    assert is_signed_in(try_code(client, code))


def test_a_code_may_be_typed_in_groups(waiting):
    client, address, mailbox = waiting
    code = mailbox.code(address)
    assert is_signed_in(try_code(client, f" {code[:3]} {code[3:]} "))


def test_a_resend_waits_half_a_minute(waiting, later):
    client, address, mailbox = waiting
    later(seconds=15)
    client.press("Recevoir un nouveau code")
    assert len(mailbox.all(address)) == 1


def test_at_most_five_mails_a_challenge(waiting, later):
    client, address, mailbox = waiting
    for _ in range(4):
        later(seconds=31)
        client.open("/connexion/code").press("Recevoir un nouveau code")
    assert len(mailbox.all(address)) == 5
    assert "Tous les codes permis ont été envoyés" in client.open("/connexion/code").text
    later(seconds=31)
    client.post("/connexion/code/renvoi")
    assert len(mailbox.all(address)) == 5


def test_who_received_none_of_the_five_mails_may_begin_again_once_they_have_died(waiting, later):
    client, address, mailbox = waiting
    for _ in range(4):
        later(seconds=31)
        client.open("/connexion/code").press("Recevoir un nouveau code")
        assert mailbox.all(address)
    later(minutes=11)
    try_password(client, "99999900014")
    assert len(mailbox.all(address)) == 6
    assert is_signed_in(try_code(client, mailbox.code(address)))


def test_signing_in_again_in_a_second_tab_keeps_the_first_code_good(waiting, build, later):
    client, address, mailbox = waiting
    first = mailbox.code(address)
    later(minutes=1)
    try_password(client, "99999900014")
    assert is_signed_in(try_code(client, first))


def test_the_page_says_where_when_and_until_when(waiting):
    client, _, _ = waiting
    sent = clock.local(clock.now())
    assert f"à {sent.hour}\u00a0h\u00a0{sent.minute:02}" in client.soup.main.get_text()
    ends = sent + timedelta(minutes=10)
    assert f"jusqu’à {ends.hour}\u00a0h\u00a0{ends.minute:02}" in " ".join(client.soup.main.get_text().split(" "))


def test_the_code_page_survives_a_reload_and_a_second_tab(waiting):
    client, address, mailbox = waiting
    client.open("/connexion/code")
    assert client.heading == "Saisir le code reçu"
    assert is_signed_in(try_code(client, mailbox.code(address)))


def test_a_code_is_bound_to_the_browser_that_asked(waiting, new_client):
    _, address, mailbox = waiting
    code = mailbox.code(address)
    thief = new_client()
    try_password(thief, "99999900014", "faux")
    thief.post("/connexion/code", {"code": code})
    assert not is_signed_in(thief)


def test_codes_too_old_are_never_sent_after_an_outage(client, build, mailbox, later, smtp):
    person = build.physician()
    try_password(client, person.rpps)
    later(minutes=30)
    assert mailbox.all(person.mssante) == []


def test_a_code_submitted_twice_at_once_has_one_winner(app, waiting):
    client, address, mailbox = waiting
    code = mailbox.code(address)
    token = client.soup.select_one("input[name=csrf_token]")["value"]
    cookies = {name: client.http.get_cookie(name, domain="127.0.0.1").value for name in ("session", "navigateur")}

    def submit(_: int) -> str:
        http = app.test_client()
        for name, value in cookies.items():
            http.set_cookie(name, value, domain="127.0.0.1")
        answer = http.post(
            "/connexion/code", data={"code": code, "csrf_token": token}, base_url="http://127.0.0.1:5000"
        )
        return answer.headers["Location"]

    with ThreadPoolExecutor(8) as pool:
        ways = list(pool.map(submit, range(8)))
    assert ways.count("/") == 1
    assert all(way.startswith("/connexion") for way in ways if way != "/")


def test_the_code_is_in_no_table_once_the_mail_is_sent(waiting, app):
    _, address, mailbox = waiting
    code = mailbox.code(address)
    with db.reading() as session:
        kept = [str(row) for table in tables.metadata.sorted_tables for row in session.execute(table.select())]
    assert not [row for row in kept if code in row]


def test_a_mail_that_is_late_but_alive_is_sent(client, build, mailbox, later):
    person = build.physician()
    try_password(client, person.rpps)
    later(minutes=8)
    mail.sweep()
    assert is_signed_in(try_code(client, mailbox.code(person.mssante)))


def test_twenty_wrong_codes_a_day_close_the_account_to_codes(client, build, mailbox, later, new_client):
    person = build.physician()
    for _ in range(4):
        try_password(client, person.rpps)
        code = mailbox.code(person.mssante)
        for _ in range(5):
            try_code(client, _wrong(code))
        later(minutes=11)
    try_password(client, person.rpps)
    assert not is_signed_in(try_code(client, mailbox.code(person.mssante)))
    later(days=1)
    assert is_signed_in(sign_in(client, mailbox, person.rpps, person.mssante))
