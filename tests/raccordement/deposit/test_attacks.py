"""The public request under attack: floods, what is played again, hostile names, too much of everything."""

import time

import pytest
from bs4 import BeautifulSoup

from portal.accounts import store as people
from portal.captcha import tokens
from portal.config import settings
from portal.db import reading, transaction
from portal.limits import Limit
from portal.raccordement.deposit import proofs
from portal.raccordement.record.states import State
from portal.signin.rules import CodeAsked
from portal.web.visitor import Visitor
from tests.attacks.crowd import at_once, cookies_of, post
from tests.pages.deposit import (
    ANSWERS,
    CONSENT,
    DRAFT,
    EMAIL,
    SENT,
    START,
    captcha_of,
    fill,
    notices,
    picked,
    press,
    send,
    shown,
    typed,
)
from tests.registers.extract import number_of, place

NETWORK = "198.51.100.7/32"
LARGE = "750712184"
HOSTILE = {
    "HTML": ("<script>alert(1)</script>", '"><img src=x onerror=alert(2)>'),
    "template": ("{{ 7919 * 7927 }}", "{% raise %}${7919*7927}%(name)s"),
    "encoded header": ("=?utf-8?b?QmNjOiB4QHkuZnI=?=", "=?utf-8?q?x=0D=0ABcc:_x@y.fr?="),
    "formula": ('=HYPERLINK("https://exemple.fr";"ici")', "+cmd|' /C calc'!A0"),
    "dots and ends": (".", "@SUM(1+1)*cmd|'x'"),
}


@pytest.fixture
def deposited(all_records):
    """The requests that were sent."""
    return lambda: all_records(State.DEPOSITED)


# Floods


@pytest.mark.one_database
def test_ten_thousand_askings_from_one_network_write_to_sixty_strangers(app, mailbox, configure):
    configure(captcha="none")
    asked = 0
    for number in range(10_000):
        visitor = Visitor(f"{number:064}", "1" * 64, "Firefox sur Windows", NETWORK)
        with transaction() as session:
            outcome = proofs.DOOR.ask(session, visitor, f"x{number}@ch-exemple.fr", token="", typed="")
        asked += isinstance(outcome, CodeAsked)
        if number == 100:
            started = time.monotonic()
    assert asked == settings().limit_proving_codes_network.count == 60
    assert time.monotonic() - started < 120  # what is refused costs next to nothing


def test_a_hundred_askings_at_once_for_one_address_mail_five_codes(app, mailbox, configure):
    configure(captcha="none", limit_proving_codes_network=Limit.parse("1000/1h"))

    def ask(number):
        visitor = Visitor(f"{number:064}", "1" * 64, "Firefox sur Windows", f"198.51.100.{number}/32")
        with app.app_context(), transaction() as session:
            proofs.DOOR.ask(session, visitor, EMAIL, token="", typed="")

    at_once([lambda number=number: ask(number) for number in range(100)])
    assert len(mailbox.all(EMAIL)) == settings().limit_proving_codes.count == 5


def test_a_proved_address_cannot_drown_the_instructors(applicant, mailbox, configure, deposited):
    configure(limit_deposits=Limit.parse("3/24h"))
    for number in range(6):
        fill(applicant, si_nom=f"Logiciel {number}")
        press(applicant, "envoyer", **CONSENT)
        if applicant.path == SENT:
            applicant.open("/raccordement/demande/choix").press("Commencer une nouvelle demande")
    assert len(deposited()) == 3


def test_a_captcha_answered_by_twenty_at_once_mails_one_code(client, mailbox):
    client.open(START)
    data = {**captcha_of(client), "csrf_token": client.token}
    cookies, app = cookies_of(client), client.http.application
    at_once(
        [
            lambda n=n: post(app, START, {**data, "courriel": f"x{n}@ch-exemple.fr"}, cookies, f"198.51.100.{n}")
            for n in range(20)
        ]
    )
    assert len(mailbox.all()) == 1


@pytest.mark.parametrize("token", ["", "x", "forged.MQ", "e30.sig"])
def test_a_forged_captcha_mails_nothing(client, mailbox, token):
    client.open(START)
    client.post(START, {"courriel": EMAIL, "captcha_jeton": token, "captcha": "234567"})
    assert client.status == 422
    assert mailbox.all() == []


def test_a_captcha_asked_for_by_the_page_is_not_answered_by_it(client):
    client.open(START)
    text = captcha_of(client)["captcha"]
    assert text not in client.response.text
    assert tokens.read_token("x") is None


# Hostile answers


@pytest.fixture(params=HOSTILE)
def hostile(request):
    return HOSTILE[request.param]


def test_hostile_names_are_shown_as_they_are_and_do_nothing(applicant, hostile):
    first, second = hostile
    press(applicant, nom=first, prenom=second, si_nom=first, commentaires=second)
    applicant.open(DRAFT)
    assert (typed(applicant)["nom"], typed(applicant)["si_nom"]) == (first, first)
    assert not applicant.soup.select("main script, main img, main [onerror]")
    assert "62773913" not in applicant.text


def test_a_hostile_name_is_refused_before_any_mail_carries_it(applicant, hostile):
    send(applicant, nom=hostile[0], prenom=hostile[1])
    assert applicant.status == 422


def test_hostile_texts_leave_every_mail_with_its_own_headers(applicant, hostile, mailbox, records):
    records.instructor()
    send(applicant, commentaires=" ".join(hostile))
    assert applicant.path == SENT
    for mail in mailbox.all():
        assert len(mail.get_all("To")) == 1
        assert not {"Bcc", "Cc", "Reply-To"} & set(mail.keys())
        page = BeautifulSoup(mail.get_body(("html",)).get_content(), "html.parser")
        assert not page.select("script, img, iframe, form, object, [onerror]")
        assert "62773913" not in page.get_text()


@pytest.mark.parametrize("text", ["Petit\r\nBcc: x@y.fr", "Petit\x00", "\u202eDurand", "Petit\u2066"])
def test_a_name_of_two_lines_or_none_that_shows_is_refused_and_mended(applicant, text, app):
    fill(applicant)
    press(applicant, "envoyer", **CONSENT, nom=text)
    assert applicant.status == 422
    assert "caractères invisibles" in applicant.errors[0]
    assert typed(applicant)["nom"].isprintable()


# Too much


@pytest.mark.parametrize("name", [name for name in ANSWERS if name != "commentaires"])
def test_an_endless_answer_is_cut_said_and_kept(applicant, name):
    press(applicant, **{name: "x" * 3000})
    assert applicant.status == 200
    press(applicant, "envoyer", **{name: "x" * 3000})
    assert applicant.status == 422
    assert typed(applicant)[name] == "x" * len(typed(applicant)[name])


def test_a_body_beyond_all_measure_is_refused_before_it_is_read(applicant):
    answer = applicant.send("POST", DRAFT, data={**shown(applicant), "commentaires": "x" * 100_000})
    assert answer.status_code == 413


def test_long_comments_are_kept_whole_and_said_to_be_too_long(applicant):
    fill(applicant)
    press(applicant, "envoyer", **CONSENT, commentaires="x" * 5000)
    assert "2000 caractères au plus" in applicant.errors[0]
    applicant.open(DRAFT)
    assert len(typed(applicant)["commentaires"]) == 5000


def test_two_hundred_establishments_and_more_are_said_and_nothing_is_lost(applicant):
    numbers = [number_of(rank) for rank in range(230)]
    place(*({"nofinesset": number, "nofinessej": LARGE, "rs": f"HOPITAL {number}"} for number in numbers))
    press(applicant, f"ajouter:{LARGE}", nom="Petit")
    assert "une demande en rattache 200 au plus" in notices(applicant)[0].replace("\u00a0", " ")
    assert picked(applicant) == {LARGE: []}
    press(applicant, territorial=numbers[:201], **ANSWERS)
    press(applicant, "envoyer", **CONSENT)
    assert applicant.status == 422
    assert "vous en avez coché 201" in applicant.errors[0]
    assert len(picked(applicant)[LARGE]) == 201


def test_two_hundred_establishments_are_sent(applicant, deposited):
    numbers = [number_of(rank) for rank in range(200)]
    place(*({"nofinesset": number, "nofinessej": LARGE, "rs": f"HOPITAL {number}"} for number in numbers))
    press(applicant, **ANSWERS)
    press(applicant, f"ajouter:{LARGE}")
    press(applicant, "envoyer", **CONSENT)
    assert applicant.path == SENT
    assert len(deposited()[0].establishments) == 200


def test_thousands_of_numbers_that_nobody_offered_are_left_out(applicant):
    press(applicant, territorial=[f"{n}" for n in range(100_000_000, 100_002_500)])
    assert applicant.status == 200
    assert len(notices(applicant)) == 5


@pytest.mark.parametrize(
    "data",
    [
        {"version": "9" * 400},
        {"version": "x"},
        {"version": "-1"},
        {"geste": "x" * 5000},
        {"geste": "ajouter:" + "9" * 5000},
        {"geste": "ajouter:\x00"},
        {"recherche": "%" * 5000},
        {"recherche": "\x00"},
        {"nom": ["a", "b"]},
    ],
)
def test_no_value_makes_a_page_fail(applicant, data):
    press(applicant, **data)
    assert applicant.status in {200, 409}


@pytest.mark.parametrize("number", ["9" * 30, "x", "-1", "0"])
def test_no_number_of_a_draft_makes_the_choice_fail(applicant, number):
    applicant.post("/raccordement/demande/choix", {"brouillon": number})
    assert applicant.status == 200


def test_a_request_deposited_cannot_be_written_through_its_old_page(applicant, deposited):
    fill(applicant)
    page = shown(applicant)
    press(applicant, "envoyer", **CONSENT)
    applicant.post(DRAFT, {**page, "nom": "Pirate"})
    applicant.post(f"{DRAFT}/garder", {**page, "nom": "Pirate"})
    assert deposited()[0].last_name == "Petit"


def test_an_account_is_made_only_once_the_request_is_sent(applicant):
    fill(applicant)
    with reading() as session:
        assert people.find(session, EMAIL) is None
