"""The lists of a référent: each tab, search and page is in its address, and shows what it says."""

import pytest

from portal import clock
from portal.accounts.models import AccountRight
from portal.db import transaction
from portal.registers.models import Establishment
from tests.pages.inside import put_inside
from tests.pages.staff import StaffPages
from tests.profiles.lines import EJ, ET, FOREIGN_ET, OTHER, OTHER_ET, OTHER_RPPS, RPPS

HERE = f"/etablissements/{ET}"


def test_a_referent_sees_the_establishments_of_the_perimeter_and_no_other(known, desk):
    desk.open("/etablissements")
    assert desk.heading == "Administration"
    assert "CH DE FLEYRIAT" in desk.text
    assert "EHPAD EMILE PELICAND" in desk.text
    assert "CH BUGEY SUD" not in desk.text


@pytest.fixture
def many(staff):
    """A référent of an entity of sixty establishments."""
    with transaction() as session:
        session.add_all(
            Establishment(
                finess_et=f"0199{n:05}",
                finess_ej=EJ,
                name=f"SITE {n}",
                routing="01000 BOURG",
                search=f" site {n} bourg",
            )
            for n in range(60)
        )


@pytest.mark.usefixtures("many")
def test_many_establishments_are_paged_and_searched(desk):
    names = [link.get_text() for link in desk.open("/etablissements").soup.select("#etablissements th a")]
    assert len(names) == 50
    assert len(desk.open("/etablissements?page=2").soup.select("#etablissements th a")) == 12
    for text in ("site 42", "019900042", "019 900 042"):
        shown = desk.open(f"/etablissements?q={text}").soup.select("#etablissements th a")
        assert [link.get_text() for link in shown] == ["SITE 42"]
    assert "Aucun établissement ne répond" in desk.open("/etablissements?q=zebulon").text


@pytest.mark.usefixtures("many")
def test_a_search_finds_no_establishment_of_others(desk):
    assert not desk.open(f"/etablissements?q={FOREIGN_ET}").soup.select("#etablissements th a")


def test_few_establishments_are_not_searched(desk):
    assert not desk.open("/etablissements").soup.select("form[role=search]")


def test_whoever_has_one_establishment_is_led_straight_to_it(staff, new_client):
    page = put_inside(new_client(), staff.referent(OTHER_ET)).open("/etablissements")
    assert page.path == f"/etablissements/{OTHER_ET}"
    assert page.heading == "EHPAD EMILE PELICAND"


def test_whoever_has_no_establishment_is_told_what_to_do(staff, new_client):
    page = put_inside(new_client(), staff.referent("999999999")).open("/etablissements")
    assert "Appelez l’assistance" in page.text


def test_the_menu_leads_a_referent_there_and_nobody_else(staff, desk, new_client):
    assert desk.open("/").soup.select('nav a[href="/etablissements"]')
    other = put_inside(new_client(), staff.build.si_manager())
    assert not other.open("/").soup.select('nav a[href="/etablissements"]')


def test_the_page_of_an_establishment_says_where_it_is(staff, desk):
    desk.open(HERE)
    assert "01440 VIRIAT" in desk.text
    assert "010000024" in desk.text.replace(" ", "")


def test_each_tab_has_its_count(known, expired, pages):
    counts = pages.counts(HERE)
    assert counts == {
        "Tous": 3,
        "Médecins": 2,
        "Non-médecins": 1,
        "Mot de passe expiré": 1,
        "Bloqués": 0,
        "Sans adresse MSSanté": 1,
        "À venir": 0,
        "Terminés": 0,
        "Par équipe": 0,
    }


@pytest.mark.parametrize(
    ("view", "names"),
    [
        ("tous", ["Durand Camille", "Léger Camille", "Petit Camille"]),
        ("medecins", ["Durand Camille", "Léger Camille"]),
        ("non-medecins", ["Petit Camille"]),
        ("expires", ["Léger Camille"]),
        ("sans-mssante", ["Léger Camille"]),
        ("inconnu", ["Durand Camille", "Léger Camille", "Petit Camille"]),
    ],
)
def test_a_tab_shows_its_profiles(known, expired, pages, view, names):
    assert pages.names(f"{HERE}?vue={view}") == names


def test_what_begins_later_and_what_has_ended_have_their_tabs(staff, pages):
    staff.give(OTHER, last_name="Demain", starts_on="01/01/2090")
    staff.give(OTHER, identifier="hier", last_name="Hier", starts_on="01/01/2020", ends_on="31/12/2020")
    assert pages.names(f"{HERE}?vue=a-venir") == ["Demain Camille"]
    assert "à venir le 1er janvier 2090" in pages.row("Demain").replace("\xa0", " ")
    assert pages.names(f"{HERE}?vue=termines") == ["Hier Camille"]
    assert "terminé le 31 décembre 2020" in pages.row("Hier").replace("\xa0", " ")


def test_who_is_blocked_has_a_tab_and_the_remedy_beside(staff, pages):
    staff.build.physician(rpps=RPPS, blocked_at=clock.now())
    staff.give(password="")
    assert pages.names(f"{HERE}?vue=bloques") == ["Durand Camille"]
    assert "Envoyer un lien" in pages.row("Durand")


def test_the_remedies_stand_beside_whom_they_help(known, expired, pages):
    pages.names(HERE)
    row = pages.row("Léger")
    assert "Ajouter l’adresse" in row
    assert "Donner un mot de passe" in row
    assert "Envoyer un lien" not in row
    assert "en règle" in pages.row("Durand")


@pytest.mark.parametrize(
    "typed", ["LEGER", "léger camille", "camille-leger", OTHER_RPPS, "9 9999 9000 22", "99999900022"]
)
def test_a_search_ignores_accents_case_hyphens_and_groups(known, expired, pages, typed):
    assert pages.names(f"{HERE}?q={typed}") == ["Léger Camille"]


def test_an_identifier_is_found(known, pages):
    assert pages.names(f"{HERE}?q=cdurand") == ["Petit Camille"]


def test_a_search_holds_in_the_counts_and_can_be_taken_away(known, expired, pages, desk):
    assert pages.counts(f"{HERE}?q=leger")["Tous"] == 1
    assert desk.soup.select_one(".chip")["href"] == HERE


def test_a_search_without_answer_says_what_to_do(known, desk):
    assert "Retirer la recherche" in desk.open(f"{HERE}?q=introuvable").text


def test_a_page_that_does_not_exist_is_the_nearest_that_does(known, pages):
    assert pages.names(f"{HERE}?page=99") == ["Durand Camille", "Petit Camille"]


def test_fifty_stand_on_a_page_in_the_order_of_names(staff, pages, crowd):
    crowd(60)
    first, second = pages.names(HERE), pages.names(f"{HERE}?page=2")
    assert (len(first), len(second)) == (50, 10)
    assert sorted(first + second) == first + second
    assert "51 à 60 sur 60" in pages.client.text


def test_the_fragment_is_the_page_without_what_is_around(known, desk):
    answer = desk.send("GET", HERE, headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<div class="flow" id="profils">')
    assert "HX-Request" in answer.headers["Vary"]


def test_a_right_taken_back_closes_the_page_at_once(known, desk):
    assert desk.open(HERE).status == 200
    with transaction() as session:
        session.query(AccountRight).filter(AccountRight.scope == EJ).delete()
    assert desk.send("GET", HERE).status_code == 403


def test_an_establishment_outside_answers_as_one_that_does_not_exist(known, desk):
    outside, nowhere = desk.send("GET", f"/etablissements/{FOREIGN_ET}"), desk.send("GET", "/etablissements/999999999")
    assert outside.status_code == nowhere.status_code == 404
    assert StaffPages(desk.open("/etablissements")).client.status == 200
