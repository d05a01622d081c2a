"""The home of a structure: its rubriques, what waits there, and the way through its mothers (source 002 p. 4)."""

import pytest

from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State

pytestmark = pytest.mark.one_database

RUBRICS = [
    "Paramétrage de la structure",
    "Gestion des utilisateurs Medimail",
    "Gestion des utilisateurs MSSanté",
    "Activité structure",
]


def home(structure):
    return f"/structures/{structure.id}"


def crumbs(page):
    return [link.get_text() for link in page.soup.select(".crumbs a")]


def test_the_four_rubriques_are_there(tree, desk):
    page = desk.open(home(tree.mother))
    assert [" ".join(title.get_text().split()) for title in page.soup.select(".rubrics h2")] == RUBRICS
    assert page.soup.select_one(".tabs [aria-current]").get_text() == "Accueil structure"


def test_accounts_that_wait_for_somebody_come_first(medimail, tree, desk):
    for state in (State.VALID, State.PREREGISTERED, State.TO_VALIDATE, State.TO_VALIDATE, State.REMOVED):
        medimail.mailbox(tree.mother, Kind.MED, state)
    medimail.mailbox(tree.daughter)
    page = desk.open(home(tree.mother))
    counts = [
        (link.get_text(), "is-waiting" in link.get_attribute_list("class")) for link in page.soup.select(".counts a")
    ]
    assert counts == [("2\xa0comptes à valider", True), ("1\xa0préinscrit", True), ("1\xa0validé", False)]


def test_the_breadcrumb_names_the_mothers_within_reach_and_no_other(medimail, tree, grades, desk, sign_in):
    alone = sign_in(medimail.administrator(tree.daughter))
    assert crumbs(grades.open(home(tree.daughter))) == ["Structures", "GIP e-santé", "CHIC Castres-Mazamet"]
    assert crumbs(desk.open(home(tree.daughter))) == ["Structures", "CHIC Castres-Mazamet"]
    assert crumbs(alone.open(home(tree.daughter))) == ["Structures"]


def test_the_daughters_are_linked(tree, desk):
    page = desk.open(home(tree.mother))
    assert [link["href"] for link in page.soup.select("#filles a")] == [home(tree.daughter)]


def test_the_daughters_of_a_large_mother_are_not_all_on_her_home(medimail, tree, desk):
    for number in range(25):
        medimail.structure(f"Unité {number:02}", tree.mother)
    page = desk.open(home(tree.mother))
    assert len(page.soup.select("#filles li")) == 20
    assert "Et 6\xa0autres" in page.soup.select_one("#filles").get_text()


@pytest.mark.parametrize(
    ("administrators", "said"), [(0, "Aucun administrateur n’est"), (1, "Un seul administrateur"), (2, "")]
)
def test_fewer_than_two_administrators_is_said(medimail, tree, grades, administrators, said):
    for _ in range(administrators):
        medimail.administrator(tree.mother)
    warnings = grades.open(home(tree.mother)).soup.select(".banner-warning .banner-title")
    assert [said] * len(warnings) == [w.get_text()[: len(said)] for w in warnings]
    assert len(warnings) == bool(said)


def test_what_is_above_or_beside_does_not_exist(medimail, tree, desk, sign_in):
    alone = sign_in(medimail.administrator(tree.daughter))
    assert desk.open(home(tree.daughter)).status == 200
    for page, structure in [(desk, tree.top), (desk, tree.stranger), (alone, tree.mother), (alone, tree.top)]:
        assert page.open(home(structure)).status == 404
    assert desk.open("/structures/999999").status == 404


def test_the_home_costs_the_same_queries_however_much_it_counts(medimail, tree, grades, cost):
    few = cost(lambda: grades.open(home(tree.mother)))
    for number in range(20):
        medimail.mailbox(medimail.structure(f"Unité {number}", tree.mother))
        medimail.mailbox(tree.mother)
        medimail.administrator(tree.mother)
    assert cost(lambda: grades.open(home(tree.mother))) == few <= 10


def test_the_rubriques_to_come_are_announced_and_lead_nowhere(tree, desk):
    page = desk.open(home(tree.mother))
    bar = page.soup.select_one("[aria-label='Rubriques de la structure']")
    announced = [" ".join(tab.get_text(" ").split()) for tab in bar.select("li") if not tab.find("a")]
    assert announced == ["Gestion des utilisateurs MSSanté à venir", "Activité structure à venir"]
    cards = [card for card in page.soup.select(".rubrics > li") if not card.select_one("h2 a")]
    assert [card.select("p")[-1].get_text().split(". ")[-1].strip() for card in cards] == ["À venir.", "À venir."]


def test_what_the_night_will_do_is_one_link_away(tree, desk):
    page = desk.open(home(tree.mother))
    assert f"/structures/{tree.mother.id}/cette-nuit" in [link["href"] for link in page.soup.select(".rubrics a")]


def test_the_menu_and_the_welcome_lead_there_by_a_building_and_its_label(desk):
    page = desk.open("/")
    links = page.soup.select("a[href='/structures']")
    assert [link.find(string="Structures Medimail") for link in links] == ["Structures Medimail"] * 2
    assert all(link.select_one("svg.icon[aria-hidden=true]") for link in links)
