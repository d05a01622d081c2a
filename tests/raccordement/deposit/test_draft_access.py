"""Who may open a draft, what becomes of one that cannot be opened, and how one is thrown away."""

import pytest
from sqlalchemy import text

from portal.db import database
from tests.pages.deposit import (
    DRAFT,
    EMAIL,
    START,
    draft_link,
    press,
    shown,
    typed,
)

pytestmark = pytest.mark.one_database

# (EJ, its territorials): as tests/raccordement/conftest.py puts them in the register.
FLEYRIAT, SUD = "010780054", "010780062"


@pytest.mark.parametrize("path", [DRAFT, "/raccordement/demande/choix", "/raccordement/demande/effacer"])
def test_a_stranger_is_led_to_the_beginning(applicant, new_client, path):
    other = new_client().open(path)
    assert other.path == START
    assert EMAIL not in other.text


def test_a_cookie_that_was_forged_opens_nothing(applicant, new_client):
    app = applicant.http.application
    forged = app.session_interface.get_signing_serializer(app)
    forged.secret_keys = [b"une autre cle"]
    other = new_client()
    other.http.set_cookie("session", forged.dumps({"raccordement": 1}), domain="127.0.0.1")
    assert other.open(DRAFT).path == START


def test_a_cookie_taken_to_another_browser_opens_nothing(applicant, new_client):
    other = new_client()
    stolen = applicant.http.get_cookie("session", domain="127.0.0.1")
    other.http.set_cookie("session", stolen.value, domain="127.0.0.1")
    assert other.open(DRAFT).path == START


def test_an_address_proved_long_ago_shows_nothing_and_still_loses_nothing(applicant, later, kept):
    sent = {**shown(applicant), "nom": "Petit"}
    later(hours=13)
    applicant.post(DRAFT, sent)
    assert applicant.path == START
    assert "Votre brouillon est gardé" in applicant.text
    assert kept().last_name == "Petit"
    assert applicant.open(DRAFT).path == START


def test_what_cannot_be_kept_stays_on_its_page(applicant, kept):
    sent = {**shown(applicant), "nom": "Petit"}
    applicant.http.delete_cookie("session", domain="127.0.0.1")
    applicant.open(START)
    applicant.post(DRAFT, {**sent, "csrf_token": applicant.token})
    assert applicant.status == 409
    assert "Rien n’est enregistré" in applicant.text
    assert typed(applicant)["nom"] == "Petit"
    assert EMAIL not in applicant.text
    assert kept().last_name == ""


def test_once_the_link_is_followed_the_page_can_be_kept_after_all(applicant, mailbox, kept):
    sent = {**shown(applicant), "nom": "Petit"}
    applicant.http.delete_cookie("session", domain="127.0.0.1")
    applicant.open(START)
    applicant.post(DRAFT, {**sent, "csrf_token": applicant.token})
    page = shown(applicant)
    applicant.open(draft_link(mailbox)).press("Reprendre ma demande")
    applicant.post(DRAFT, {**page, "csrf_token": applicant.token})
    assert applicant.status == 200
    assert kept().last_name == "Petit"


def test_a_draft_is_thrown_away_on_purpose_only(applicant, all_records):
    press(applicant, f"ajouter:{FLEYRIAT}")
    applicant.open("/raccordement/demande/effacer")
    assert len(all_records()) == 1
    applicant.press("Effacer le brouillon")
    assert "Votre brouillon est effacé" in applicant.text
    assert all_records() == []
    assert applicant.open(DRAFT).path == START


def test_nothing_of_a_draft_that_was_thrown_away_is_left(applicant):
    press(applicant, f"ajouter:{FLEYRIAT}")
    applicant.open("/raccordement/demande/effacer").press("Effacer le brouillon")
    with database().engine.connect() as connection:
        counts = [
            connection.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - our own tables
            for table in ("raccordement", "raccordement_draft", "raccordement_establishment")
        ]
    assert counts == [0, 0, 0]
