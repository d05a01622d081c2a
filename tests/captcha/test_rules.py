"""What is drawn can be told apart, and what a person may type for it is understood."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.captcha import rules

TEXTS = st.text(st.sampled_from(rules.ALPHABET), min_size=rules.LENGTH, max_size=rules.LENGTH)
SECRETS = st.binary(min_size=32, max_size=32)
WORDS = {"0": "zéro", "2": "deux", "3": "trois", "4": "quatre", "5": "cinq", "6": "six"} | {
    "7": "sept",
    "8": "huit",
    "9": "neuf",
}
NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)


@given(SECRETS)
def test_a_secret_stands_for_six_digits_without_any_1(secret):
    text = rules.text(secret)
    assert len(text) == rules.LENGTH
    assert set(text) <= set(rules.ALPHABET)
    assert "1" not in rules.ALPHABET


@given(SECRETS, SECRETS)
def test_the_digits_are_those_of_the_secret_and_of_no_other(one, other):
    assert rules.text(one) == rules.text(bytes(one))
    assert (rules.text(one) == rules.text(other)) == (_number(one) == _number(other))


def _number(secret):
    return int.from_bytes(secret, "big") % len(rules.ALPHABET) ** rules.LENGTH


@given(TEXTS, st.lists(st.sampled_from(["", " ", "\u00a0", "-", ".", ", ", " ; "]), min_size=7, max_size=7))
def test_spaces_and_marks_between_the_digits_do_not_count(text, marks):
    typed = marks[0] + "".join(digit + mark for digit, mark in zip(text, marks[1:], strict=True))
    assert rules.is_right(typed, text)


@given(TEXTS, st.sampled_from([str.lower, str.upper, str.title]), st.sampled_from([" ", ", ", ""]))
def test_the_digits_may_be_spoken(text, case, between):
    assert rules.is_right(case(between.join(WORDS[digit] for digit in text)), text)


@given(TEXTS)
def test_accents_of_spoken_digits_may_be_missing_or_apart(text):
    typed = " ".join(WORDS[digit] for digit in text)
    assert rules.is_right(typed.replace("é", "e"), text)
    assert rules.is_right(typed.replace("é", "e\u0301"), text)


@given(TEXTS)
def test_digits_of_other_keyboards_are_digits(text):
    for zero in ("０", "٠", "۰"):
        assert rules.is_right("".join(chr(ord(zero) + int(digit)) for digit in text), text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("O2345O", "023450"),
        ("oQD234", "000234"),
        ("123456", "723456"),
        ("Il2345", "772345"),
        ("Zz3456", "223456"),
        ("SsAA67", "554467"),
        ("bGB234", "668234"),
        ("gq2345", "992345"),
        ("2 deux ２ Z ٢ z", "222222"),
    ],
)
def test_a_sign_taken_for_another_is_understood(typed, text):
    assert rules.is_right(typed, text)


@given(TEXTS, st.text(max_size=20))
def test_what_is_something_else_is_wrong(text, typed):
    assert rules.is_right(typed, text) == (rules.canonical(typed) == text)


@given(TEXTS, TEXTS)
def test_other_digits_are_wrong(text, other):
    assert rules.is_right(other, text) == (other == text)


@given(st.text(max_size=40))
def test_reading_twice_is_reading_once(typed):
    once = rules.canonical(typed)
    assert rules.canonical(once) == once


@given(TEXTS, st.sampled_from("wxykµ中"))
def test_a_letter_that_stands_for_no_digit_makes_it_wrong(text, letter):
    assert not rules.is_right(text + letter, text)


@pytest.mark.parametrize(
    ("age", "alive"),
    [
        (timedelta(), True),
        (rules.LIFE - timedelta(seconds=1), True),
        (rules.LIFE, False),
        (timedelta(seconds=-1), False),
    ],
)
def test_a_captcha_lives_two_hours(age, alive):
    assert rules.is_alive(NOON, NOON + age) is alive
