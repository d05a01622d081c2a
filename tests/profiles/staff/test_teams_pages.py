"""The teams on screen: created, renamed, emptied, deleted here and nowhere else (source 001)."""

import pytest

from portal.audit import Event
from tests.profiles.lines import ET, OTHER, RPPS

HERE = f"/etablissements/{ET}/equipes"


@pytest.fixture
def night(staff, team_of):
    """The address of the team « Nuit »: a manager of it, whose role needs a team, and a collaborator."""
    staff.give(OTHER, role="CDC4", team="Nuit", last_name="Petit")
    staff.give(OTHER, identifier="collab", team="Nuit", last_name="Aubin")
    return f"/etablissements/equipes/{team_of('Nuit')}"


def test_the_teams_are_listed_with_their_sizes(night, desk):
    desk.open(HERE)
    row = desk.soup.select_one("#liste tbody tr")
    assert (row.a.get_text(), row.td.get_text()) == ("Nuit", "2")


def test_a_team_is_created_empty(staff, desk):
    page = desk.open(HERE).submit({"nom": "Réanimation"})
    assert page.heading == "Réanimation"
    assert "L’équipe est créée" in page.text


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Saisissez le nom"), ("---", "ne peut pas être gardé"), ("nuit", "porte déjà ce nom")]
)
def test_a_name_that_cannot_be_kept_says_why(night, desk, typed, said):
    page = desk.open(HERE).submit({"nom": typed})
    assert page.status == 422
    assert said in page.errors[0]


def test_the_members_are_shown_by_tabs(night, pages):
    assert pages.names(night) == ["Aubin Camille", "Petit Camille"]
    assert pages.counts(night)["Tous"] == 2
    assert pages.names(f"{night}?vue=medecins") == []


def test_the_members_of_a_large_team_are_searched(crowd, desk, team_of):
    crowd(30, role="CDC4", team="Nuit")
    team = f"/etablissements/equipes/{team_of('Nuit')}"
    desk.open(team)
    assert desk.form("q")["action"] == team
    assert len(desk.open(f"{team}?q=agent7").soup.select("#profils tbody tr")) == 1
    assert desk.form("q").select_one("#q")["value"] == "agent7"


def test_those_of_a_small_one_are_not(night, desk):
    assert not desk.open(night).soup.select("form[role=search]")


def test_a_team_takes_another_name_and_its_profiles_follow(night, desk, staff):
    page = desk.open(night).submit({"nom": "Jour"})
    assert page.heading == "Jour"
    assert {team for *_, team in staff.profiles()} == {"Jour"}


def test_the_second_to_rename_a_team_is_told(night, desk, new_desk):
    second = new_desk().open(night)
    desk.open(night).submit({"nom": "Jour"})
    second.submit({"nom": "Soir"})
    assert second.status == 409
    assert second.heading == "Jour"
    second.submit({"nom": "Soir"})
    assert second.heading == "Soir"


def test_emptying_tells_what_goes_before_it_does(night, desk, staff):
    page = desk.open(f"{night}/vider")
    assert "1\xa0profil supprimé" in str(page.soup)
    assert "1\xa0profil gardé" in str(page.soup)
    assert len(staff.profiles()) == 2
    page.press("Vider l’équipe")
    assert "L’équipe est vide" in page.text
    assert staff.profiles() == [(ET, "CDC1", None)]


def test_a_team_that_changed_meanwhile_is_not_emptied(night, desk, staff):
    page = desk.open(f"{night}/vider")
    staff.give(rpps=RPPS, role="CDC3E", team="Nuit")
    page.press("Vider l’équipe")
    assert page.status == 409
    assert "2\xa0profils supprimés" in str(page.soup)
    assert len(staff.profiles()) == 3


def test_a_team_that_is_not_empty_is_not_deleted(night, desk):
    page = desk.open(f"{night}/supprimer").press("Supprimer l’équipe")
    assert "Videz-la, puis supprimez-la." in page.text
    assert page.heading == "Nuit"


def test_an_empty_team_is_deleted(staff, desk):
    page = desk.open(HERE).submit({"nom": "Réanimation"})
    page.open(f"{page.path}/supprimer").press("Supprimer l’équipe")
    assert page.path == HERE
    assert "Aucune équipe" in page.text
    assert [row.event for row in staff.journal()] == [Event.TEAM_CREATED, Event.TEAM_DELETED]


@pytest.mark.parametrize("page", ["", "/vider", "/supprimer"])
def test_every_page_of_a_team_says_the_way_to_it(night, desk, page):
    way = [link.get_text(strip=True) for link in desk.open(night + page).soup.select(".crumbs a")]
    assert way[:3] == ["Administration", "CH DE FLEYRIAT", "Équipes"]


def test_emptying_an_empty_team_says_that_nothing_changes(staff, desk):
    page = desk.open(HERE).submit({"nom": "Réanimation"})
    consequences = desk.open(f"{page.path}/vider").text
    assert "l’équipe est déjà vide" in consequences
    assert "0 profil" not in consequences.replace("\u00a0", " ")
