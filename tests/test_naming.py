"""What a name may hold: whatever is typed, nothing that a mail reader makes a link of, nor that lies to the eye."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.identifiers import Refused
from portal.naming import person, thing, unlinked

PEOPLE = [
    *(
        "Jean-Pierre",
        "J.-P.",
        "J.P.",
        "St. Jean",
        "d’Arc",
        "D'Agostino",
        "Éléonore",
        "de La Tour d’Auvergne",
        "Mª José",
    ),
    *("Müller", "Straße", "Łukasz", "Nguyễn", "e\u0301lodie", "‘t Hooft", "Gal·la", "O’Neil‐Roy", "M. le Dr Durand"),
    *("李小龍", "日本 たろう", "Маша", "Ἀλέξανδρος", "שָׁלוֹם", "محمد", "อนุชา"),
]
NOBODY = {
    "http://evil.example/cliquez": "nom_signe",
    "Dr <a href=x>": "nom_signe",
    "Durand\nBcc: x": "nom_signe",
    "Du\u202erand": "nom_signe",
    "Du\u200brand": "nom_signe",
    "Du\u2066rand": "nom_signe",
    "Du\u3164rand": "nom_signe",
    "Durand\u115f": "nom_signe",
    "a@b.fr": "nom_signe",
    "Appelez le 0899 12 34 56": "nom_signe",
    "Ｄurand": "nom_signe",
    "𝐃urand": "nom_signe",
    "evil。com": "nom_signe",
    "evil․com": "nom_signe",
    "a\u0300\u0301\u0302\u0303": "nom_signe",
    "=1+1": "nom_signe",
    "evil.example": "nom_adresse",
    "www.evil": "nom_adresse",
    "t.co": "nom_adresse",
    "J.Durand": "nom_adresse",
    "e\u0301.com": "nom_adresse",
    "e.c\u0301om": "nom_adresse",
    "Dupоnt": "nom_alphabets",
    "Ρaul": "nom_alphabets",
    "": "nom_sans_lettre",
    "-": "nom_sans_lettre",
    ".": "nom_sans_lettre",
    "\u0301abc": "nom_sans_lettre",
}
THINGS = [
    "CHU & Cie (site 2/3)",
    "EHPAD n° 2",
    "Dossier+ v2.3",
    "S.A.R.L. Léo",
    "CHU : site nord",
    "C.H. d’Alès",
    "UF 12 / bloc",
]
ADDRESSES = {
    "Voir http://evil": "texte_adresse",
    "//evil/x": "texte_adresse",
    "\\\\evil\\x": "texte_adresse",
    "evil.example": "texte_adresse",
    "evil。com": "texte_adresse",
    "evil．com": "texte_adresse",
    "écrire à a@b": "texte_adresse",
    "<b>CHU</b>": "texte_adresse",
    "e\u0301.com": "texte_adresse",
    "CHU\u202e": "texte_invisible",
    "CHU\nB": "texte_invisible",
    "CHU\u3164": "texte_invisible",
}
LETTERS = st.text(alphabet=st.sampled_from("abéÉœñ.-’' /:@<>0２．。\u0301\u202e\u200bаΡ中"), max_size=14)
# What mail readers make a link of, taken more widely than any of them does.
LINK = re.compile(r"(?i)[a-z][a-z0-9+.-]*://|\w[.\u2024\u3002\uff0e\uff61][^\W\d_]{2}")


@pytest.mark.parametrize("name", PEOPLE)
def test_the_name_of_a_person_is_taken_as_typed(name):
    assert person(name) == name


@pytest.mark.parametrize(("name", "code"), NOBODY.items())
def test_what_no_person_is_called_is_refused(name, code):
    found = person(name)
    assert isinstance(found, Refused)
    assert found.code == code
    assert found.message.endswith(".")


@pytest.mark.parametrize("name", THINGS)
def test_the_name_of_a_thing_is_taken_as_typed(name):
    assert thing(name) == name


@pytest.mark.parametrize(("name", "code"), ADDRESSES.items())
def test_a_thing_is_not_called_by_an_address(name, code):
    found = thing(name)
    assert isinstance(found, Refused)
    assert found.code == code
    assert found.message.endswith(".")


def linkable(text):
    return LINK.search("".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)))


@given(LETTERS | st.text(max_size=20))
def test_no_name_that_is_taken_reads_as_a_link_nor_hides_anything(text):
    for found in (person(text), thing(text)):
        if not isinstance(found, Refused):
            assert found == text
            assert found.isprintable()
            assert not linkable(found)
            assert not set("<>@") & set(found)
    if not isinstance(person(text), Refused):
        assert not re.search(r"[/:\d\\]", text)
        assert {unicodedata.category(c)[0] for c in text} <= set("LMZP")


@given(st.from_regex(r"[A-Za-zÀ-ÖØ-öø-ÿ]{1,12}([ '’-][A-Za-zÀ-ÖØ-öø-ÿ]{1,12}){0,3}", fullmatch=True))
def test_no_name_of_french_letters_is_refused(name):
    assert person(name) == name


@given(LETTERS | st.text(max_size=30))
def test_what_is_unlinked_has_no_link_left_and_reads_the_same(text):
    done = unlinked(text)
    assert done.replace("\u200b", "") == text.replace("\u200b", "")
    if "@" not in text:
        assert not linkable(done)


@pytest.mark.parametrize(
    "text",
    [
        "camille@chic-demo.fr",
        "c•••••e@chic-demo.fr",
        "(camille@chic-demo.fr).",
        "J.-P. Durand",
        "2026-04-03T12:00:00+02:00",
    ],
)
def test_what_is_no_link_to_a_page_is_left_whole(text):
    assert unlinked(text) == text


@pytest.mark.parametrize("text", ["http://x@evil.fr", "https://evil.fr/a@b.fr", "www.evil.fr", "evil．com"])
def test_a_link_that_passes_for_a_mail_address_is_broken_too(text):
    assert not linkable(unlinked(text))
