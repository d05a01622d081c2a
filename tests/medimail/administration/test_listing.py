"""The list of structures: what is within reach and nothing else, with its totals (source 002 p. 3, promise 22)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.medimail.administration.listing.rules import Filters, Place, Sort, View, arrange, page_of, read_filters
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures.rules.tree import ROOT, lineage, path_of


def rows(page):
    """The lines of the table: the words of each cell."""
    return [
        [" ".join(cell.get_text().split()) for cell in row.select("th, td")]
        for row in page.soup.select("#structures tbody tr")
    ]


def names(page):
    return [row[0] for row in rows(page)]


def test_the_grades_sees_the_whole_tree_with_its_totals(medimail, tree, grades):
    medimail.mailbox(tree.mother)
    medimail.mailbox(tree.daughter, Kind.MED, State.PREREGISTERED)
    medimail.mailbox(tree.daughter, Kind.MED, State.REMOVED)
    assert rows(grades.open("/structures")) == [
        ["GIP e-santé", "Aucune", "0", "2", "Administrateurs de GIP e-santé"],
        ["CH Ariège", "GIP e-santé", "0", "0", "Administrateurs de CH Ariège"],
        ["CHIC Castres-Mazamet", "GIP e-santé", "1", "2", "Administrateurs de CHIC Castres-Mazamet"],
        ["Pôle Gériatrie", "CHIC Castres-Mazamet", "1", "1", "Administrateurs de Pôle Gériatrie"],
    ]


def test_the_administrator_of_a_mother_sees_her_and_her_daughters(tree, desk):
    assert names(desk.open("/structures")) == ["CHIC Castres-Mazamet", "Pôle Gériatrie"]


def test_whoever_has_a_single_structure_is_led_to_it(medimail, tree, sign_in):
    page = sign_in(medimail.administrator(tree.daughter)).open("/structures")
    assert (page.heading, page.path) == ("Pôle Gériatrie", f"/structures/{tree.daughter.id}")


def test_the_grades_is_shown_the_list_even_of_one_structure(medimail, grades):
    medimail.structure("Seule")
    assert names(grades.open("/structures")) == ["Seule"]


def test_the_total_of_a_reach_counts_nothing_of_what_is_beyond_it(medimail, tree, desk):
    medimail.mailbox(tree.top)
    medimail.mailbox(tree.stranger)
    assert [row[3] for row in rows(desk.open("/structures"))] == ["0", "0"]


@pytest.mark.parametrize("typed", ["geriatrie", "GÉRIATRIE", "pole ger"])
def test_a_search_ignores_accents_and_shows_the_mothers_of_what_it_finds(tree, grades, typed):
    page = grades.open(f"/structures?q={typed}")
    assert names(page) == ["GIP e-santé", "CHIC Castres-Mazamet", "Pôle Gériatrie"]
    assert names(grades.open(f"/structures?vue=liste&q={typed}")) == ["Pôle Gériatrie"]


def test_a_search_that_finds_nothing_says_what_to_do(tree, grades):
    page = grades.open("/structures?q=zzz")
    assert "Aucune structure ne répond" in page.text
    assert page.soup.find("a", string="Retirer la recherche")["href"] == "/structures"


@pytest.mark.parametrize(
    ("order", "first"),
    [("nom", "CH Ariège"), ("-nom", "Pôle Gériatrie"), ("-total", "CH Ariège"), ("-ensemble", "GIP")],
)
def test_the_list_is_sorted_by_any_column_both_ways(medimail, tree, grades, order, first):
    medimail.mailbox(tree.daughter)
    medimail.mailbox(tree.stranger)
    medimail.mailbox(tree.stranger)
    assert names(grades.open(f"/structures?vue=liste&tri={order}"))[0].startswith(first)


def test_the_heads_say_the_order_in_place_and_turn_it(tree, grades):
    page = grades.open("/structures?vue=liste&tri=nom")
    head = page.soup.select_one("thead th")
    assert head["aria-sort"] == "ascending"
    assert page.open(head.a["href"]).soup.select_one("thead th")["aria-sort"] == "descending"


def test_the_fragment_is_the_page_reloaded(tree, grades):
    whole = grades.open("/structures?q=ger").soup.select_one("#structures")
    part = grades.send("GET", "/structures?q=ger", headers={"HX-Request": "true"})
    assert part.text.strip() == str(whole) or "<html" not in part.text
    assert part.headers["Vary"].startswith("HX-Request") or "HX-Request" in part.headers["Vary"]


def test_closed_structures_are_for_the_grades_alone(medimail, tree, grades, desk):
    closed = medimail.structure("Fermée", tree.mother, closed_at=tree.top.created_at)
    assert names(grades.open("/structures?vue=fermees")) == ["Fermée"]
    assert "Fermée" not in names(grades.open("/structures"))
    assert desk.open("/structures?vue=fermees").status == 404
    assert desk.open(f"/structures/{closed.id}").status == 404


def test_an_administrator_whose_structure_is_closed_is_told(medimail, tree, sign_in):
    closed = medimail.structure("Fermée", tree.top, closed_at=tree.top.created_at)
    assert "est fermée" in sign_in(medimail.administrator(closed)).open("/structures").text


@pytest.mark.parametrize("page", ["0", "-1", "abc", "999999999999"])
def test_a_page_that_does_not_exist_is_one_that_does(tree, grades, page):
    assert len(rows(grades.open(f"/structures?page={page}"))) == 4


def test_a_page_of_the_tree_opens_with_the_mothers_of_its_first_line(medimail, tree, grades):
    for number in range(60):
        medimail.structure(f"Unité {number:02}", tree.daughter)
    page = grades.open("/structures?page=2")
    assert names(page)[:4] == ["GIP e-santé", "CHIC Castres-Mazamet", "Pôle Gériatrie", "Unité 46"]
    assert "51 à 64 sur 64" in page.text


def test_the_list_costs_the_same_queries_however_many_structures_there_are(medimail, tree, grades, cost):
    few = cost(lambda: grades.open("/structures"))
    for number in range(30):
        medimail.mailbox(medimail.structure(f"Unité {number}", tree.daughter))
    many = cost(lambda: grades.open("/structures"))
    assert many == few <= 6


# The rule that arranges them


@st.composite
def trees(draw):
    """Structures, each under another one or at the top."""
    places = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        mother = draw(st.none() | st.sampled_from(places)) if places else None
        path = path_of(mother.path if mother else ROOT, number)
        name = draw(st.sampled_from(["a", "b", "ab", "ba b"]))
        own = draw(st.integers(0, 5))
        places.append(
            Place(number, path, name, name, mother.id if mother else None, mother.name if mother else "", own)
        )
    return draw(st.permutations(places))


@given(trees())
def test_a_tree_shows_each_structure_once_right_after_its_mother_or_a_sister(places):
    lines = arrange(places, Filters())
    assert sorted(line.place.id for line in lines) == sorted(place.id for place in places)
    for before, line in zip([None, *lines], lines, strict=False):
        assert line.depth == len(lineage(line.place.path)) - 1
        assert line.depth <= (before.depth + 1 if before else 0)


@given(trees())
def test_the_whole_of_a_structure_is_the_sum_of_what_is_under_it(places):
    for line in arrange(places, Filters(view=View.LIST)):
        assert line.whole == sum(place.own for place in places if place.path.startswith(line.place.path))


@given(trees(), st.sampled_from(Sort), st.booleans())
def test_an_order_loses_nothing_and_its_reverse_undoes_it(places, sort, descending):
    filters = Filters(View.LIST, sort=sort, descending=descending)
    assert {line.place.id for line in arrange(places, filters)} == {place.id for place in places}
    assert filters.sorted_by(sort).sorted_by(sort) == filters


@given(trees(), st.integers(1, 5))
def test_the_pages_of_a_tree_hold_each_line_once_and_every_mother_above(places, size):
    lines = arrange(places, Filters())
    seen = []
    for offset in range(0, len(lines), size):
        shown = page_of(lines, offset, size)
        seen += [line.place.id for line in shown if line.is_found]
        keys = {line.place.id for line in shown}
        assert all(set(lineage(line.place.path)) <= keys for line in shown)
    assert seen == [line.place.id for line in lines]


@given(st.text(max_size=20), st.text(max_size=200), st.text(max_size=20))
def test_any_address_is_read(view, text, order):
    filters = read_filters(view, text, order)
    assert filters.view in View
    assert len(filters.text) <= 100
