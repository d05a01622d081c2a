"""Names are one, however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.folding import words
from portal.registers.rules.folding import ByNumber, ByWords, Nothing, fold, read_query, searchable


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CH d'Ussel", "ch d ussel"),
        ("CH d’Ussel", "CH D'USSEL"),
        ("L'Haÿ-les-Roses", "L HAY LES ROSES"),
        ("Saint-Étienne", "ST ETIENNE"),
        ("Ste-Foy-lès-Lyon", "SAINTE FOY LES LYON"),
        ("Sacré-Cœur", "SACRE COEUR"),
        ("Nœux-les-Mines", "noeux  les\u00a0mines"),
        ("Besançon (Jean-Minjoz)", "BESANCON JEAN MINJOZ"),
        ("ŒUVRE", "oeuvre"),
        ("Étampes", "E\u0301tampes"),
    ],
)
def test_two_ways_of_writing_a_name_are_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Stains", "Saintains"), ("Ussel", "Ussels"), ("CH 1", "CH 2")])
def test_two_names_stay_two(one, other):
    assert fold(one) != fold(other)


@given(st.text())
def test_a_folded_name_folds_to_itself(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x17F)))
def test_case_does_not_matter(text):
    assert fold(text.upper()) == fold(text.lower().upper())


@given(st.text())
def test_what_is_folded_holds_nothing_that_means_something_in_a_pattern(text):
    assert not set(fold(text)) & set("%_\\'\"")


@given(st.lists(st.text(max_size=8), max_size=4))
def test_every_word_to_search_has_a_space_before_it(texts):
    text = searchable(*texts)
    assert text == "" or text.startswith(" ")
    assert text.split() == [word for part in texts for word in fold(part).split()]


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("310781406", ("310781406",)),
        ("310 781 406", ("310781406",)),
        ("2b0000012", ("2B0000012",)),
        ("260 100 045 00012", ("26010004500012",)),
        ("3107", ("3107",)),
    ],
)
def test_digits_are_looked_for_as_numbers(text, prefixes):
    assert read_query(text) == ByNumber(prefixes)


@pytest.mark.parametrize(
    ("text", "postal_codes", "communes"),
    [
        ("31000", ("31000",), ("31000",)),
        ("2a004", (), ("2A004",)),
        ("75056", ("75056",), ("75056", "751")),
        ("75113", ("75113", "75013"), ("75113",)),
        ("13210", ("13210", "13010"), ("13210",)),
        ("69389", ("69389", "69009"), ("69389",)),
        ("75121", ("75121",), ("75121",)),
        ("13055", ("13055",), ("13055", "132")),
    ],
)
def test_five_digits_may_be_a_postal_or_an_insee_code(text, postal_codes, communes):
    assert read_query(text) == ByNumber((text.upper(),), postal_codes, communes)


def test_a_number_without_its_first_zero_is_looked_for_with_it_too():
    assert read_query("10000024").prefixes == ("10000024", "010000024")


@pytest.mark.parametrize("text", ["75", "310", "CH 1234", "3 rivières"])
def test_few_digits_or_digits_among_words_are_words(text):
    assert isinstance(read_query(text), ByWords)


def test_small_words_that_registers_drop_are_not_asked_for():
    assert read_query("CH d'Ussel") == ByWords((("ch",), ("ussel",)))


def test_a_small_word_alone_is_asked_for():
    assert read_query("La") == ByWords((("la",),))


def test_st_may_be_saint_or_the_beginning_of_a_word():
    assert read_query("st") == ByWords((("saint", "st"),))


@pytest.mark.parametrize("text", ["", " ", "’ - %", "…"])
def test_nothing_is_asked_by_signs_alone(text):
    assert read_query(text) == Nothing()


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_the_names_of_western_europe_are_read_as_all_others_are(text):
    # A word of another script makes the whole text take the long way.
    assert words(f"{text} Ω") == [*words(text), "ω"]
