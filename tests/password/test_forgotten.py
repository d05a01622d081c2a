"""« Mot de passe oublié ou compte bloqué ? », through the MSSanté address alone (source 000, promises 2 and 7)."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.rules import Kind
from portal.db import reading, transaction
from tests.builders import NEW_PASSWORD, PASSWORD, UNKNOWN_RPPS
from tests.pages.signin import is_signed_in, sign_in, try_code, try_password

SENT = "Consultez votre messagerie MSSanté"


def ask(client, identifier):
    return client.open("/mot-de-passe/oublie").submit({"identifiant": identifier})


def choose(client, password=NEW_PASSWORD, confirmation=None):
    return client.submit({"nouveau": password, "confirmation": confirmation or password})


def test_a_blocked_physician_unblocks_the_account_and_keeps_the_password(client, build, mailbox):
    person = build.physician(blocked_at=clock.now())
    ask(client, person.rpps)
    client.open(mailbox.link(person.mssante)).press("Débloquer mon compte")
    assert client.path == "/connexion"
    assert is_signed_in(sign_in(client, mailbox, person.rpps, person.mssante))


def test_a_forgotten_password_is_replaced_and_the_code_is_asked_all_the_same(client, build, mailbox):
    person = build.physician()
    ask(client, person.rpps)
    choose(client.open(mailbox.link(person.mssante)))
    assert client.path == "/connexion"
    try_password(client, person.rpps, PASSWORD)
    assert client.status == 422
    assert is_signed_in(sign_in(client, mailbox, person.rpps, person.mssante, NEW_PASSWORD))


def test_the_code_of_the_mail_opens_the_choice_where_it_was_asked(client, build, mailbox):
    person = build.physician()
    ask(client, person.rpps)
    client.submit({"code": mailbox.long_code(person.mssante).lower()})
    assert client.heading == "Débloquer votre compte"


def test_five_wrong_codes_close_the_request(client, build, mailbox):
    person = build.physician()
    ask(client, person.rpps)
    code = mailbox.long_code(person.mssante)
    for _ in range(5):
        client.submit({"code": "ZZZZ ZZZZ"})
    assert client.status == 410
    client.open("/mot-de-passe/oublie/envoye")
    client.post("/mot-de-passe/oublie/envoye", {"code": code})
    assert client.status == 410


def test_wrong_codes_leave_the_link_good_and_the_page_says_so(client, build, mailbox, configure):
    configure(code_tries=2)
    person = build.physician()
    ask(client, person.rpps)
    for _ in range(2):
        client.submit({"code": "ZZZZ ZZZZ"})
    assert "Après 2 codes faux, le code du message ne sert plus." in client.text
    assert client.open(mailbox.link(person.mssante)).heading == "Débloquer votre compte"


def test_the_code_opens_nothing_in_another_browser(client, build, mailbox, new_client):
    person = build.physician()
    ask(client, person.rpps)
    code = mailbox.long_code(person.mssante)
    thief = new_client()
    ask(thief, UNKNOWN_RPPS)
    thief.submit({"code": code})
    assert thief.errors


@pytest.mark.parametrize("state", ["unknown", "active", "blocked", "expired", "without MSSanté", "closed"])
def test_everybody_gets_the_same_page(client, build, state):
    build.physician(
        blocked_at=clock.now() if state == "blocked" else None,
        sign_ins=90 if state == "expired" else 0,
        mssante=None if state == "without MSSanté" else "camille.durand@chu-demo.mssante.fr",
    )
    if state == "closed":
        with transaction() as session:
            accounts.store.find(session, "99999900014").closed_at = clock.now()
    ask(client, UNKNOWN_RPPS if state == "unknown" else "99999900014")
    assert (client.heading, client.path) == (SENT, "/mot-de-passe/oublie/envoye")


def test_a_professional_without_mssante_is_sent_nothing_whatever_other_address_there_is(client, build, mailbox):
    build.physician(mssante=None, contact="camille@ailleurs.fr", email="camille@medimail-demo.fr")
    ask(client, "99999900014")
    assert mailbox.all() == []


def test_a_member_of_staff_without_mssante_is_sent_nothing(client, build, mailbox):
    build.person(kind=Kind.STAFF, last_name="Roux", first_name="Lou", certdc_id="rouxl", contact="lou@ailleurs.fr")
    ask(client, "rouxl")
    assert mailbox.all() == []


def test_a_gestionnaire_si_is_sent_the_link_at_the_address_of_the_raccordement(client, build, mailbox):
    person = build.si_manager()
    ask(client, person.certdc_id)
    assert mailbox.link(person.contact)


def test_even_a_gestionnaire_si_is_sent_nothing_where_only_mssante_is_allowed(client, build, mailbox, configure):
    configure(reset_mssante_only=True)
    ask(client, build.si_manager().certdc_id)
    assert mailbox.all() == []


@pytest.mark.parametrize("mssante_only", [False, True])
def test_the_pages_say_where_the_link_of_a_gestionnaire_si_goes(client, configure, mssante_only):
    configure(reset_mssante_only=mssante_only)
    told = [client.open("/mot-de-passe/oublie").text, ask(client, UNKNOWN_RPPS).text]
    said = "pour un gestionnaire SI, à l’adresse de son compte"
    assert [said in text for text in told] == [not mssante_only] * 2


def test_a_link_may_be_fetched_by_scanners_without_being_consumed(client, build, mailbox, new_client):
    person = build.physician()
    ask(client, person.rpps)
    link = mailbox.link(person.mssante)
    for _ in range(5):
        scanner = new_client()
        assert scanner.open(link).status == 200
        assert scanner.http.head(link, base_url="http://127.0.0.1:5000").status_code == 200
    choose(client.open(link))
    assert is_signed_in(sign_in(client, mailbox, person.rpps, person.mssante, NEW_PASSWORD))


@pytest.mark.parametrize("ending", ["Débloquer mon compte", "choose"])
def test_a_link_serves_once(client, build, mailbox, ending):
    person = build.physician()
    ask(client, person.rpps)
    link = mailbox.link(person.mssante)
    client.open(link)
    choose(client) if ending == "choose" else client.press(ending)
    assert client.open(link).status == 410


def test_a_link_dies_after_half_an_hour(client, build, mailbox, later):
    person = build.physician()
    ask(client, person.rpps)
    link = mailbox.link(person.mssante)
    later(minutes=30)
    assert client.open(link).status == 410


def test_a_link_dies_when_the_password_changes_meanwhile(client, build, mailbox, app):
    person = build.physician()
    ask(client, person.rpps)
    link = mailbox.link(person.mssante)
    with transaction() as session:
        accounts.set_password(session, accounts.store.get(session, person.id), "x")
    assert client.open(link).status == 410


def test_an_earlier_link_dies_when_a_later_one_is_used(client, build, mailbox):
    person = build.physician()
    ask(client, person.rpps)
    first = mailbox.link(person.mssante)
    ask(client, person.rpps)
    choose(client.open(mailbox.link(person.mssante)))
    assert client.open(first).status == 410


@pytest.mark.parametrize("token", ["x", "MQ.x", "..", "MQ", "1" * 3000, "é"])
def test_a_forged_link_opens_nothing(client, token):
    assert client.open(f"/mot-de-passe/lien/{token}").status == 410


def test_a_posted_forged_link_changes_nothing(client, build):
    build.physician()
    client.open("/connexion")
    assert client.post("/mot-de-passe/lien/MQ.forged/debloquer").status == 410
    assert client.post("/mot-de-passe/lien/MQ.forged/choisir", {"nouveau": NEW_PASSWORD}).status == 410


def test_an_expired_password_can_only_be_replaced(client, build, mailbox):
    person = build.physician(sign_ins=90)
    ask(client, person.rpps)
    client.open(mailbox.link(person.mssante))
    assert client.heading == "Choisir un nouveau mot de passe"
    assert client.post(f"{client.path}/debloquer").status == 410


def test_both_endings_close_every_session_and_tell_the_owner(client, build, mailbox, new_client):
    person = build.physician()
    elsewhere = new_client()
    sign_in(elsewhere, mailbox, person.rpps, person.mssante)
    ask(client, person.rpps)
    choose(client.open(mailbox.link(person.mssante)))
    assert not is_signed_in(elsewhere)
    assert "a été changé" in str(mailbox.all(person.mssante)[-1]["subject"])


def test_a_trusted_browser_is_asked_for_the_code_after_a_reset(client, build, mailbox, new_client):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante, trust=True)
    other = new_client()
    ask(other, person.rpps)
    choose(other.open(mailbox.link(person.mssante)))
    try_password(client, person.rpps, NEW_PASSWORD)
    assert client.heading == "Saisir le code reçu"


def test_every_rule_that_a_password_breaks_is_said_at_once(client, build, mailbox):
    person = build.physician()
    ask(client, person.rpps)
    choose(client.open(mailbox.link(person.mssante)), "durand", "durand")
    assert client.status == 422
    text = client.text
    assert "il en manque 6" in text
    assert "Ne repose pas sur votre nom" in text


def test_a_refused_password_consumes_nothing(client, build, mailbox):
    person = build.physician()
    ask(client, person.rpps)
    client.open(mailbox.link(person.mssante))
    choose(client, "court", "court")
    choose(client, NEW_PASSWORD, "une autre phrase tout à fait")
    assert client.errors == ["Les deux saisies diffèrent ; affichez-les pour les comparer."]
    choose(client)
    assert client.path == "/connexion"


def test_the_live_rules_are_those_of_the_page(client, build, mailbox):
    person = build.physician()
    ask(client, person.rpps)
    link = mailbox.link(person.mssante)
    client.open(link)
    token = client.soup.select_one("[name=lien]")["value"]
    fragment = client.fragment("/mot-de-passe/regles", {"nouveau": "durand", "lien": token}).text
    choose(client, "durand", "durand")
    words = client.soup.select_one("#regles").get_text(" ", strip=True)
    assert BeautifulSoup(fragment, "html.parser").get_text(" ", strip=True) == words


def test_a_box_is_not_flooded(client, build, mailbox):
    person = build.physician()
    for _ in range(7):
        ask(client, person.rpps)
        assert client.heading == SENT
    assert len(mailbox.all(person.mssante)) == 5


def test_a_forged_host_never_reaches_a_mail(client, build, mailbox):
    person = build.physician()
    client.open("/mot-de-passe/oublie")
    answer = client.http.post(
        "/mot-de-passe/oublie", data={"identifiant": person.rpps}, headers={"Host": "evil.example"}
    )
    assert answer.status_code == 400
    ask(client, person.rpps)
    client.open("/mot-de-passe/oublie", headers={"X-Forwarded-Host": "evil.example"})
    client.submit({"identifiant": person.rpps}, headers={"X-Forwarded-Host": "evil.example"})
    assert all("evil" not in mail.as_string() for mail in mailbox.all())


def test_a_link_is_no_longer_sent_when_it_would_arrive_dead(client, build, mailbox, later):
    person = build.physician()
    ask(client, person.rpps)
    later(minutes=31)
    assert mailbox.all() == []


def test_the_owner_gets_in_while_the_attack_goes_on(client, build, mailbox, new_client):
    person = build.physician()
    telephone = new_client()

    def attack(times):
        for _ in range(times):
            try_password(new_client(), person.rpps, "mauvais mot de passe")

    attack(12)
    with reading() as session:
        assert accounts.blocked(accounts.store.get(session, person.id))
    try_password(client, person.rpps)
    assert client.status == 422
    ask(client, person.rpps)
    telephone.open(mailbox.link(person.mssante)).press("Débloquer mon compte")
    attack(12)
    assert is_signed_in(sign_in(telephone, mailbox, person.rpps, person.mssante))
    ask(client, person.rpps)
    client.submit({"code": mailbox.long_code(person.mssante)}).press("Débloquer mon compte")
    attack(12)
    assert is_signed_in(sign_in(client, mailbox, person.rpps, person.mssante))


def test_whoever_asks_for_another_s_link_is_not_taken_for_the_owner(client, build, mailbox, new_client):
    person, thief = build.physician(), new_client()
    ask(thief, person.rpps)
    client.open(mailbox.link(person.mssante)).press("Débloquer mon compte")
    for _ in range(12):
        try_password(new_client(), person.rpps, "mauvais mot de passe")
    try_password(thief, person.rpps)
    assert thief.status == 422


def test_a_block_ends_by_itself_after_a_day(client, build, mailbox, later):
    person = build.physician(blocked_at=clock.now() - timedelta(hours=23, minutes=59))
    try_password(client, person.rpps)
    assert client.status == 422
    later(hours=24)
    assert is_signed_in(sign_in(client, mailbox, person.rpps, person.mssante))


def test_the_owner_is_told_of_the_block_once(client, build, mailbox, new_client):
    person = build.physician()
    for _ in range(15):
        try_password(new_client(), person.rpps, "mauvais mot de passe")
    subjects = [str(mail["subject"]) for mail in mailbox.all(person.mssante)]
    assert subjects == ["Votre compte est bloqué"]


def test_codes_and_passwords_are_counted_apart(client, build, mailbox, new_client):
    person = build.physician()
    try_password(client, person.rpps)
    for _ in range(12):
        try_password(new_client(), person.rpps, "mauvais mot de passe")
    assert is_signed_in(try_code(client.open("/connexion/code"), mailbox.code(person.mssante)))


def test_a_code_asked_with_the_old_password_opens_nothing_once_it_is_replaced(client, build, mailbox, new_client):
    person = build.physician()
    thief = new_client()
    try_password(thief, person.rpps)
    code = mailbox.code(person.mssante)
    ask(client, person.rpps)
    choose(client.open(mailbox.link(person.mssante)))
    assert not is_signed_in(try_code(thief, code))
