"""Nothing outside of the perimeter is seen nor written: by every route, it answers as what does not exist."""

import pytest
from sqlalchemy import select

from portal.db import reading
from portal.profiles.record.models import Profile, Team
from tests.profiles.lines import FOREIGN_EJ, FOREIGN_ET, OTHER

pytestmark = pytest.mark.one_database

NOWHERE = "987654321"
# Every route of these rooms that names something; `account_id` is judged by its establishment.
ROUTES = [
    ("GET", "/etablissements/{place}"),
    ("GET", "/etablissements/{place}/profils.csv"),
    ("GET", "/etablissements/{place}/profils/nouveau"),
    ("POST", "/etablissements/{place}/profils/nouveau"),
    ("GET", "/etablissements/{place}/equipes"),
    ("POST", "/etablissements/{place}/equipes"),
    ("GET", "/etablissements/{place}/referents"),
    ("GET", "/etablissements/{place}/referents/{by}/nommer"),
    ("POST", "/etablissements/{place}/referents/{by}/nommer"),
    ("GET", "/etablissements/{place}/referents/{by}/retirer"),
    ("POST", "/etablissements/{place}/referents/{by}/retirer"),
    ("GET", "/etablissements/profils/{profile}"),
    ("GET", "/etablissements/profils/{profile}/modifier"),
    ("POST", "/etablissements/profils/{profile}/modifier"),
    ("GET", "/etablissements/profils/{profile}/supprimer"),
    ("POST", "/etablissements/profils/{profile}/supprimer"),
    ("POST", "/etablissements/profils/{profile}/lien"),
    ("GET", "/etablissements/profils/{profile}/mot-de-passe"),
    ("POST", "/etablissements/profils/{profile}/mot-de-passe"),
    ("GET", "/etablissements/equipes/{team}"),
    ("POST", "/etablissements/equipes/{team}/renommer"),
    ("GET", "/etablissements/equipes/{team}/vider"),
    ("POST", "/etablissements/equipes/{team}/vider"),
    ("GET", "/etablissements/equipes/{team}/supprimer"),
    ("POST", "/etablissements/equipes/{team}/supprimer"),
    ("GET", "/etablissements/equipes/{team}/profils.csv"),
]
TYPED = {
    "nom": "Pris",
    "prenom": "Alex",
    "numero": "alex.pris",
    "role": "CDC1",
    "debut": "2026-01-05",
    "mot_de_passe": "tournesol bleu sur la falaise",
    "courriel": "",
    "portee": "territorial",
}


@pytest.fixture
def theirs(staff):
    """The staff of another hospital: what stands in the place of each part of an address."""
    other = staff.referent(FOREIGN_EJ)
    there = {"finess_ej": FOREIGN_EJ, "finess_et": FOREIGN_ET, "identifier": "zebulon", "last_name": "Zébulon"}
    staff.give(OTHER, by=other.id, team="Nuit", role="CDC4", **there)
    with reading() as session:
        profile, team = session.scalars(select(Profile.id)).one(), session.scalars(select(Team.id)).one()
    return {"place": FOREIGN_ET, "profile": profile, "team": team, "by": other.id}


def test_every_route_is_tried_here(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/etablissements/")]
    rules = [rule for rule in rules if set(rule.arguments) & {"finess_et", "profile_id", "team_id"}]
    assert len(ROUTES) == sum(len(rule.methods & {"GET", "POST"}) for rule in rules)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_what_is_outside_answers_as_what_does_not_exist(theirs, desk, staff, method, path):
    before = staff.profiles()
    nothing = {**theirs, "place": NOWHERE, "profile": 10**12, "team": 10**12}
    data = {"csrf_token": desk.open("/etablissements").token, **TYPED} if method == "POST" else None
    answers = [desk.send(method, path.format(**where), data=data) for where in (theirs, nothing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Zébulon" not in answers[0].text
    assert staff.profiles() == before


def test_the_whole_perimeter_is_that_and_no_more(theirs, known, desk):
    body = desk.send("GET", "/etablissements/profils.csv").text
    assert "Durand" in body
    assert "Zébulon" not in body


def test_a_search_finds_nobody_elsewhere(theirs, desk):
    assert "Personne ne répond" in desk.open("/etablissements/010000024/referents?q=zebulon").text
