"""Several référents at the same instant: one profile, one team, one change; nobody's work is lost, nothing crashes."""

import pytest

from tests.attacks.crowd import at_once, cookies_of, post
from tests.builders import PASSWORD
from tests.profiles.lines import ET, OTHER

TYPED = {"nom": "Durand", "prenom": "Alex", "numero": "alex.durand", "mot_de_passe": PASSWORD}
CROWD = 6


@pytest.fixture
def together(app, desk):
    """Sends the same form from several windows at once; their statuses."""

    def send(path, typed):
        data, held = {"csrf_token": desk.open("/etablissements").token, **typed}, cookies_of(desk)
        answers = at_once([lambda n=n: post(app, path, data, held, f"203.0.113.{n + 1}") for n in range(CROWD)])
        return sorted(answer.status_code for answer in answers)

    return send


def test_one_profile_is_created_with_its_account_and_its_team(staff, together):
    typed = {**TYPED, "role": "CDC4", "equipe": "Nuit"}
    assert together(f"/etablissements/{ET}/profils/nouveau", typed) == [303] + [422] * (CROWD - 1)
    assert staff.profiles() == [(ET, "CDC4", "Nuit")]


def test_one_team_takes_a_name(staff, together):
    assert together(f"/etablissements/{ET}/equipes", {"nom": "Nuit"}) == [303] + [422] * (CROWD - 1)


def test_of_several_changes_of_one_profile_one_is_done(staff, desk, together, profile_of):
    staff.give(OTHER)
    address = f"/etablissements/profils/{profile_of('cdurand')}/modifier"
    seen = desk.open(address).soup.select_one("#vu")["value"]
    typed = {"nom": "Petit", "prenom": "Alex", "debut": "2026-01-05", "courriel": "", "vu": seen}
    assert together(address, typed) == [303] + [409] * (CROWD - 1)


def test_a_profile_deleted_from_several_windows_is_deleted_once(staff, together, profile_of):
    staff.give(OTHER)
    assert set(together(f"/etablissements/profils/{profile_of('cdurand')}/supprimer", {})) <= {303, 404}
    assert staff.profiles() == []
