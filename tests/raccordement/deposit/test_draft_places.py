"""The establishments and the commune of a draft: searched, ticked, taken off, proposed; without JavaScript."""

import pytest
from bs4 import BeautifulSoup

from portal.db import transaction
from portal.raccordement.record import service, store
from tests.pages.deposit import (
    DRAFT,
    EMAIL,
    confirm,
    notices,
    picked,
    press,
    typed,
)
from tests.registers.extract import load_communes

# (EJ, its territorials): as tests/raccordement/conftest.py puts them in the register.
FLEYRIAT, SUD = "010780054", "010780062"


PLACES = {FLEYRIAT: ["010000024", "010005239"], SUD: ["010000032"]}


def test_an_establishment_is_searched_added_ticked_and_taken_off(applicant, kept):
    press(applicant, "chercher", recherche="fleyriat")
    assert "recherche=fleyriat" in applicant.response.request.full_path
    assert "CH DE FLEYRIAT" in applicant.text
    press(applicant, f"ajouter:{FLEYRIAT}", recherche="fleyriat")
    assert picked(applicant) == {FLEYRIAT: PLACES[FLEYRIAT]}
    press(applicant, territorial=["010000024"])
    assert picked(applicant) == {FLEYRIAT: ["010000024"]}
    press(applicant, f"supprimer:{FLEYRIAT}")
    assert picked(applicant) == {}
    assert kept().establishments == []


def test_several_juridical_establishments_stay_in_the_order_of_their_choice(applicant):
    press(applicant, f"ajouter:{SUD}")
    press(applicant, f"ajouter:{FLEYRIAT}")
    applicant.open(DRAFT)
    assert list(picked(applicant)) == [SUD, FLEYRIAT]


def test_all_and_none_tick_and_untick(applicant):
    press(applicant, f"ajouter:{FLEYRIAT}")
    press(applicant, f"aucun:{FLEYRIAT}")
    assert picked(applicant) == {FLEYRIAT: []}
    press(applicant, f"tous:{FLEYRIAT}")
    assert picked(applicant) == {FLEYRIAT: PLACES[FLEYRIAT]}


def test_one_with_nothing_ticked_is_still_there_when_the_page_is_opened_again(applicant):
    press(applicant, f"ajouter:{FLEYRIAT}")
    press(applicant, f"aucun:{FLEYRIAT}")
    applicant.open(DRAFT)
    assert picked(applicant) == {FLEYRIAT: []}


@pytest.mark.parametrize(
    ("button", "said"),
    [
        (f"ajouter:{FLEYRIAT}", f"L’établissement juridique {FLEYRIAT} est ajouté, avec 2 territoriaux"),
        ("ajouter:999999999", "Aucun établissement ouvert du registre ne dépend de 999999999"),
        (f"supprimer:{FLEYRIAT}", f"L’établissement juridique {FLEYRIAT} est retiré de la liste"),
    ],
)
def test_each_button_says_what_it_did(applicant, button, said):
    press(applicant, button)
    assert said in notices(applicant)[0].replace("\u00a0", " ")


def test_what_a_button_did_is_said_once(applicant):
    press(applicant, f"ajouter:{FLEYRIAT}")
    applicant.open(DRAFT)
    assert notices(applicant) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (FLEYRIAT, "est le numéro d’un établissement juridique, non d’un territorial"),
        ("999999999", "n’est pas dans le registre FINESS"),
        ("010000032", "dépend d’un établissement juridique absent de la liste"),
    ],
)
def test_a_number_that_cannot_be_kept_is_said_and_left_out(applicant, kept, number, said):
    press(applicant, f"ajouter:{FLEYRIAT}")
    press(applicant, territorial=["010000024", number])
    assert said in notices(applicant)[0]
    assert [row.finess_et for row in kept().establishments] == ["010000024"]


def test_an_empty_register_says_what_to_do_and_the_rest_is_kept(client, mailbox, kept):
    confirm(client, mailbox)
    assert "Le registre des établissements n’est pas chargé" in client.text
    assert "portail import-finess" in client.text
    press(client, nom="Petit")
    assert kept().last_name == "Petit"


def test_the_only_commune_of_a_postal_code_is_proposed(applicant, tmp_path):
    load_communes(tmp_path, "01451;Viriat;01440;01;84")
    press(applicant, "communes", code_postal="01440")
    assert typed(applicant)["commune"] == "Viriat"


def test_a_commune_that_was_typed_is_left_as_it_is(applicant, tmp_path):
    load_communes(tmp_path, "01451;Viriat;01440;01;84")
    press(applicant, "communes", code_postal="01440", commune="Bourg-en-Bresse Cedex")
    assert typed(applicant)["commune"] == "Bourg-en-Bresse Cedex"


def test_the_communes_of_a_postal_code_are_listed(applicant, tmp_path):
    load_communes(tmp_path, "01053;Bourg-en-Bresse;01000;01;84", "01344;Saint-Denis-lès-Bourg;01000;01;84")
    press(applicant, "communes", code_postal="01000")
    assert typed(applicant)["commune"] == ""
    assert [tag["value"] for tag in applicant.soup.select("#communes-liste option")] == [
        "Bourg-en-Bresse",
        "Saint-Denis-lès-Bourg",
    ]


def test_what_is_proposed_as_one_types_is_what_the_page_shows(applicant, tmp_path):
    load_communes(tmp_path, "01053;Bourg-en-Bresse;01000;01;84", "01344;Saint-Denis-lès-Bourg;01000;01;84")
    answer = applicant.fragment("/registres/communes", {"code_postal": "01000"})
    press(applicant, "communes", code_postal="01000")
    assert BeautifulSoup(answer.text, "html.parser").select_one("#communes") == applicant.soup.select_one("#communes")


def test_a_draft_begun_by_other_means_opens_as_well(client, mailbox, records):
    records.places()
    with transaction() as session:
        record = service.open_draft(session, EMAIL)
        service.attach(record, store.attached(session, ["010000024"]))
    confirm(client, mailbox).press("Reprendre")
    assert picked(client) == {FLEYRIAT: ["010000024"]}
    press(client, f"aucun:{FLEYRIAT}")
    assert picked(client) == {FLEYRIAT: []}
