"""What is typed is taken once, bounded and readable, before any rule sees it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import Form

from portal.web.fields import MAX_SECRET, MAX_TEXT, Secret, Text, has_hidden_characters
from portal.web.forms import required


class Typed(Form):
    nom = Text("Nom", validators=[required("Saisissez votre nom.")])
    code = Text("Code", max_length=8)
    mot_de_passe = Secret("Mot de passe", validators=[required("Saisissez votre mot de passe.")])


def typed(**values):
    form = Typed(MultiDict([(name, value) for name, given in values.items() for value in given]))
    form.validate()
    return form


@given(st.text(max_size=400))
def test_any_text_comes_out_bounded_and_readable(text):
    form = typed(nom=[text], code=[text])
    for field, longest in ((form.nom, MAX_TEXT), (form.code, 8)):
        assert len(field.data) <= longest
        assert not has_hidden_characters(field.data)
        assert field.data == field.data.strip() or field.errors


@given(st.text(max_size=MAX_TEXT).filter(lambda text: not has_hidden_characters(text.strip()) and text.strip()))
def test_a_readable_text_is_taken_as_it_is(text):
    form = typed(nom=[text])
    assert (form.nom.data, form.nom.errors) == (text.strip(), [])


@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f", "\ud800", "\n", "\t"])
def test_an_invisible_character_is_taken_out_and_told(mark):
    form = typed(nom=[f"Dur{mark}and"])
    assert form.nom.data == "Durand"
    assert "invisibles" in form.nom.errors[0]


@pytest.mark.parametrize("empty", [[], [""], ["   "], ["\u00a0"], [FileStorage(filename="nom.txt")]])
def test_nothing_and_what_amounts_to_it_are_one_error(empty):
    assert typed(nom=empty).nom.errors == ["Saisissez votre nom."]


def test_a_field_sent_twice_is_refused_whichever_was_meant():
    form = typed(nom=["Durand", "Martin"], mot_de_passe=["a", "b"])
    assert (form.nom.data, form.mot_de_passe.data) == ("", "")
    assert "plusieurs fois" in form.nom.errors[0]
    assert "plusieurs fois" in form.mot_de_passe.errors[0]


def test_what_is_too_long_is_cut_and_told():
    form = typed(nom=["é" * 300])
    assert form.nom.data == "é" * MAX_TEXT
    assert "300" in form.nom.errors[0]


@given(st.text(min_size=1, max_size=200))
def test_a_password_is_taken_to_the_letter(text):
    assert typed(mot_de_passe=[text]).mot_de_passe.data == text


@pytest.mark.parametrize("text", ["x" * (MAX_SECRET + 1), "é" * 600, "🙂" * 300])
def test_a_password_that_would_cost_too_much_to_read_is_refused(text):
    form = typed(mot_de_passe=[text])
    assert form.mot_de_passe.data == ""
    assert form.mot_de_passe.errors == ["Ce mot de passe est trop long\u00a0: 128 caractères au plus."]


def test_a_password_is_never_shown_again():
    assert "tournesol" not in str(typed(mot_de_passe=["tournesol"]).mot_de_passe())


@given(st.characters())
def test_a_character_is_hidden_when_nobody_could_find_it(character):
    hidden = has_hidden_characters(character)
    assert hidden or unicodedata.category(character) not in {"Cc", "Cs"}
