"""The text that reads well alone, and the page that loads nothing."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from portal.config import settings
from portal.mail.render import WIDTH, fill, render
from tests.mail.conftest import CODE, LINK

pytestmark = pytest.mark.one_database

CONTEXT = {"name": "Marie <b>Lefèvre</b> & Cie", "code": CODE, "link": LINK}

words = st.lists(st.text(alphabet="abcdéœ’«»,.-", min_size=1, max_size=12), min_size=1, max_size=80).map(" ".join)


@given(words)
def test_no_paragraph_passes_seventy_two_columns(text):
    assert all(len(line) <= WIDTH for line in fill(text).splitlines())


@given(words)
def test_filling_twice_changes_nothing(text):
    once = fill(f"a{text}")
    assert fill(once) == once


@given(words)
def test_filling_loses_no_word(text):
    assert fill(f"a{text}").split() == f"a{text}".split()


def test_a_paragraph_may_be_broken_anywhere_in_its_template():
    assert fill("Un\nparagraphe\n\n\n\nun autre\n") == "Un paragraphe\n\nun autre\n"


def test_a_long_address_is_never_broken():
    line = "  https://portail.exemple.fr/" + "a" * 100
    assert fill(f"Choisir :\n\n{line}\n") == f"Choisir :\n\n{line}\n"


def test_no_break_spaces_hold():
    text = fill("mot " * 17 + "fin\u00a0: « voilà »")
    assert "fin\u00a0:" in text


def test_items_of_a_list_hang():
    first, second, third = fill(f"– {'mot ' * 20}\n– autre").splitlines()
    assert (first[:2], second[:2], third) == ("– ", "  ", "– autre")


@pytest.fixture
def rendered(app):
    return render("essai/code", "Votre code de connexion", CONTEXT)


@pytest.fixture
def page(rendered) -> BeautifulSoup:
    return BeautifulSoup(rendered.html, "html.parser")


def test_the_text_shows_the_code_alone_on_its_line(rendered):
    assert f"\n\n    {CODE}\n\n" in rendered.text


def test_the_text_shows_the_whole_address_on_one_line(rendered):
    assert f"\n  {LINK}\n" in rendered.text


def test_the_text_escapes_nothing(rendered):
    assert "Marie <b>Lefèvre</b> & Cie" in rendered.text


def test_only_literal_lines_pass_seventy_two_columns(rendered):
    assert all(len(line) <= WIDTH for line in rendered.text.splitlines() if not line.startswith("  "))


def test_the_page_escapes_what_a_person_typed(page):
    assert page.find("b") is None
    assert "Marie <b>Lefèvre</b> & Cie" in page.get_text()


def test_the_code_is_copied_without_spaces(page):
    assert page.select_one(".code").get_text() == f"\n{CODE}\n" or page.select_one(".code").get_text() == CODE


@pytest.mark.parametrize(("code", "groups"), [("482913", ["482", "913"]), ("K7PM2QXA", ["K7PM", "2QXA"])])
def test_the_code_is_grouped_for_the_eye(app, code, groups):
    html = render("essai/code", "Code", {**CONTEXT, "code": code}).html
    assert [span.get_text() for span in BeautifulSoup(html, "html.parser").select(".code span")] == groups


def test_the_button_and_the_address_beneath_lead_to_the_same_place(page):
    button, address = page.select(".action a, .address a")
    assert button["href"] == address["href"] == address.get_text() == LINK


def test_nothing_is_loaded_from_afar_and_nothing_tracks(rendered, page):
    assert page.find(["img", "script", "link", "iframe", "object", "embed", "video", "audio", "form"]) is None
    assert not re.search(r"url\(|@import|src=|background=", rendered.html)
    assert {a["href"] for a in page.find_all("a")} == {LINK, "http://127.0.0.1:5000"}


def test_the_page_says_its_language_and_its_title(page):
    assert page.html["lang"] == "fr"
    assert page.title.get_text() == page.h1.get_text() == "Votre code de connexion"


def test_the_page_follows_dark_screens(rendered):
    assert "prefers-color-scheme: dark" in rendered.html


def test_both_forms_say_whom_to_call(rendered, page):
    phone = settings().support_phone
    assert phone in rendered.text
    assert phone in page.get_text()


HOSTILE = {"name": "Dr Lys http://evil.example/x (www.evil.example)", "code": CODE, "link": LINK}


@pytest.mark.parametrize("form", ["text", "html"])
def test_no_link_is_made_of_what_somebody_typed_whatever_was_kept_before_names_were_judged(app, form):
    found = getattr(render("essai/code", "Code", HOSTILE), form)
    assert "://evil" not in found
    assert "evil.example" not in found
    assert "evil\u200b.example/x" in found
    assert LINK in found


def test_what_is_typed_in_a_list_is_no_link_either(app):
    context = {
        "name": "Alex",
        "holder": "Alex",
        "structure": "S",
        "lines": ["Voir evil.example", "a@b.fr"],
        "link": LINK,
    }
    found = render("medimail/report", "Erreur", context).text
    assert "Voir evil\u200b.example" in found
    assert "a@b.fr" in found
