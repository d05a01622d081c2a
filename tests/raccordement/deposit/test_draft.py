"""A draft keeps all that is typed, right or wrong, and is never overwritten without a word; without JavaScript."""

import pytest

from tests.pages.deposit import (
    ANSWERS,
    CONSENT,
    DRAFT,
    EMAIL,
    draft_link,
    fill,
    press,
    shown,
    typed,
)

# (EJ, its territorials): as tests/raccordement/conftest.py puts them in the register.
FLEYRIAT, SUD = "010780054", "010780062"


def test_the_page_has_the_three_parts_of_the_source(applicant):
    legends = [" ".join(tag.get_text().split()) for tag in applicant.soup.select("fieldset.section > legend")]
    assert legends == [
        "Identité du demandeur",
        "Description du système d’information à raccorder",
        "Établissements juridiques et territoriaux rattachés",
    ]
    labels = [" ".join(tag.get_text().split()) for tag in applicant.soup.select("#demande .field-label")]
    assert labels[:11] == [
        "Nom",
        "Prénom",
        "Fonction",
        "Courriel",
        "Téléphone",
        "Adresse",
        "Code postal",
        "Commune",
        "Nom du système d’information",
        "N° de version",
        "Commentaires facultatif",
    ]


def test_the_address_is_shown_and_cannot_be_changed(applicant, kept):
    assert EMAIL in applicant.text
    assert "email" not in shown(applicant)
    press(applicant, email="autre@ch-exemple.fr", courriel="autre@ch-exemple.fr")
    assert kept().email == EMAIL


def test_all_that_is_typed_is_there_when_the_page_is_opened_again(applicant):
    press(applicant, **{**ANSWERS, "commentaires": "Deux\r\nlignes"})
    applicant.open(DRAFT)
    assert typed(applicant) == {**ANSWERS, "commentaires": "Deux\nlignes"}
    assert "Brouillon enregistré à" in applicant.text


def test_an_answer_that_cannot_be_right_is_kept_too(applicant):
    press(applicant, telephone="demain", code_postal="0144")
    applicant.open(DRAFT)
    assert (typed(applicant)["telephone"], typed(applicant)["code_postal"]) == ("demain", "0144")


@pytest.mark.parametrize(
    "button", ["", "chercher", "communes", f"ajouter:{FLEYRIAT}", "envoyer", "inconnu", "ajouter:"]
)
def test_every_button_keeps_what_is_typed(applicant, kept, button):
    press(applicant, button, nom="Petit", si_nom="Exemple")
    assert (kept().last_name, kept().si_name) == ("Petit", "Exemple")


def test_what_a_page_did_not_send_is_left_alone(applicant, kept):
    fill(applicant)
    applicant.post(DRAFT, {"nom": "Grand", "version": str(kept().version), "demande": shown(applicant)["demande"]})
    assert (kept().last_name, kept().si_name) == ("Grand", ANSWERS["si_nom"])
    assert len(kept().establishments) == 2


def test_a_request_in_json_erases_nothing(applicant, kept):
    fill(applicant)
    answer = applicant.send("POST", DRAFT, json={"nom": ""}, headers={"X-CSRFToken": applicant.token})
    assert answer.status_code == 409
    assert kept().last_name == "Petit"


def test_a_page_that_is_sent_twice_changes_it_once(applicant, kept):
    sent = {**shown(applicant), **ANSWERS, "csrf_token": applicant.token}
    for _ in range(2):
        applicant.send("POST", DRAFT, data=sent)
    assert kept().version == 2


def test_what_is_typed_is_kept_as_one_goes(applicant, kept):
    answer = applicant.fragment(f"{DRAFT}/garder", {**shown(applicant), "nom": "Petit"})
    assert answer.status_code == 200
    assert "Brouillon enregistré à" in answer.text
    assert 'name="version" value="2"' in " ".join(answer.text.split())
    assert kept().last_name == "Petit"


def test_the_answer_replaces_the_line_that_says_so(applicant):
    answer = applicant.fragment(f"{DRAFT}/garder", {**shown(applicant), "nom": "Petit"})
    assert answer.text.strip().startswith("<div")
    assert 'id="enregistrement"' in answer.text
    assert applicant.soup.select_one("#enregistrement")["role"] == "status"


def test_a_button_pressed_with_htmx_brings_the_picker_and_the_new_version(applicant, kept):
    answer = applicant.fragment(DRAFT, {**shown(applicant), "nom": "Petit", "geste": f"ajouter:{FLEYRIAT}"})
    assert 'id="etablissements"' in answer.text
    assert "hx-swap-oob" in answer.text
    assert 'value="2"' in answer.text
    assert kept().last_name == "Petit"


def test_a_second_tab_does_not_overwrite_the_first_without_a_word(applicant, new_client, mailbox, kept):
    other = new_client().open(draft_link(mailbox)).press("Reprendre ma demande")
    press(applicant, nom="Petit")
    press(other, nom="Grand", prenom="Camille")
    assert other.status == 409
    assert "Ce brouillon a changé dans un autre onglet" in other.text
    assert "Nom, Prénom" in other.text
    assert typed(other)["nom"] == "Grand"
    assert kept().last_name == "Petit"


def test_whoever_was_told_may_keep_what_the_page_shows(applicant, new_client, mailbox, kept):
    other = new_client().open(draft_link(mailbox)).press("Reprendre ma demande")
    press(applicant, nom="Petit")
    press(other, nom="Grand")
    press(other)
    assert other.status == 200
    assert kept().last_name == "Grand"


def test_two_tabs_that_say_the_same_are_not_in_the_way_of_each_other(applicant, new_client, mailbox, kept):
    other = new_client().open(draft_link(mailbox)).press("Reprendre ma demande")
    press(applicant, nom="Petit")
    press(other, nom="Petit")
    assert other.status == 200


def test_a_tab_left_behind_is_told_as_one_types_and_keeps_being_told(applicant, new_client, mailbox, kept):
    other = new_client().open(draft_link(mailbox)).press("Reprendre ma demande")
    press(applicant, nom="Petit")
    sent = {**shown(other), "nom": "Grand"}
    for _ in range(2):
        answer = other.fragment(f"{DRAFT}/garder", sent)
        assert "ce brouillon a changé dans un autre onglet" in answer.text
        assert 'value="1"' in answer.text
    assert kept().last_name == "Petit"


def test_a_picker_left_behind_changes_nothing_and_says_so(applicant, new_client, mailbox, kept):
    other = new_client().open(draft_link(mailbox)).press("Reprendre ma demande")
    press(applicant, f"ajouter:{FLEYRIAT}")
    answer = other.fragment(DRAFT, {**shown(other), "geste": f"ajouter:{SUD}"})
    assert answer.status_code == 409
    assert "Rien n’est changé" in answer.text
    assert {row.finess_ej for row in kept().establishments} == {FLEYRIAT}


def test_the_consent_is_asked_each_time_and_not_kept(applicant):
    press(applicant, **CONSENT)
    assert not applicant.soup.select_one("#accord").has_attr("checked")
