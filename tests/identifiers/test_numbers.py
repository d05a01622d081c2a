"""What holds for the numbers of every register: taken as typed, refused with the reason, never mended."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.identifiers import Refused
from tests.identifiers.registers import EVERY_GENUINE, GENUINE, PARSE, genuine, retyped

ONE_OF_EACH = [(name, numbers[0]) for name, numbers in GENUINE.items()]
each_register = pytest.mark.parametrize(("name", "number"), ONE_OF_EACH)


def code(name: str, text: str, **options: bool) -> str:
    outcome = PARSE[name](text, **options)
    assert isinstance(outcome, Refused), outcome
    return outcome.code.removeprefix(f"{name}_")


@pytest.mark.parametrize(("name", "number"), EVERY_GENUINE)
def test_a_genuine_number_is_taken_as_it_is(name, number):
    assert PARSE[name](number) == number


@each_register
@pytest.mark.parametrize(
    "between", [" ", "\u00a0", "\u202f", "\u2009", "\t", ".", "-", "\u2011", "\u2013", " - ", "\u200b"]
)
def test_harmless_separators_are_dropped(name, number, between):
    assert PARSE[name](f" {number[:3]}{between}{number[3:6]}{between}{number[6:]}\r\n") == number


@each_register
@pytest.mark.parametrize("slip", [",", "/", "--", "..", "_", "O", "'", "\u202e", "\x00", "+"])
def test_any_other_sign_between_groups_is_refused(name, number, slip):
    assert code(name, f"{number[:4]}{slip}{number[4:]}") == "chiffres"


@each_register
@pytest.mark.parametrize("zero", [0xFF10, 0x0660, 0x06F0, 0x0966, 0x1D7CE, 0x2070])
def test_digits_of_other_scripts_are_refused(name, number, zero):
    foreign = number.translate({ord("0") + value: zero + value for value in range(10)})
    assert code(name, foreign) == "chiffres"


@pytest.mark.parametrize("mark", ["²", "①", "Ⅷ", "½", "𝟙", "८"])
def test_one_foreign_digit_among_ours_is_refused_and_named(mark):
    refused = PARSE["rpps"](f"9970007506{mark}")
    assert refused.code == "rpps_chiffres"
    assert f"«\u00a0{mark}\u00a0»" in refused.message


@each_register
@pytest.mark.parametrize("blank", ["", " ", "\u00a0\n", "\ufeff"])
def test_nothing_typed_asks_for_the_number(name, number, blank):
    assert code(name, blank) == "vide"


@each_register
def test_one_sign_too_many_is_refused_without_a_proposal(name, number):
    refused = PARSE[name](f"{number}0")
    assert refused.code == f"{name}_longueur"
    assert refused.proposal is None


@each_register
@pytest.mark.parametrize("check_key", [True, False])
def test_zeros_typed_to_get_past_a_field_are_refused(name, number, check_key):
    assert code(name, "0" * len(number), check_key=check_key) == "zeros"


def test_the_sentence_counts_what_was_typed():
    assert PARSE["rpps"]("1010101010").message == ("Le numéro RPPS compte 11 chiffres\u00a0; vous en avez saisi 10.")


@each_register
def test_without_the_key_check_a_wrong_key_passes_and_a_wrong_length_does_not(name, number):
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert code(name, wrong) == "cle"
    assert PARSE[name](wrong, check_key=False) == wrong
    assert code(name, wrong[1:] + "00", check_key=False) == "longueur"


@given(genuine(), st.data())
def test_one_wrong_digit_is_always_refused(case, data):
    name, number = case
    place = data.draw(st.sampled_from([at for at, sign in enumerate(number) if sign.isdigit()]))
    digit = data.draw(st.sampled_from("0123456789").filter(lambda other: other != number[place]))
    assert isinstance(PARSE[name](number[:place] + digit + number[place + 1 :]), Refused)


@given(genuine(), st.data())
def test_two_swapped_neighbours_are_refused_but_for_0_and_9(case, data):
    name, number = case
    at = data.draw(st.integers(0, len(number) - 2))
    left, right = number[at : at + 2]
    assume(left != right and {left, right} != {"0", "9"})
    assert isinstance(PARSE[name](number[:at] + right + left + number[at + 2 :]), Refused)


@given(st.sampled_from(list(PARSE)), st.text(), st.booleans())
def test_no_text_makes_a_reading_fail(name, text, check_key):
    assert isinstance(PARSE[name](text, check_key=check_key), str | Refused)


@given(genuine().flatmap(retyped))
def test_a_reading_keeps_every_letter_and_digit_in_order(case):
    name, typed = case
    number = PARSE[name](typed)
    assume(not isinstance(number, Refused))
    assert number == re.sub(r"[ \u00a0.-]", "", typed).upper()


@given(genuine().flatmap(retyped), st.booleans())
def test_a_second_reading_changes_nothing(case, check_key):
    name, typed = case
    number = PARSE[name](typed, check_key=check_key)
    assume(not isinstance(number, Refused))
    assert PARSE[name](number, check_key=check_key) == number
