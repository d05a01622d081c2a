"""What htmx shows of a draft is what a browser without JavaScript gets, once the page is opened again."""

from datetime import UTC, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup

from tests.pages.deposit import ANSWERS, DRAFT, press, shown

pytestmark = pytest.mark.one_database

EJ = "010780054"


@pytest.fixture(autouse=True)
def _stopped_clock():
    with time_machine.travel(datetime(2026, 4, 3, 8, 5, tzinfo=UTC), tick=False):
        yield


def region(html, selector):
    """A region of a page or of a fragment, without what is said once and what goes elsewhere."""
    found = BeautifulSoup(html, "html.parser").select_one(selector)
    for passing in found.select(".picker-notices, [hx-swap-oob]"):
        passing.decompose()
    found.attrs.pop("hx-swap-oob", None)
    return " ".join(found.prettify().split())


@pytest.mark.parametrize(
    ("before", "button"),
    [
        ((), f"ajouter:{EJ}"),
        ((f"ajouter:{EJ}",), f"aucun:{EJ}"),
        ((f"ajouter:{EJ}", f"aucun:{EJ}"), f"tous:{EJ}"),
        ((f"ajouter:{EJ}",), f"supprimer:{EJ}"),
        ((f"ajouter:{EJ}",), "ajouter:010780062"),
    ],
)
def test_a_button_of_the_picker(applicant, before, button):
    for earlier in before:
        press(applicant, earlier)
    fragment = applicant.fragment(DRAFT, {**shown(applicant), "geste": button})
    assert fragment.status_code == 200
    page = applicant.open(DRAFT).response.text
    assert region(fragment.text, "#etablissements") == region(page, "#etablissements")
    assert region(fragment.text, "#enregistrement") == region(page, "#enregistrement")


def test_what_is_found_as_one_types(applicant):
    press(applicant, f"ajouter:{EJ}")
    data = {"recherche": "ch", "juridique": [EJ], "page": DRAFT}
    fragment = applicant.fragment("/registres/etablissements", data)
    page = applicant.open(f"{DRAFT}?recherche=ch").response.text
    assert region(fragment.text, "#resultats") == region(page, "#resultats")
    assert "Déjà dans la liste" in fragment.text


def test_the_line_that_says_what_is_kept(applicant):
    fragment = applicant.fragment(f"{DRAFT}/garder", {**shown(applicant), **ANSWERS})
    page = applicant.open(DRAFT).response.text
    assert region(fragment.text, "#enregistrement") == region(page, "#enregistrement")
