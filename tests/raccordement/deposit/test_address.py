"""An address is proved before anything is kept: code, captcha, limits, and the same answer for everybody."""

import pytest

from portal.limits import Limit
from tests.pages.deposit import CODE, DRAFT, EMAIL, START, ask, captcha_of, confirm, draft_link, give_code, press

OTHER = "claude.roux@ch-exemple.fr"
MANY = "Trop de codes ont été envoyés à cette adresse"


def test_the_page_names_the_three_prerequisites_and_the_manual(client):
    text = client.open(START).text
    assert "Le raccordement de votre établissement à l’application CertDc" in text
    assert "La mise en place de l’appel du service web" in text
    assert "Le paramétrage de la connexion unique" in text
    assert client.soup.main.select_one("a[href='/raccordement/manuel']")


def test_the_public_menu_leads_there(client):
    link = client.open("/").soup.select_one(f"header a[href='{START}']")
    assert link.get_text() == "Raccorder un SI"


def test_a_right_code_opens_a_draft(client, mailbox):
    assert confirm(client, mailbox).path == DRAFT
    assert EMAIL in client.text


def test_nothing_is_recorded_before_the_code(client, mailbox, all_records):
    ask(client)
    assert all_records() == []


def test_the_code_is_mailed_to_the_address_in_lower_case(client, mailbox):
    ask(client, " Alex.PETIT@ch-exemple.fr ")
    assert mailbox.code(EMAIL)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "Saisissez l’adresse professionnelle"),
        ("alex.petit", "Une adresse s’écrit nom@domaine"),
        ("alex petit@ch-exemple.fr", "Une adresse s’écrit nom@domaine"),
        ("alex@localhost", "Une adresse s’écrit nom@domaine"),
        ("alex@ch-exemple.fr,claude@ch-exemple.fr", "Une adresse s’écrit nom@domaine"),
        ("Alex <alex@ch-exemple.fr>", "Une adresse s’écrit nom@domaine"),
        ("élise@ch-exemple.fr", "sans lettre accentuée"),
        ("alex@ch-exemple.fr\r\nBcc: x@y.fr", "caractères invisibles"),
    ],
)
def test_what_is_no_address_is_said_and_mailed_nothing(client, mailbox, address, said):
    ask(client, address)
    assert client.status == 422
    assert said in client.errors[0]
    assert mailbox.all() == []


def test_known_and_unknown_addresses_get_the_same_answer(new_client, records, mailbox):
    records.manager(email=EMAIL, contact=EMAIL)
    answers = []
    for address in (EMAIL, OTHER):
        client = new_client()
        ask(client, address)
        answers.append((client.path, client.status, client.text.replace(address, "X")))
        assert len(mailbox.all(address)) == 1
    assert answers[0] == answers[1]


# The captcha


def test_a_captcha_that_was_answered_opens_nothing_twice(client, mailbox):
    client.open(START)
    answered = captcha_of(client)
    client.post(START, {"courriel": EMAIL, **answered})
    client.open(START)
    client.post(START, {"courriel": OTHER, **answered})
    assert client.status == 422
    assert "Cette image ne sert plus" in client.errors[0]
    assert mailbox.all(OTHER) == []


def test_a_wrong_captcha_mails_nothing_and_keeps_the_address(client, mailbox):
    ask(client, captcha="000000")
    assert client.status == 422
    assert client.soup.select_one("#courriel")["value"] == EMAIL
    assert mailbox.all() == []


def test_another_image_keeps_the_address(client):
    ask(client, captcha="", captcha_autre="1")
    assert client.status == 200
    assert client.errors == []
    assert client.soup.select_one("#courriel")["value"] == EMAIL


def test_a_program_that_fills_in_everything_is_sent_away(client, mailbox):
    ask(client, site_internet="https://exemple.fr")
    assert client.status == 400
    assert mailbox.all() == []


def test_a_portal_without_captcha_asks_for_none(client, configure, mailbox):
    configure(captcha="none")
    client.open(START).submit({"courriel": EMAIL})
    assert client.path == CODE
    assert mailbox.code(EMAIL)


# The code


def test_a_wrong_code_says_how_many_tries_are_left(client, mailbox):
    ask(client)
    give_code(client, "000000")
    assert "il vous reste 4 essais" in client.errors[0]


def test_five_wrong_codes_end_it(client, mailbox):
    ask(client)
    code = mailbox.code(EMAIL)
    for _ in range(5):
        give_code(client, "000000")
    assert client.path == START
    give_code(client, code)
    assert client.path == START


def test_a_code_is_dead_after_ten_minutes(client, mailbox, later):
    ask(client)
    code = mailbox.code(EMAIL)
    later(minutes=11)
    give_code(client, code)
    assert "il a expiré" in client.errors[0]


def test_an_earlier_code_stays_good_after_a_resend(client, mailbox, later):
    ask(client)
    first = mailbox.code(EMAIL)
    later(seconds=31)
    client.press("Recevoir un nouveau code")
    assert mailbox.code(EMAIL) != first
    assert give_code(client, first).path == DRAFT


def test_a_code_is_of_no_use_in_another_browser(client, new_client, mailbox):
    ask(client)
    other = new_client()
    ask(other, OTHER)
    give_code(other, mailbox.code(EMAIL))
    assert "Ce code n’est pas le bon" in other.errors[0]


def test_a_code_proves_only_the_address_that_it_was_mailed_to(client, mailbox):
    ask(client)
    first = mailbox.code(EMAIL)
    ask(client, OTHER)
    give_code(client, first)
    assert "Ce code n’est pas le bon" in client.errors[0]


def test_the_same_code_sent_twice_opens_one_draft(client, mailbox, all_records):
    ask(client)
    code = mailbox.code(EMAIL)
    client.open(CODE)
    token = client.token
    for _ in range(2):
        client.send("POST", CODE, data={"csrf_token": token, "code": code})
    assert client.open(DRAFT).status == 200
    assert len(all_records()) == 1


def test_no_code_is_asked_where_none_is_awaited(client):
    assert client.open(CODE).path == START
    assert "Aucun code n’est attendu" in client.text


# The limits


def test_an_address_is_not_flooded_however_many_browsers_ask(new_client, mailbox, configure):
    configure(limit_proving_codes=Limit.parse("2/3h"))
    for _ in range(2):
        assert ask(new_client()).path == CODE
    third = ask(new_client())
    assert third.errors == [f"{MANY} ; attendez 3 heures, puis recommencez."]
    assert len(mailbox.all(EMAIL)) == 2


def test_resends_count_too(client, mailbox, configure, later):
    configure(limit_proving_codes=Limit.parse("1/1h"))
    ask(client)
    later(seconds=31)
    client.press("Recevoir un nouveau code")
    assert len(mailbox.all(EMAIL)) == 1


def test_a_network_writes_to_so_many_strangers_and_no_more(new_client, mailbox, configure):
    configure(limit_proving_codes_network=Limit.parse("3/1h"))
    statuses = [ask(new_client(address="198.51.100.7"), f"x{n}@ch-exemple.fr").status for n in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    assert len(mailbox.all()) == 3


def test_the_limit_of_one_network_is_not_that_of_another(new_client, configure, mailbox):
    configure(limit_proving_codes_network=Limit.parse("1/1h"))
    assert ask(new_client()).path == CODE
    assert ask(new_client(), OTHER).path == CODE


# The link


def test_the_link_opens_the_draft_in_another_browser(applicant, new_client, mailbox):
    press(applicant, nom="Petit")
    other = new_client().open(draft_link(mailbox))
    assert other.heading == "Reprendre votre demande"
    other.press("Reprendre ma demande")
    assert other.path == DRAFT
    assert other.soup.select_one("#nom")["value"] == "Petit"


def test_looking_at_the_link_changes_nothing(applicant, new_client, mailbox):
    link = draft_link(mailbox)
    for _ in range(5):
        scanner = new_client()
        scanner.open(link)
        scanner.send("HEAD", link)
        assert scanner.open(DRAFT).path == START
    assert new_client().open(link).press("Reprendre ma demande").path == DRAFT


@pytest.mark.parametrize("token", ["x", "MQ.forged", "MQ"])
def test_a_forged_link_opens_nothing(applicant, new_client, token):
    assert new_client().open(f"/raccordement/demande/lien/{token}").status == 410


def test_the_link_dies_thirty_days_after_the_last_touch(applicant, new_client, mailbox, later):
    link = draft_link(mailbox)
    later(days=29)
    assert new_client().open(link).status == 200
    later(days=2)
    assert new_client().open(link).status == 410


# What an address already has


def test_a_second_visit_offers_to_go_on_or_to_begin_another(applicant, new_client, mailbox):
    press(applicant, si_nom="Logiciel commencé")
    other = confirm(new_client(), mailbox)
    assert other.heading == "Vos demandes de raccordement"
    assert "Logiciel commencé" in other.text
    other.press("Reprendre")
    assert other.soup.select_one("#si_nom")["value"] == "Logiciel commencé"


def test_another_draft_is_begun_once_however_often_it_is_asked(applicant, new_client, mailbox, all_records):
    press(applicant, si_nom="Logiciel commencé")
    other = confirm(new_client(), mailbox)
    token = other.token
    for _ in range(3):
        other.send("POST", "/raccordement/demande/choix", data={"csrf_token": token})
    assert len(all_records()) == 2


def test_a_draft_of_somebody_else_cannot_be_chosen(applicant, new_client, mailbox, kept):
    mine = kept()
    stranger = confirm(new_client(), mailbox, OTHER)
    stranger.post("/raccordement/demande/choix", {"brouillon": str(mine.id)})
    assert EMAIL not in stranger.text


def test_living_requests_lead_to_the_sign_in(client, records, mailbox):
    manager = records.manager(email=EMAIL, contact=EMAIL)
    record = records.record(manager=manager, si_name="Logiciel envoyé")
    confirm(client, mailbox)
    assert record.number in client.text
    assert client.soup.main.select_one("a[href='/connexion?suite=/raccordement']")


def test_an_address_has_so_many_drafts_and_no_more(applicant, new_client, mailbox, all_records, configure):
    configure(limit_proving_codes=Limit.parse("50/1h"))
    press(applicant, nom="Petit")
    other = confirm(new_client(), mailbox)
    for _ in range(12):
        other.open("/raccordement/demande/choix").press("Commencer une nouvelle demande")
        if other.path == DRAFT:
            press(other, nom="Petit")
    assert len(all_records()) == 10
    assert "Cette adresse a déjà 10 brouillons" in other.text
