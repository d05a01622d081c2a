"""The list of accounts: each tab, search, order and page is in its address, and shows what it says (promise 19)."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.db import transaction
from portal.medimail.mailboxes.listing.tabs.forms import FilterForm
from portal.medimail.mailboxes.listing.tabs.rules import Filters, Sort, terms
from portal.medimail.mailboxes.record.models import AddressChange
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State

RPPS, ADELI = "10102180600", "319301234"


@pytest.fixture
def known(medimail, tree):
    """Accounts of several states and types, in the mother, her daughter and elsewhere."""
    medimail.mailbox(tree.mother, last_name="BENTO", first_name="Lucas", rpps=RPPS, state=State.TO_VALIDATE)
    medimail.mailbox(tree.mother, last_name="LAURENCEAU", first_name="Nathalie", address="n.l@chic-demo.fr")
    medimail.mailbox(tree.mother, last_name="LÉGER-DUPRÉ", first_name="Zoé", adeli=ADELI, state=State.PREREGISTERED)
    medimail.mailbox(tree.mother, Kind.ORG, last_name="SECRETARIAT", first_name="Pharmacie")
    medimail.mailbox(tree.mother, last_name="ANCIEN", first_name="Ali", state=State.REMOVED)
    medimail.mailbox(tree.daughter, last_name="WARD", first_name="Yann")
    medimail.mailbox(tree.stranger, last_name="AUTRE", first_name="Xavier")
    return tree


def test_the_tabs_are_those_of_the_source_each_with_its_count(known, pages, here):
    assert pages.counts(here) == {
        "Rechercher": None,
        "Utilisateurs validés": 2,
        "Utilisateurs à valider": 1,
        "Utilisateurs préinscrits": 1,
        "Utilisateurs rejetés": 0,
        "Utilisateurs inactifs": 0,
        "Demandes de changement de mail": 0,
    }


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["ANCIEN", "BENTO", "LAURENCEAU", "LÉGER-DUPRÉ", "SECRETARIAT"]),
        ("etat=valide", ["LAURENCEAU", "SECRETARIAT"]),
        ("etat=a_valider", ["BENTO"]),
        ("etat=supprime", ["ANCIEN"]),
        ("etat=rejete", []),
        ("etat=inconnu&type=inconnu&tri=inconnu", ["ANCIEN", "BENTO", "LAURENCEAU", "LÉGER-DUPRÉ", "SECRETARIAT"]),
        ("type=ORG", ["SECRETARIAT"]),
        ("etat=valide&type=PER", ["LAURENCEAU"]),
        ("etat=valide&filles=1", ["LAURENCEAU", "SECRETARIAT", "WARD"]),
        ("tri=-nom", ["SECRETARIAT", "LÉGER-DUPRÉ", "LAURENCEAU", "BENTO", "ANCIEN"]),
        ("etat=valide&tri=-mail", ["LAURENCEAU", "SECRETARIAT"]),
        ("etat=valide&tri=depuis", ["LAURENCEAU", "SECRETARIAT"]),
    ],
)
def test_a_tab_shows_its_accounts_in_its_order(known, pages, here, asked, names):
    assert pages.names(f"{here}?{asked}") == names


@pytest.mark.parametrize(
    "typed",
    [
        "leger",
        "LÉGER DUPRÉ",
        "dupre-leger",
        "zoe léger",
        "3 19 30 1234".replace(" ", "+"),
        ADELI,
    ],
)
def test_a_search_ignores_accents_case_hyphens_and_groups(known, pages, here, typed):
    assert pages.names(f"{here}?q={typed}") == ["LÉGER-DUPRÉ"]


@pytest.mark.parametrize(
    ("typed", "name"), [("1 0102 1806 00", "BENTO"), ("n.l@chic-demo.fr", "LAURENCEAU"), ("N.L@", "LAURENCEAU")]
)
def test_a_number_and_an_address_are_found(known, pages, here, typed, name):
    assert pages.names(f"{here}?q={typed}") == [name]


@pytest.mark.parametrize("typed", ["%", "_", "n%l@", "50%25@"])
def test_what_means_something_to_the_database_is_searched_as_it_is(known, pages, here, typed):
    found = pages.names(f"{here}?q={typed}")
    assert found == [] if "@" in typed else len(found) == 5


def test_a_search_holds_in_the_counts_and_can_be_taken_away(known, pages, desk, here):
    assert pages.counts(f"{here}?q=bento")["Utilisateurs validés"] == 0
    assert desk.soup.select_one(".chip")["href"] == here


def test_a_search_without_answer_says_what_to_do(known, desk, here):
    assert "Retirer les filtres" in desk.open(f"{here}?q=introuvable").text


def test_a_row_says_what_the_source_says(known, pages, here):
    pages.names(here)
    row = pages.row("BENTO")
    assert "camille.durand" in row.replace(" ", "")
    for word in ("À valider", "PER", "Lucas", "Médecin", "1 0102 1806 00"):
        assert word in row


def test_with_the_daughters_each_row_says_its_structure(known, pages, here):
    pages.names(f"{here}?filles=1")
    assert "Pôle de gériatrie" in pages.row("WARD")


def test_whoever_has_no_daughter_is_not_asked_about_them(known, at_desk):
    page = at_desk(known.of_daughter).open(f"/structures/{known.daughter.id}/comptes")
    assert "Avec les structures filles" not in page.text


def test_the_rights_of_a_daughter_do_not_reach_her_mother(known, at_desk, here):
    assert at_desk(known.of_daughter).send("GET", here).status_code == 404
    assert at_desk(known.of_stranger).send("GET", here).status_code == 404


def test_the_changes_of_address_that_wait_are_counted(medimail, tree, pages, here):
    for place in (tree.mother, tree.daughter, tree.stranger):
        box = medimail.mailbox(place)
        with transaction() as session:
            for state in (ChangeState.ASKED, ChangeState.DONE):
                session.add(
                    AddressChange(
                        mailbox_id=box.id,
                        old=box.address,
                        new=f"{state}.{box.address}",
                        state=state,
                        asked_at=clock.now(),
                    )
                )
    assert pages.counts(here)["Demandes de changement de mail"] == 1
    assert pages.counts(f"{here}?filles=1")["Demandes de changement de mail"] == 2
    link = pages.client.soup.select('nav[aria-label="Comptes par état"] a')[-1]
    assert link["href"] == f"/structures/{tree.mother.id}/changements-adresse?filles=1"


def test_fifty_stand_on_a_page_in_the_order_of_names(medimail, tree, pages, here):
    for number in range(60):
        medimail.mailbox(tree.mother, last_name=f"NOM{number:03}")
    first, second = pages.names(here), pages.names(f"{here}?page=2")
    assert (len(first), len(second)) == (50, 10)
    assert sorted(first + second) == first + second
    assert "51 à 60 sur 60" in pages.client.text
    assert pages.names(f"{here}?page=99") == second
    assert pages.names(f"{here}?tri=-nom") + pages.names(f"{here}?tri=-nom&page=2") == [*reversed(first + second)]


def test_the_fragment_is_the_page_without_what_is_around(known, desk, here):
    answer = desk.send("GET", here, headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<div class="flow" id="comptes">')
    assert "HX-Request" in answer.headers["Vary"]


@pytest.mark.parametrize("asked", ["", "?etat=valide&q=durand&filles=1&tri=-depuis&page=2"])
def test_the_list_takes_a_bounded_number_of_statements(medimail, tree, desk, here, counted, asked):
    for _ in range(60):
        medimail.mailbox(tree.mother)
    counted.clear()
    assert desk.send("GET", f"{here}{asked}").status_code == 200
    assert len(counted) <= 9, counted


@given(
    filters=st.builds(
        Filters,
        state=st.sampled_from([None, *State]),
        kind=st.sampled_from([None, *Kind]),
        text=st.text(st.characters(categories=("L", "N")), max_size=20),
        daughters=st.booleans(),
        sort=st.sampled_from(Sort),
        descending=st.booleans(),
    )
)
def test_an_address_says_all_that_is_asked(filters):
    with Flask("lecture").test_request_context():
        assert FilterForm(MultiDict(filters.address)).read() == filters


@given(st.text())
def test_any_text_is_searched_by_few_terms_none_of_which_is_empty(text):
    assert len(terms(text)) <= 8
    assert all(terms(text))


def actions(page):
    """The words of each action, what is said under it left out."""
    for note in page.soup.select(".drop-down small"):
        note.extract()
    return [" ".join(item.get_text().split()) for item in page.soup.select(".drop-down li")]


def test_the_actions_are_those_of_the_source_in_its_order_and_the_import_is_announced(at_desk, tree):
    page = at_desk(tree.of_daughter).open(f"/structures/{tree.daughter.id}/comptes")
    to_come = page.soup.find("small", string="à venir").find_parent("li")
    assert to_come.find("a") is None
    assert "Importer une liste d’utilisateurs" in to_come.get_text()
    assert actions(page) == [
        "Relancer vos utilisateurs préinscrits",
        "Importer une liste d’utilisateurs",
        "Exporter la liste d’utilisateurs au format XLSX",
        "Exporter la liste d’utilisateurs au format CSV",
        "Exporter la liste des comptes inactifs supprimés depuis 6 mois (et prochainement supprimés)",
        "Ce qui changera cette nuit",
    ]


def test_a_mother_exports_her_accounts_or_those_of_her_daughters_too(desk, here):
    links = desk.open(here).soup.select(".drop-down a[href*='export']")
    assert [("structures filles" in link.get_text(), "filles=1" in link["href"]) for link in links] == [
        *((False, False), (True, True)),
        *((False, False), (True, True)),
    ]
