"""How many statements a page of the staff takes has a bound, however many people there are."""

import pytest

from tests.profiles.lines import ET

pytestmark = pytest.mark.one_database

PAGES = {
    "/etablissements": 7,
    f"/etablissements/{ET}": 8,
    f"/etablissements/{ET}?vue=sans-mssante&q=nom&page=2": 8,
    f"/etablissements/{ET}/equipes": 8,
    f"/etablissements/{ET}/referents?q=nom": 7,
    f"/etablissements/{ET}/profils/nouveau": 7,
    "/etablissements/equipes/{team}": 13,
    "/etablissements/equipes/{team}/vider": 8,
    "/etablissements/profils/{profile}": 11,
    "/etablissements/profils/{profile}/modifier": 12,
    "/etablissements/profils.csv": 9,
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_over_a_crowd(crowd, desk, counted, team_of, profile_of, path):
    crowd(120, role="CDC4", team="Nuit")
    address = path.format(team=team_of("Nuit"), profile=profile_of("agent7"))
    counted.clear()
    assert desk.send("GET", address).status_code == 200
    assert len(counted) <= PAGES[path], counted
