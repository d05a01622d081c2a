"""Every rule at once; common, personal and mechanical passwords are seen through; honest ones pass."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.policy import Rule, TooLong, canonical, check

ABOUT = ["Lefèvre-Marchand", "Jeanne", "10102180600", "jmarchand2", "jeanne.marchand@chu-rouen.mssante.fr"]
COMMON, OWN, PATTERN = Rule.NOT_COMMON, Rule.NOT_OWN, Rule.NOT_A_PATTERN


def broken(password: str, about: list[str] = ABOUT, minimum: int = 12) -> set[Rule]:
    return {finding.rule for finding in check(password, about, minimum) if not finding.met}


def sentence(password: str, rule: Rule, minimum: int = 12) -> str:
    return next(finding.sentence for finding in check(password, ABOUT, minimum) if finding.rule is rule)


def test_every_rule_is_told_in_the_same_order_whatever_is_typed():
    for password in ("", "motdepasse", "cheval agrafe pile correcte", "x" * 5000):
        assert [finding.rule for finding in check(password, ABOUT)] == list(Rule)


def test_nothing_typed_lacks_only_its_length():
    assert broken("") == {Rule.LONG_ENOUGH}


def test_all_that_is_wrong_is_told_at_once():
    assert broken("doudou\x07") == {Rule.LONG_ENOUGH, Rule.VISIBLE, COMMON}


@pytest.mark.parametrize(
    ("password", "rule", "expected"),
    [
        ("girafe bl", Rule.LONG_ENOUGH, "Au moins 12 caractères\u00a0: il en manque 3."),
        ("girafe bleue", Rule.LONG_ENOUGH, "Au moins 12 caractères"),
        ("xyzt" * 33, Rule.NOT_TOO_LONG, "Au plus 128 caractères\u00a0: il y en a 4 de trop."),
        (
            "girafe\u200b ble\tue",
            Rule.VISIBLE,
            "Aucun caractère invisible\u00a0: il en contient 2, retapez-le au clavier.",
        ),
    ],
)
def test_a_sentence_says_what_is_missing(password, rule, expected):
    assert sentence(password, rule) == expected


def test_no_sentence_shows_what_the_field_hides():
    told = " ".join(finding.sentence for finding in check("loulouJeanne10102180600", ABOUT))
    assert not any(word in told.casefold() for word in ("loulou", "jeanne", "2180"))


@pytest.mark.parametrize(("length", "is_met"), [(11, False), (12, True), (128, True), (129, False)])
def test_lengths_are_met_from_twelve_to_one_hundred_and_twenty_eight(length, is_met):
    password = ("huzmyd 9qyxqu gazbup " * 7)[:length]
    assert (broken(password) == set()) is is_met


def test_a_character_is_one_however_it_is_typed():
    decomposed = unicodedata.normalize("NFD", "éàèùâêîôûëïç")
    assert len(decomposed) == 24
    assert Rule.LONG_ENOUGH not in broken(decomposed)
    assert Rule.LONG_ENOUGH in broken(decomposed[:-2])


def test_ligatures_count_for_what_they_unfold_into():
    assert sentence("ﬃ", Rule.LONG_ENOUGH).endswith("il en manque 9.")


def test_the_minimum_is_a_setting():
    assert broken("kjqzvtbnwpfd", minimum=16) == {Rule.LONG_ENOUGH}
    assert sentence("kjqzvtbn", Rule.LONG_ENOUGH, minimum=9) == "Au moins 9 caractères\u00a0: il en manque 1."


def test_a_lower_minimum_asks_for_less_but_not_for_nothing():
    assert broken("kjqzvtbn", minimum=8) == set()
    assert broken("Doudou75", minimum=8) == {COMMON}


@pytest.mark.parametrize(
    "hidden", ["\n", "\t", "\0", "\x7f", "\u200b", "\u202e", "\ufeff", "\u2028", "\ud800", "\ue000", "\u0378"]
)
def test_what_cannot_be_retyped_is_refused(hidden):
    assert broken("cheval agrafe" + hidden + "pile correcte") == {Rule.VISIBLE}


@pytest.mark.parametrize("spaced", ["agrafe pile", " agrafe pile ", "agrafe\u00a0pile", "agrafe  pile"])
def test_spaces_are_characters_like_others(spaced):
    assert broken(spaced, minimum=len(spaced)) == set()
    assert broken(spaced, minimum=len(spaced) + 1) == {Rule.LONG_ENOUGH}


def test_a_megabyte_is_judged_as_too_long_and_no_more():
    assert Rule.NOT_TOO_LONG in broken("motdepasse" * 100_000)


def test_what_unfolds_beyond_128_characters_is_too_long():
    assert canonical("\ufdfa" * 8) == TooLong(excess=16)


@given(st.text(st.characters(), max_size=1500))
def test_no_text_makes_the_policy_fail(text):
    assert len(check(text, [text, *ABOUT])) == len(Rule)


@given(st.text(st.characters(), max_size=300))
def test_a_second_normalisation_changes_nothing(text):
    once = canonical(text)
    assert isinstance(once, TooLong) or canonical(once) == once


def test_a_short_name_is_not_looked_for_in_every_word():
    assert broken("lionceau grimpant", ["Li", "On"]) == set()


def test_a_person_without_names_is_judged_all_the_same():
    assert broken("", ["", " ", "-"]) == {Rule.LONG_ENOUGH}
