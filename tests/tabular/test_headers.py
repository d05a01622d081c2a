"""Columns are found by name, as people and programs write names."""

import pytest

from portal.tabular.headers import Layout, Wanted, match
from tests.tabular.made import opened

COLUMNS = (
    Wanted("Finess EJ", synonyms=("N° Finess EJ",), mandatory=True),
    Wanted("Nom de l’équipe"),
    Wanted("N° RPPS", synonyms=("RPPS",), mandatory=True),
)


@pytest.mark.parametrize(
    "name",
    [
        "N° RPPS",
        "Nº RPPS",
        "No RPPS",
        "N RPPS",
        "n°rpps",
        "Num. RPPS",
        "NUMÉRO RPPS",
        " n°\u00a0rpps ",
        "N°\u202fRPPS",
        "rpps",
    ],
)
def test_a_number_is_found_however_it_is_abbreviated(name):
    assert match(["Finess EJ", name], COLUMNS) == Layout((0, -1, 1), 2, 2, ())


@pytest.mark.parametrize(
    "name",
    [
        "Nom de l'équipe",
        "NOM DE L’EQUIPE",
        "nom de l equipe",
        "Nom de l`équipe",
        "Nom_de_l'équipe",
        "Nom de l’e\u0301quipe",
        "\ufeffNom  de\u00a0l’équipe ",
        "Nom de\nl’équipe",
    ],
)
def test_a_name_is_found_whatever_its_accents_case_and_apostrophes(name):
    assert match([name, "RPPS", "Finess EJ"], COLUMNS) == Layout((2, 0, 1), 3, 3, ())


def test_columns_that_nobody_asked_for_are_told():
    assert match(["RPPS", "Téléphone", "", "Finess EJ", "Note\nlibre"], COLUMNS).ignored == ("Téléphone", "Note libre")


def test_a_name_of_any_length_is_told_in_a_few_words():
    assert len(match(["RPPS", "Finess EJ", "x" * 5000], COLUMNS).ignored[0]) == 80


def test_every_mandatory_column_that_lacks_is_named():
    refused = opened(b"Nom de l'equipe;autre\nA;B\n", COLUMNS)
    assert refused.code == "colonnes_absentes"
    assert "les colonnes «\u00a0Finess EJ\u00a0», «\u00a0N° RPPS\u00a0»" in refused.message


def test_one_mandatory_column_that_lacks_is_named_alone():
    assert "Il manque la colonne «\u00a0N° RPPS\u00a0»." in opened(b"Finess EJ\n1\n", COLUMNS).message


def test_a_column_that_comes_twice_is_refused_by_its_own_name():
    refused = opened("N° RPPS;Finess EJ;rpps\n1;2;3\n".encode(), COLUMNS)
    assert refused.code == "colonnes_doubles"
    assert "«\u00a0N° RPPS\u00a0»" in refused.message


def test_a_column_that_nobody_asked_for_may_come_twice():
    assert match(["RPPS", "x", "Finess EJ", "x"], COLUMNS).ignored == ("x", "x")


def test_a_file_without_any_known_column_is_refused_even_when_none_is_mandatory():
    assert opened(b"a;b\n1;2\n", (Wanted("Nom"), Wanted("RPPS"))).code == "colonnes_absentes"


def test_a_refusal_never_repeats_what_was_read_for_a_header():
    refused = opened(b"MARTIN;Secret-123\nDUPONT;autre\n", COLUMNS)
    assert "Secret-123" not in refused.message
    assert "MARTIN" not in refused.message
