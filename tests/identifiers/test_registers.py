"""What belongs to one register only: Corsica, La Poste, the national identifier, the test registers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn as stdnum_luhn
from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret

from portal.identifiers import Refused, finess, luhn, rpps, siren, siret


def taken(outcome: str | Refused) -> bool:
    return not isinstance(outcome, Refused)


@given(st.text("0123456789", min_size=1, max_size=20))
def test_the_luhn_key_is_the_one_of_stdnum(digits):
    assert luhn.is_valid(digits) == stdnum_luhn.is_valid(digits)


@given(st.from_regex(r"[0-9]{9}", fullmatch=True).filter(lambda digits: digits.strip("0")))
def test_a_siren_is_taken_when_stdnum_takes_it(digits):
    assert taken(siren.parse(digits)) == stdnum_siren.is_valid(digits)


@given(st.from_regex(r"(356000000|732829320|404833048|[0-9]{9})[0-9]{5}", fullmatch=True))
def test_a_siret_is_taken_when_stdnum_takes_it(digits):
    assert taken(siret.parse(digits)) == (stdnum_siret.is_valid(digits) and bool(digits.strip("0")))


def test_a_post_office_keeps_the_rule_of_la_poste():
    assert not luhn.is_valid("35600000049837")
    assert siret.parse("35600000049837") == "35600000049837"
    assert siret.parse("35600000049838").code == "siret_cle"


def test_the_head_office_of_la_poste_keeps_the_common_rule():
    assert siret.parse("35600000000048") == "35600000000048"


def test_the_fourteen_digits_do_not_save_a_wrong_siren():
    assert luhn.is_valid("73282932100007")
    assert siret.parse("73282932100007").code == "siret_cle"


@pytest.mark.parametrize("typed", ["2b0000020", "2B0000020", " 2b 000 0020 ", "2B-000-0020"])
def test_a_corsican_finess_is_taken_in_either_case(typed):
    assert finess.parse(typed) == "2B0000020"


@pytest.mark.parametrize(
    ("typed", "culprit"),
    [("2C0000020", "C"), ("3A0000020", "A"), ("A20000020", "A"), ("20B000020", "B"), ("31O781406", "O")],
)
def test_a_letter_elsewhere_in_a_finess_is_named(typed, culprit):
    refused = finess.parse(typed)
    assert refused.code == "finess_chiffres"
    assert f"«\u00a0{culprit}\u00a0»" in refused.message


def test_the_two_corsican_departements_are_not_taken_for_each_other():
    assert finess.parse("2A0000020").code == "finess_cle"


@pytest.mark.parametrize("typed", ["0B0172805", "1B0062023", "0b0172805", "0E0172805"])
def test_the_establishments_of_the_test_register_need_the_test_register(typed):
    assert finess.parse(typed).code == "finess_chiffres"
    assert finess.parse(typed, check_key=False) == typed.upper()


@pytest.mark.parametrize("typed", ["0\u017f0172805", "0\u212a0172805", "0É0172805", "\ufb010172805"])
def test_even_there_letters_are_those_of_ascii(typed):
    assert finess.parse(typed, check_key=False).code == "finess_chiffres"


def test_a_national_identifier_gives_its_rpps():
    assert rpps.parse_national("899700075064") == "99700075064"


@pytest.mark.parametrize(
    "text",
    [
        "30B0057881/CPET0002",  # the CPE card of a hospital employee
        "99700075064",
        "0759390008",
        "8 99700075064",
        "899700075064\n",
        "8997000750640",
        "８99700075064",
        "",
    ],
)
def test_any_other_national_identifier_is_nobodys_rpps(text):
    assert rpps.parse_national(text).code == "rpps_identifiant_national"


def test_the_rpps_inside_a_national_identifier_keeps_its_key():
    assert rpps.parse_national("899700075065").code == "rpps_cle"
    assert rpps.parse_national("899700075065", check_key=False) == "99700075065"


def test_a_national_identifier_is_not_taken_for_an_rpps():
    assert rpps.parse("899700075064").code == "rpps_longueur"
