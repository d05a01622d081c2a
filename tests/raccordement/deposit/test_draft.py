"""A draft keeps all that is typed, right or wrong, and is never overwritten without a word; without JavaScript."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text

from portal.db import database, transaction
from portal.raccordement.record import service, store
from tests.pages.deposit import (
    ANSWERS,
    CONSENT,
    DRAFT,
    EMAIL,
    START,
    confirm,
    draft_link,
    fill,
    notices,
    picked,
    press,
    shown,
    typed,
)
from tests.registers.extract import load_communes

# (EJ, its territorials): as tests/raccordement/conftest.py puts them in the register.
FLEYRIAT, SUD = "010780054", "010780062"
PLACES = {FLEYRIAT: ["010000024", "010005239"], SUD: ["010000032"]}


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
    applicant.post(DRAFT, {"nom": "Grand", "version": str(kept().version)})
    assert (kept().last_name, kept().si_name) == ("Grand", ANSWERS["si_nom"])
    assert len(kept().establishments) == 2


def test_a_request_in_json_erases_nothing(applicant, kept):
    fill(applicant)
    answer = applicant.send("POST", DRAFT, json={"nom": ""}, headers={"X-CSRFToken": applicant.token})
    assert answer.status_code == 303
    assert kept().last_name == "Petit"


def test_a_page_that_is_sent_twice_changes_it_once(applicant, kept):
    sent = {**shown(applicant), **ANSWERS, "csrf_token": applicant.token}
    for _ in range(2):
        applicant.send("POST", DRAFT, data=sent)
    assert kept().version == 2


# As one types


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


# Two tabs


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


# Establishments


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


# The commune


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


# Who may open it


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


def test_a_draft_begun_by_other_means_opens_as_well(client, mailbox, records):
    records.places()
    with transaction() as session:
        record = service.open_draft(session, EMAIL)
        service.attach(record, store.attached(session, ["010000024"]))
    confirm(client, mailbox).press("Reprendre")
    assert picked(client) == {FLEYRIAT: ["010000024"]}
    press(client, f"aucun:{FLEYRIAT}")
    assert picked(client) == {FLEYRIAT: []}


def test_the_consent_is_asked_each_time_and_not_kept(applicant):
    press(applicant, **CONSENT)
    assert not applicant.soup.select_one("#accord").has_attr("checked")
