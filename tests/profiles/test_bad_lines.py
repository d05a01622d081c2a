"""The table of faults by which the import is measured: what each must give, on a line C and on a line M."""

import pytest

from tests.profiles.lines import OTHER, OTHER_RPPS, PHYSICIAN, SECRET, Desk, person

BAD = {
    "rpps_cle": ("CM", "ERREUR", {"rpps": "99999900015"}),
    "rpps_longueur": ("CM", "ERREUR", {"rpps": "9999990001"}),
    "rpps_et_identifiant_absents": ("CM", "ERREUR", {"rpps": "", "identifier": ""}),
    "nom_absent": ("CM", "ERREUR", {"last_name": ""}),
    "nom_adresse": ("C", "ERREUR", {"last_name": "http://evil.example/cliquez"}),
    "prenom_adresse": ("C", "ERREUR", {"first_name": "evil.example"}),
    "finess_absent": ("CM", "ERREUR", {"finess_et": ""}),
    "role_inconnu": ("CM", "ERREUR", {"role": "CDC9"}),
    "action_inconnue": ("CM", "ERREUR", {"action": "X"}),
    "equipe_absente": ("CM", "ERREUR", {"role": "CDC3E", "team": ""}),
    "email_hors_mssante": ("CM", "ERREUR", {"email": "camille.durand@gmail.com"}),
    "date_impossible": ("CM", "ERREUR", {"starts_on": "31/02/2026"}),
    "dates_inversees": ("CM", "ERREUR", {"starts_on": "02/01/2026", "ends_on": "01/01/2026"}),
    "mot_de_passe_absent": ("C", "ERREUR", {"password": ""}),
    "profil_inconnu": ("M", "ERREUR", {"rpps": OTHER_RPPS}),
    "mot_de_passe_non_expire": ("M", "ALERTE", {"password": "Inutile-2025!"}),
}
CASES = [(name, action) for name, (actions, _, _) in BAD.items() for action in actions]


@pytest.mark.parametrize(("name", "action"), CASES)
def test_a_fault_gives_what_the_measure_expects(name, action):
    _, status, changed = BAD[name]
    desk = Desk(person()) if action == "M" else Desk()
    given = SECRET if action == "C" else ""
    assert desk.told(**{"action": action, "password": given, **changed})[0] == status


def test_the_same_line_again_is_a_duplicate():
    desk = Desk()
    assert [desk.told(), desk.told()] == [("OK", []), ("ERREUR", ["doublon"])]


@pytest.mark.parametrize("base", [PHYSICIAN, OTHER], ids=["médecin", "non-médecin"])
def test_a_good_line_of_each_action_goes_through(base):
    desk = Desk()
    given = [desk.told(base), desk.told(base, action="M", password=""), desk.told(base, action="S")]
    assert given == [("OK", [])] * 3


@pytest.mark.parametrize(
    ("changed", "code"), [({"last_name": "evil.example"}, "nom_invalide"), ({"first_name": "A/B"}, "prenom_invalide")]
)
def test_a_name_that_is_no_name_opens_no_account_and_renames_nobody(changed, code):
    assert Desk().told(OTHER, **changed) == ("ERREUR", [code])
    assert Desk(person(OTHER)).told(OTHER, action="M", password="", **changed) == ("ERREUR", [code])


@pytest.mark.parametrize("base", [PHYSICIAN, OTHER], ids=["médecin", "non-médecin"])
def test_a_name_that_somebody_had_before_names_were_judged_is_no_obstacle(base):
    old = {"last_name": "Durand 2", "first_name": "www.Camille"}
    desk = Desk(person(base, **old))
    changed = desk.told(base, action="M", password="", starts_on="01/02/2026", **old)
    assert [changed, desk.told(base, action="S", **old)] == [("OK", [])] * 2
