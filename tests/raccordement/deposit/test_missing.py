"""What a request still lacks is said field by field, and nothing is sent before it is whole."""

import pytest

from portal.raccordement.record.states import State
from tests.pages.deposit import (
    ANSWERS,
    CONSENT,
    SENT,
    fill,
    notices,
    press,
    send,
)


def test_an_empty_request_is_refused_field_by_field(applicant, all_records):
    press(applicant, "envoyer")
    assert applicant.status == 422
    assert len(applicant.errors) == 11
    assert "11 réponses sont à corriger" in applicant.text
    assert all_records()[0].state is State.DRAFT


# The answers are judged before any database is asked.
ONCE = pytest.mark.one_database


@ONCE
@pytest.mark.parametrize("name", sorted(ANSWERS.keys() - {"commentaires"}))
def test_each_mandatory_field_is_asked_for(applicant, all_records, name):
    fill(applicant)
    press(applicant, "envoyer", **CONSENT, **{name: "  "})
    assert len(applicant.errors) == 1
    assert applicant.soup.select_one(f"#{name}-erreur")
    assert all_records()[0].state is State.DRAFT


def test_the_summary_links_to_every_field_in_the_order_of_the_page(applicant):
    press(applicant, "envoyer")
    links = [tag["href"] for tag in applicant.soup.select(".error-summary a")]
    assert links == [
        *(f"#{name}" for name in ANSWERS if name != "commentaires"),
        "#recherche",
        "#accord",
    ]


def test_the_consent_is_asked(applicant, all_records):
    fill(applicant)
    press(applicant, "envoyer")
    assert applicant.errors == ["Cochez la demande de rattachement pour l’envoyer."]
    assert all_records()[0].state is State.DRAFT


def test_one_establishment_at_least_is_asked(applicant):
    press(applicant, **ANSWERS)
    press(applicant, "envoyer", **CONSENT)
    assert applicant.errors == ["Cherchez, puis ajoutez au moins un établissement à raccorder."]


def test_a_juridical_one_without_any_territorial_is_said(applicant):
    fill(applicant)
    press(applicant, "aucun:010780054")
    press(applicant, "envoyer", **CONSENT)
    assert "Cochez au moins un territorial sous l’établissement juridique 010780054" in applicant.errors[0]


def test_an_establishment_closed_meanwhile_is_said(applicant, records, all_records):
    press(applicant, **ANSWERS)
    press(applicant, "ajouter:010780062")
    records.closed_place("010000032")
    press(applicant, "envoyer", **CONSENT)
    assert "L’établissement 010000032 a quitté le registre le samedi 31 janvier 2026" in applicant.errors[0]
    assert "a quitté le registre" in applicant.soup.select_one(".picked").get_text()
    assert all_records()[0].state is State.DRAFT


def test_a_closed_establishment_goes_with_its_juridical_one(applicant, records, all_records):
    press(applicant, "ajouter:010780062")
    records.closed_place("010000032")
    press(applicant, "supprimer:010780062")
    assert all_records()[0].establishments == []


def test_every_fault_of_the_choice_is_said_at_once(applicant):
    press(applicant, **ANSWERS)
    for number in ("010780054", "010780062"):
        press(applicant, f"ajouter:{number}")
        press(applicant, f"aucun:{number}")
    press(applicant, "envoyer", **CONSENT)
    said = applicant.errors + notices(applicant)
    assert [number for number in ("010780054", "010780062") if any(number in text for text in said)] == [
        "010780054",
        "010780062",
    ]


@ONCE
@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("telephone", "demain", "Un numéro de téléphone compte au moins 9"),
        ("telephone", "12345", "Un numéro de téléphone compte au moins 9"),
        ("code_postal", "0144", "Le code postal compte 5"),
        ("code_postal", "01A40", "Le code postal compte 5"),
        ("nom", "x" * 101, "100 caractères au plus"),
        ("commentaires", "x" * 2001, "2000 caractères au plus"),
    ],
)
def test_an_answer_that_cannot_be_right_is_said(applicant, all_records, name, answer, said):
    fill(applicant)
    press(applicant, "envoyer", **CONSENT, **{name: answer})
    assert said in applicant.errors[0].replace("\u00a0", " ")
    assert all_records()[0].state is State.DRAFT


@ONCE
@pytest.mark.parametrize("answer", ["+33 4 74 00 00 00", "04.74.00.00.00", "0474000000", "04-74-00-00-00"])
def test_a_telephone_is_written_as_one_likes(applicant, answer):
    send(applicant, telephone=answer)
    assert applicant.path == SENT


def test_a_postal_code_may_have_spaces(applicant, all_records):
    send(applicant, code_postal="01 440")
    assert all_records()[0].postal_code == "01440"
