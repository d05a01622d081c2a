"""Searching by FINESS, SIREN, SIRET, INSEE commune or name; when nothing is found, why, and what to try."""

from datetime import date

import pytest

from portal.limits import Limit
from portal.raccordement.picker.forms import explained
from portal.raccordement.picker.service import EXAMPLES, SHOWN
from tests.pages.client import PageClient
from tests.registers.extract import number_of, place


@pytest.mark.parametrize(
    "text",
    [
        "010000024",
        "010 000 024",
        "010780054",
        "260100045",
        "26010004500012",
        "01451",
        "01440",
        "fleyriat",
        "CH DE FLÉYRIAT",
        "viriat",
    ],
)
def test_an_establishment_is_found_by_all_that_names_it(register, search, text):
    assert "010780054" in [found.finess_ej for found in search(text).found]


def test_territorials_come_under_their_juridical_establishment(register, search):
    (found,) = search("010780054").found
    assert (found.siren, found.total) == ("260100045", 2)
    assert [place.name for place in found.examples] == ["CH DE FLEYRIAT", "USLD EMILE PELICAND"]


def test_a_territorial_number_shows_it_and_counts_the_others(register, search):
    (found,) = search("010009702").found
    assert [place.finess_et for place in found.examples] == ["010009702"]
    assert found.total == 2


def test_what_is_chosen_already_is_said(register, search):
    (found,) = search("010780054", ["010780054"]).found
    assert found.chosen


def test_so_many_are_shown_and_the_rest_is_told(app, search):
    place(
        *(
            {"nofinesset": number_of(rank), "nofinessej": number_of(1000 + rank), "rs": f"CH {rank}"}
            for rank in range(SHOWN + 1)
        )
    )
    found = search("ch")
    assert (len(found.found), found.more) == (SHOWN, True)


def test_a_large_one_shows_a_few_examples_and_its_count(large, search):
    (found,) = search("hopital").found
    assert (len(found.examples), found.total) == (EXAMPLES, 230)


def said(search, text):
    found = search(text)
    assert found.found == ()
    assert found.why
    return explained(found.why, found.text).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("010000098", "La clé du numéro FINESS ne correspond pas"),
        ("99000000", "Le numéro FINESS compte 9 caractères ; vous en avez saisi 8."),
        ("990000002", "Le numéro FINESS ou SIREN 990000002 n’est pas dans le registre."),
        ("2A0000014", "Le numéro FINESS 2A0000014 n’est pas dans le registre."),
        ("73282932000074", "Le numéro SIRET 73282932000074 n’est pas dans le registre."),
        ("73282932000075", "La clé du numéro SIRET ne correspond pas"),
        ("99138", "Aucun établissement du registre n’est au code postal, ni au code INSEE, 99138."),
        ("hopital de la lune", "Aucun établissement ne répond à « hopital de la lune »."),
    ],
)
def test_why_nothing_is_found(register, search, text, sentence):
    assert sentence in said(search, text)


def test_a_number_that_lost_its_zero_is_proposed(app, search):
    assert "Numéro probable : 010000024." in said(search, "10000024")


@pytest.mark.parametrize("text", ["310783048", "310 783 048", "310781406", "26310012500016"])
def test_a_closed_establishment_is_said_to_be(register, close, search, text):
    place({"nofinesset": "310783048", "nofinessej": "310781406", "rs": "HOPITAL PURPAN", "siret": "26310012500016"})
    close("310783048", date(2026, 1, 31))
    found = search(text)
    assert found.found == ()
    assert (found.left.name, found.left.left_on) == ("HOPITAL PURPAN", date(2026, 1, 31))


def test_signs_are_nothing_to_search(register, search):
    assert search("   ").why is None
    assert said(search, "%") == "Aucun établissement ne répond à « % ». Essayez moins de mots, ou un numéro FINESS."


def test_an_endless_text_is_cut(register, search):
    assert len(search("x" * 5000).text) == 100


def test_what_one_types_is_answered_by_the_same_results(register, client):
    client.open("/raccordement/demande")
    answer = client.fragment(
        "/registres/etablissements", {"recherche": "fleyriat", "page": "/raccordement/demande/brouillon"}
    )
    assert "CH DE FLEYRIAT" in answer.text
    assert 'hx-post="/raccordement/demande/brouillon"' in answer.text


def test_each_button_is_named_so_that_another_answer_leaves_the_focus_on_it(register, client):
    client.open("/")
    answer = client.fragment("/registres/etablissements", {"recherche": "010780054"})
    assert 'id="ajouter-010780054"' in answer.text


@pytest.mark.parametrize("page", ["https://exemple.fr", "//exemple.fr", "/\\exemple.fr", "javascript:alert(1)"])
def test_its_buttons_lead_to_no_other_site(register, client, page):
    client.open("/raccordement/demande")
    answer = client.fragment("/registres/etablissements", {"recherche": "fleyriat", "page": page})
    assert 'hx-post=""' in answer.text


def test_the_register_tells_its_day(register, view):
    assert view().published_on is None
    assert not view().is_empty


def test_a_register_never_loaded_is_told(app, view):
    assert view().is_empty


def test_a_network_searches_so_much_and_no_more(register, make_app):
    app = make_app(limit_searches=Limit.parse("5/1min"))
    client = PageClient(app, address="198.51.100.7").open("/raccordement/demande")
    asked = [client.fragment("/registres/etablissements", {"recherche": "fleyriat"}).status_code for _ in range(7)]
    assert asked == [200] * 5 + [429] * 2
    other = PageClient(app).open("/raccordement/demande")
    assert other.fragment("/registres/etablissements", {"recherche": "fleyriat"}).status_code == 200
