"""Two drafts in one browser, of two people or of one: each form writes in the one that it was shown for."""

from datetime import timedelta

import pytest

from portal import clock
from portal.config import settings
from portal.db import transaction
from portal.raccordement.record import store
from portal.raccordement.record.states import State
from tests.pages.deposit import DRAFT, EMAIL, SENT, START, confirm, fill, press, shown, typed

OTHER, CHOICE, KEEP = "camille.durand@ch-exemple.fr", "/raccordement/demande/choix", f"{DRAFT}/garder"
DISCARD = "/raccordement/demande/effacer"
CONSENT = {"accord": "y"}
FLEYRIAT = "010780054"


@pytest.fixture
def drafts(all_records):
    """The family name in each draft, by its address."""
    return lambda: {record.email: record.last_name for record in all_records(State.DRAFT)}


@pytest.fixture
def left(applicant, mailbox):
    """The form of a tab that was left, while somebody else opened a draft of theirs in the same browser."""
    form = shown(applicant)
    confirm(applicant, mailbox, OTHER)
    assert applicant.path == DRAFT
    return form


def test_a_form_is_kept_in_the_draft_that_it_shows(applicant, left, drafts):
    applicant.post(DRAFT, {**left, "nom": "Petit"})
    assert (applicant.status, drafts()) == (200, {EMAIL: "Petit", OTHER: ""})
    assert (EMAIL in applicant.text, OTHER in applicant.text, typed(applicant)["nom"]) == (True, False, "Petit")


def test_what_is_typed_is_kept_as_one_goes_in_the_draft_that_it_shows(applicant, left, drafts):
    answer = applicant.fragment(KEEP, {**left, "nom": "Petit"})
    assert "Brouillon enregistré à" in answer.text
    assert drafts() == {EMAIL: "Petit", OTHER: ""}
    # Whoever came last sees their own draft again.
    assert OTHER in applicant.open(DRAFT).text


def test_the_picker_adds_to_the_draft_that_it_shows(applicant, left, all_records):
    applicant.fragment(DRAFT, {**left, "geste": f"ajouter:{FLEYRIAT}"})
    assert {record.email for record in all_records() if record.establishments} == {EMAIL}


def test_both_are_sent_each_from_its_own_address(applicant, mailbox, all_records):
    fill(applicant)
    form = shown(applicant)
    fill(confirm(applicant, mailbox, OTHER), nom="Durand")
    theirs = shown(applicant)
    applicant.post(DRAFT, {**form, **CONSENT, "geste": "envoyer"})
    assert applicant.path == SENT
    applicant.post(DRAFT, {**theirs, **CONSENT, "geste": "envoyer"})
    assert applicant.path == SENT
    assert [(one.email, one.last_name) for one in all_records(State.DEPOSITED)] == [(EMAIL, "Petit"), (OTHER, "Durand")]


def test_two_drafts_of_one_address_are_two(applicant, mailbox, all_records):
    press(applicant, nom="Premier")
    form = shown(applicant)
    confirm(applicant, mailbox).post(CHOICE)
    press(applicant, nom="Second")
    applicant.post(DRAFT, {**form, "nom": "Premier encore"})
    assert sorted(record.last_name for record in all_records(State.DRAFT)) == ["Premier encore", "Second"]


def test_a_form_opens_nothing_in_another_browser(left, new_client, mailbox, drafts):
    other = confirm(new_client(), mailbox, "voleur@ch-exemple.fr")
    other.post(DRAFT, {**left, "nom": "Voleur", "csrf_token": other.token})
    assert (other.status, EMAIL in other.text) == (409, False)
    assert typed(other)["nom"] == "Voleur"
    assert set(drafts().values()) == {""}


@pytest.mark.parametrize("name", ["", "x", "1", "1.signature"])
def test_a_form_that_names_no_draft_writes_nowhere(applicant, drafts, name):
    press(applicant, nom="Petit", demande=name)
    assert (applicant.status, typed(applicant)["nom"], drafts()) == (409, "Petit", {EMAIL: ""})


def test_a_row_that_took_the_number_of_a_draft_is_not_written_by_its_form(applicant, all_records, drafts):
    form = shown(applicant)
    (record,) = all_records()
    with transaction() as session:
        store.get(session, record.id).created_at = record.changed_at.replace(year=2001)
    applicant.post(DRAFT, {**form, "nom": "Petit"})
    assert (applicant.status, drafts()) == (409, {EMAIL: ""})


def test_a_page_that_asks_throws_away_the_draft_that_it_names_alone(applicant, mailbox, drafts):
    asking = applicant.open(DISCARD)
    assert EMAIL in asking.text
    sent = {field["name"]: field["value"] for field in asking.soup.select("main form input")}
    confirm(applicant, mailbox, OTHER)
    applicant.post(DISCARD, sent)
    assert "Votre brouillon est effacé" in applicant.text
    assert set(drafts()) == {OTHER}
    # Theirs is shown still, and when the button is pressed again.
    for again in ({}, sent):
        assert OTHER in applicant.open(DRAFT).text
        applicant.post(DISCARD, again)
    assert set(drafts()) == {OTHER}


def test_the_link_of_a_draft_asks_about_it_whatever_was_opened_since(applicant, mailbox, drafts):
    (link,) = (one["href"] for one in applicant.open(DRAFT).soup.select(f"a[href^='{DISCARD}']"))
    confirm(applicant, mailbox, OTHER)
    asking = applicant.open(link)
    assert (EMAIL in asking.text, OTHER in asking.text) == (True, False)
    asking.press("Effacer le brouillon")
    assert set(drafts()) == {OTHER}


@pytest.mark.parametrize("name", ["", "x", "1.signature"])
def test_what_names_no_draft_throws_none_away(applicant, drafts, name):
    applicant.open(DISCARD)
    applicant.post(DISCARD, {"demande": name})
    assert (applicant.path, set(drafts())) == (DRAFT, {EMAIL})


def test_the_name_of_a_draft_throws_nothing_away_in_another_browser(left, new_client, mailbox, drafts):
    other = confirm(new_client(), mailbox, "voleur@ch-exemple.fr")
    assert EMAIL not in other.open(f"{DISCARD}?demande={left['demande']}").text
    other.post(DISCARD, {"demande": left["demande"]})
    assert EMAIL in drafts()


def test_an_address_proved_too_long_ago_throws_nothing_away(applicant, left, drafts):
    clock.shift(settings().session_minutes + timedelta(minutes=1))
    applicant.open(START)
    assert EMAIL not in applicant.open(f"{DISCARD}?demande={left['demande']}").text
    applicant.post(DISCARD, {"demande": left["demande"]})
    assert EMAIL in drafts()
