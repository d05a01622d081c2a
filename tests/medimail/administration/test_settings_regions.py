"""« Paramétrage de la structure » is saved part by part: what is typed in the others stays, with htmx or without."""

import pytest
from bs4 import BeautifulSoup

from tests.medimail.administration.test_settings import IDENTITY, at


def shown(page, field):
    """The mark of what the fieldset of this field showed."""
    return page.form(field).select_one("[name=vu]")["value"]


def test_with_htmx_only_what_was_saved_is_answered_and_its_confirmation_takes_the_focus(tree, desk):
    vu = shown(desk.open(at(tree.mother)), "nom")
    answer = desk.fragment(at(tree.mother, "/identite"), {**IDENTITY, "nom": "CHIC du Tarn", "vu": vu})
    said = BeautifulSoup(answer.text, "html.parser")
    assert [one["id"] for one in said.select("section")] == ["identite"]
    assert said.select_one("[data-focus]").get_text(strip=True) == "L’identité est enregistrée."
    assert "CHIC du Tarn" in said.select_one("[hx-swap-oob]").get_text()


@pytest.mark.parametrize(
    ("act", "typed", "region"),
    [("/identite", {"nom": ""}, "identite"), ("/contacts", {"contact_nom": "A"}, "contacts")],
)
def test_with_htmx_what_is_wrong_comes_back_alone(tree, desk, act, typed, region):
    answer = desk.open(at(tree.mother)).fragment(at(tree.mother, act), typed)
    assert answer.status_code == 422
    said = BeautifulSoup(answer.text, "html.parser")
    assert said.find(id=region)
    assert len(said.select("form")) == 1


def test_without_htmx_one_is_led_to_what_was_saved_and_it_is_said_there(tree, desk):
    vu = shown(desk.open(at(tree.mother)), "notify_opening")
    typed = {"csrf_token": desk.token, "notify_opening": "y", "vu": vu}
    answer = desk.send("POST", at(tree.mother, "/notifications"), data=typed)
    assert answer.headers["Location"] == at(tree.mother, "#notifications-utilisateurs")
    page = desk.open(at(tree.mother))
    [said] = page.soup.select(".banner-success")
    assert said.find_parent(id="notifications-utilisateurs")
