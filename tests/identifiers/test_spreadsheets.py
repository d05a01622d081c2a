"""What spreadsheets do to numbers is recognised and named; a repair is proposed, never made (promise 6)."""

import pytest
from hypothesis import assume, given

from portal.identifiers import Refused, adeli, finess, rpps, siren, siret
from tests.identifiers.registers import PARSE, genuine


@pytest.mark.parametrize(
    "ruined",
    [
        "1,01E+10",
        "1.01E+10",
        "1,01e+10",
        "1E+10",
        "1.0101010101E10",
        "1,01 E+10",
        "\u00a01,01E+10",
        "1,01E-5",
    ],
)
def test_a_scientific_notation_is_named_with_its_remedy(ruined):
    refused = rpps.parse(ruined)
    assert refused.code == "rpps_notation_excel"
    assert refused.proposal is None
    assert "tableur" in refused.message
    assert "format «\u00a0Texte\u00a0»" in refused.message


@pytest.mark.parametrize("check_key", [True, False])
def test_the_notation_of_a_siret_is_named_too(check_key):
    refused = siret.parse("2,601E+13", check_key=check_key)
    assert refused.code == "siret_notation_excel"
    assert "«\u00a02,601E+13\u00a0»" in refused.message


@pytest.mark.parametrize("decimal", ["99700075064.0", "99700075064,00", "99 700 075 064,0"])
def test_a_number_stored_as_a_decimal_is_refused_and_its_digits_proposed(decimal):
    assert rpps.parse(decimal) == Refused("rpps_nombre_decimal", rpps.parse(decimal).message, proposal="99700075064")


def test_a_decimal_of_the_wrong_key_has_no_proposal():
    assert rpps.parse("10101010101.0").proposal is None


def test_the_dot_of_a_decimal_never_makes_a_ninth_digit():
    # 10780054 lost its zero; with the 0 of « .0 » in its place, 107800540 could pass for another number.
    refused = finess.parse("10780054.0")
    assert (refused.code, refused.proposal) == ("finess_nombre_decimal", "010780054")


@pytest.mark.parametrize(("parse", "typed"), [(finess.parse, "10780054.5"), (rpps.parse, "9.9700075064")])
def test_a_dot_beside_a_lone_digit_belongs_to_a_decimal_not_to_groups(parse, typed):
    assert parse(typed).code.endswith("_chiffres")


@pytest.mark.parametrize(
    ("parse", "typed", "whole"),
    [
        (finess.parse, "10780054", "010780054"),
        (finess.parse, "10 780 054", "010780054"),
        (adeli.parse, "19190008", "019190008"),
        (siren.parse, "123455", "000123455"),
        (siret.parse, "12345500016", "00012345500016"),
    ],
)
def test_a_lost_leading_zero_is_named(parse, typed, whole):
    refused = parse(typed)
    assert refused.code.endswith("_zero_perdu")
    assert refused.proposal == whole
    assert parse(whole) == whole


def test_the_sentence_of_a_lost_zero_keeps_the_proposal_to_itself():
    # Whether 010780054 may be shown depends on the perimeter of the person, which only the caller knows.
    assert "010780054" not in finess.parse("10780054").message


def test_eight_digits_that_no_zero_makes_genuine_are_just_too_short():
    refused = finess.parse("10780055")
    assert (refused.code, refused.proposal) == ("finess_longueur", None)


def test_an_rpps_never_opens_with_a_zero_so_none_was_lost():
    assert rpps.parse("9970007506").code == "rpps_longueur"


def test_in_a_test_register_any_key_will_do_for_the_proposal():
    assert finess.parse("10780055", check_key=False).proposal == "010780055"
    assert finess.parse("b0172805", check_key=False).proposal == "0B0172805"


@given(genuine(opening="0"))
def test_every_lost_zero_is_found_again(case):
    name, number = case
    lost = len(number) - len(number.lstrip("0"))
    assume(1 <= lost <= {"rpps": 0, "adeli": 1, "finess": 1, "siren": 3, "siret": 3}[name])
    assert PARSE[name](number.lstrip("0")).proposal == number
