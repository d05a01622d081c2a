"""How many statements the pages of a request take has a bound, whatever is chosen."""

import pytest

from tests.pages.deposit import (
    ANSWERS,
    CODE,
    CONSENT,
    DRAFT,
    EMAIL,
    SENT,
    START,
    ask,
    captcha_of,
    fill,
    press,
    send,
    shown,
)
from tests.registers.extract import number_of, place

pytestmark = pytest.mark.one_database

PAGES = {
    START: 0,
    CODE: 1,
    DRAFT: 7,
    f"{DRAFT}?recherche=fleyriat": 11,
    f"{DRAFT}?recherche=010000024": 10,
    f"{DRAFT}?recherche=999999999": 10,
    "/raccordement/demande/choix": 3,
    "/raccordement/demande/effacer": 4,
    SENT: 3,
}


@pytest.mark.parametrize("path", [START, CODE, DRAFT, SENT, "/raccordement/demande/choix"])
def test_a_page_for_a_stranger(client, counted, path):
    client.send("GET", path)
    assert len(counted) <= 1, counted


@pytest.mark.parametrize("path", PAGES)
def test_a_page_for_who_has_a_draft(applicant, counted, path):
    press(applicant, "ajouter:010780054")
    counted.clear()
    applicant.send("GET", path)
    assert len(counted) <= PAGES[path], counted


def test_a_hundred_juridical_establishments_take_no_more(applicant, counted):
    place(*({"nofinesset": number_of(n), "nofinessej": number_of(1000 + n), "rs": f"CH {n}"} for n in range(100)))
    press(
        applicant,
        juridique=[number_of(1000 + n) for n in range(100)],
        territorial=[number_of(n) for n in range(100)],
    )
    counted.clear()
    applicant.send("GET", DRAFT)
    assert len(counted) <= PAGES[DRAFT], counted


def test_asking_for_a_code(client, counted):
    client.open(START)
    data = {"csrf_token": client.token, "courriel": EMAIL, **captcha_of(client)}
    counted.clear()
    assert client.send("POST", START, data=data).headers["Location"] == CODE
    assert len(counted) <= 7, counted


def test_giving_the_code(client, counted, mailbox):
    ask(client)
    data = {"csrf_token": client.token, "code": mailbox.code(EMAIL)}
    counted.clear()
    assert client.send("POST", CODE, data=data).headers["Location"] == DRAFT
    assert len(counted) <= 9, counted


@pytest.mark.parametrize(
    ("geste", "most"), [("", 12), ("chercher", 12), ("ajouter:010780054", 15), ("supprimer:010780054", 13)]
)
def test_a_touch_of_the_draft(applicant, counted, geste, most):
    sent = {**shown(applicant), **ANSWERS, "geste": geste, "recherche": "fleyriat", "csrf_token": applicant.token}
    counted.clear()
    applicant.send("POST", DRAFT, data=sent)
    assert len(counted) <= most, counted


def test_keeping_what_one_types(applicant, counted):
    sent = {**shown(applicant), **ANSWERS, "csrf_token": applicant.token}
    counted.clear()
    applicant.send("POST", f"{DRAFT}/garder", data=sent, headers={"HX-Request": "true"})
    assert len(counted) <= 5, counted


@pytest.mark.parametrize(("path", "most"), [("/registres/etablissements", 4), ("/registres/communes", 1)])
def test_what_is_asked_of_the_registers_as_one_types(applicant, counted, path, most):
    data = {"csrf_token": applicant.token, "recherche": "fleyriat", "code_postal": "01440"}
    counted.clear()
    applicant.send("POST", path, data=data)
    assert len(counted) <= most, counted


def test_sending(applicant, counted, records):
    records.instructor()
    fill(applicant)
    data = {**shown(applicant), **CONSENT, "geste": "envoyer", "csrf_token": applicant.token}
    counted.clear()
    assert applicant.send("POST", DRAFT, data=data).headers["Location"] == SENT
    assert len(counted) <= 34, counted


def test_sending_a_second_request(applicant, counted):
    send(applicant)
    applicant.open("/raccordement/demande/choix").press("Commencer une nouvelle demande")
    fill(applicant, si_nom="Un autre logiciel")
    data = {**shown(applicant), **CONSENT, "geste": "envoyer", "csrf_token": applicant.token}
    counted.clear()
    assert applicant.send("POST", DRAFT, data=data).headers["Location"] == SENT
    assert len(counted) <= 33, counted
