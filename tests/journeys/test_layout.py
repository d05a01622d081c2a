"""Nothing jumps while one reads, everything can be pressed, a page holds at twice its size and on paper."""

import pytest
from playwright.sync_api import expect

from tests.journeys.acts import CODE, IDENTIFIER, ask_for_link, give_password, sign_in
from tests.journeys.crowd import PHYSICIAN
from tests.journeys.test_every_page import CUT_OFF
from tests.journeys.visitor import LAPTOP, TELEPHONE

# 1366 × 768 at 200 %, as a browser that zooms lays it out.
ZOOMED = {"viewport": {"width": 683, "height": 384}, "device_scale_factor": 2}
WATCH = """
  window.shifts = [];
  new PerformanceObserver(list => {
    for (const entry of list.getEntries())
      for (const {node} of entry.sources) if (node instanceof Element) window.shifts.push(node.outerHTML.slice(0, 120));
  }).observe({type: "layout-shift", buffered: true});
"""
# Links within a sentence are as high as its lines (WCAG 2.2, 2.5.8); a label is pressed for its box.
SMALL = """() => [...document.querySelectorAll("a, button, input, summary")]
  .filter(e => e.checkVisibility() && e.type !== "hidden" && getComputedStyle(e).display !== "inline")
  .map(e => e.closest(".choice") ?? e)
  .filter(e => e.getBoundingClientRect().width < 24 || e.getBoundingClientRect().height < 24)
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def watched(new_visitor):
    """Somebody whose browser notes every shift of what is already shown."""
    visitor = new_visitor()
    visitor.context.add_init_script(WATCH)
    return visitor


def shifts(visitor) -> list[str]:
    """The elements that have moved on this page by themselves, after a while for whatever comes late."""
    visitor.page.wait_for_timeout(600)
    return list(visitor.page.evaluate("window.shifts"))


def test_the_sign_in_page_holds_still(watched):
    watched.open("/connexion")
    assert shifts(watched) == []


def test_the_check_of_a_number_moves_nothing(watched):
    watched.open("/connexion")
    watched.fill(IDENTIFIER, PHYSICIAN.identifier)
    watched.reads("Numéro RPPS bien formé.")
    assert shifts(watched) == []


def test_the_code_page_holds_still_while_time_passes(watched):
    give_password(watched, PHYSICIAN.identifier)
    watched.sees_title("Saisir le code reçu")
    watched.page.reload()
    assert shifts(watched) == []


def test_the_account_page_holds_still(watched, letters):
    sign_in(watched, letters, PHYSICIAN)
    watched.open("/mon-compte")
    assert shifts(watched) == []


@pytest.mark.parametrize("window", [LAPTOP, TELEPHONE], ids=["laptop", "telephone"])
def test_a_code_of_eight_wide_letters_is_seen_whole(new_visitor, window):
    visitor = new_visitor(viewport=window)
    ask_for_link(visitor, PHYSICIAN.identifier)
    visitor.sees_title("Consultez votre messagerie MSSanté")
    visitor.fill("Code à 8 caractères", "WWWWMMMM")
    field = visitor.page.get_by_label("Code à 8 caractères")
    assert field.evaluate("e => e.scrollWidth - e.clientWidth") == 0


def test_a_code_of_six_digits_is_seen_whole(visitor):
    give_password(visitor, PHYSICIAN.identifier)
    visitor.sees_title("Saisir le code reçu")
    visitor.fill(CODE, "888888")
    assert visitor.page.get_by_label(CODE).evaluate("e => e.scrollWidth - e.clientWidth") == 0


# At twice the size


@pytest.fixture
def reader(new_visitor):
    """Somebody who reads at 200 %."""
    return new_visitor(**ZOOMED)


def holds(visitor) -> bool:
    """Whether the page needs no scrolling sideways, and shows all that it has."""
    fits = visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return bool(fits and not visitor.page.evaluate(CUT_OFF))


def test_the_sign_in_page_holds_at_twice_its_size(reader):
    reader.open("/connexion")
    assert holds(reader)


def test_the_account_page_holds_at_twice_its_size(reader, letters):
    sign_in(reader, letters, PHYSICIAN)
    reader.open("/mon-compte")
    assert holds(reader)


@pytest.mark.parametrize("path", ["/", "/mon-compte"])
def test_whatever_is_pressed_measures_24_pixels_at_least(visitor, letters, path):
    sign_in(visitor, letters, PHYSICIAN)
    visitor.open(path)
    assert visitor.page.evaluate(SMALL) == []


# In a table

# How far below the name of its row a text stands: each on the first of its lines.
DROP = """row => {
  const first = part => {
    const text = document.createTreeWalker(part, NodeFilter.SHOW_TEXT, node => node.data.trim() ? 1 : 2).nextNode();
    const range = document.createRange();
    range.selectNodeContents(text);
    return range.getClientRects()[0].bottom;
  };
  return first(row.cells[1]) - first(row.cells[0]);
}"""


@pytest.fixture
def row(visitor):
    """A row whose address takes two lines."""
    visitor.open("/demo")
    return visitor.page.get_by_role("row").filter(has_text="mona.muguet@")


def test_an_address_of_two_lines_leaves_its_row_on_the_first(row):
    assert abs(row.evaluate(DROP)) <= 1


def test_what_is_pressed_in_a_row_stands_on_one_line(row):
    assert row.get_by_role("button").bounding_box()["height"] < 40


# On a telephone


@pytest.fixture
def bar(new_visitor, letters):
    """Where the parts of the top bar stand on a telephone, for somebody who is in."""
    visitor = new_visitor(viewport=TELEPHONE, has_touch=True, is_mobile=True)
    sign_in(visitor, letters, PHYSICIAN)
    visitor.open("/mon-compte")
    found = visitor.page.get_by_role("banner")
    parts = {
        "mark": found.locator("svg"),
        "service": found.get_by_role("link", name="Portail Santé"),
        "person": found.get_by_role("link", name=PHYSICIAN.last_name),
        "out": found.get_by_role("button", name="Se déconnecter"),
    }
    return {name: part.bounding_box() for name, part in parts.items()}


def test_the_name_stands_right_under_the_service(bar):
    assert bar["person"]["x"] == bar["service"]["x"]
    assert 0 <= bar["person"]["y"] - bar["service"]["y"] - bar["service"]["height"] < 8


def test_the_way_out_stands_beside_both_and_squeezes_neither(bar):
    assert (
        bar["service"]["y"] < bar["out"]["y"] + bar["out"]["height"] / 2 < bar["person"]["y"] + bar["person"]["height"]
    )
    assert bar["service"]["x"] + bar["service"]["width"] <= bar["out"]["x"]
    assert bar["mark"]["width"] == 24


# On paper

# Whatever says something; what is pressed serves no purpose there.
UNPRINTED = """() => [...document.querySelectorAll("main :is(h1, h2, h3, p, li, dt, dd, caption, th, td)")]
  .filter(e => e.innerText.trim() && !e.closest(".visually-hidden, .is-actions, .toasts, .crumbs, thead"))
  .filter(e => !e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("path", ["/mon-compte", "/donnees-personnelles"])
def test_paper_carries_every_word_and_nothing_to_press(visitor, letters, path, tmp_path):
    sign_in(visitor, letters, PHYSICIAN)
    visitor.open(path)
    visitor.page.emulate_media(media="print", color_scheme="dark")
    assert visitor.page.evaluate(UNPRINTED) == []
    expect(visitor.page.get_by_role("button").filter(visible=True)).to_have_count(0)
    expect(visitor.page.get_by_role("navigation").filter(visible=True)).to_have_count(0)
    assert visitor.page.pdf(path=tmp_path / "feuille.pdf", format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("theme", ["Clair", "Sombre"])
def test_paper_is_black_on_white_whatever_the_screen_had(visitor, theme):
    visitor.open("/donnees-personnelles")
    visitor.press(theme)
    visitor.page.emulate_media(media="print", color_scheme="dark")
    banner = visitor.page.locator(".banner").first
    colours = banner.evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
