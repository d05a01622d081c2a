"""One profile on screen: created, modified, deleted by the rules of the file, each finding at its field."""

import pytest

from portal.accounts.models import AccountRight
from portal.accounts.rules import Right
from portal.audit import Event
from portal.db import transaction
from portal.profiles.record import teams
from portal.profiles.record.rules.acts import Done
from tests.builders import NEW_PASSWORD, PASSWORD
from tests.profiles.lines import ET, OTHER, RPPS

NEW = f"/etablissements/{ET}/profils/nouveau"
TYPED = {
    "nom": "Durand",
    "prenom": "Camille",
    "numero": RPPS,
    "role": "CDC3D",
    "equipe": "",
    "debut": "",
    "fin": "",
    "courriel": "",
    "mot_de_passe": PASSWORD,
}
ANOTHER = {**TYPED, "numero": "c.durand", "role": "CDC1"}


def at(key, act=""):
    return f"/etablissements/profils/{key}{act}"


@pytest.fixture
def creating(desk):
    """Sends the form of a new profile."""

    def send(**changed):
        return desk.open(NEW).submit({**TYPED, **changed})

    return send


def test_a_physician_unknown_so_far_is_created_with_an_account(staff, creating, pages):
    page = creating(courriel="Camille.Durand@chu-demo.mssante.fr")
    assert page.heading == "Camille Durand"
    assert pages.facts()["Adresse MSSanté"] == "camille.durand@chu-demo.mssante.fr"
    assert pages.facts()["Actif"].endswith("sans limite")
    assert staff.profiles() == [(ET, "CDC3D", None)]


def test_whoever_is_not_a_physician_is_created_by_the_same_field(staff, creating, pages):
    creating(**ANOTHER)
    assert pages.facts()["Identifiant"] == "c.durand"


def test_the_password_given_must_be_changed_at_the_first_sign_in(staff, creating):
    page = creating()
    assert "de vive voix" in page.text
    assert staff.account(RPPS).credential.must_change


def test_a_team_is_made_on_the_way_and_the_known_ones_are_suggested(staff, creating, desk):
    creating(role="CDC3E", equipe="Urgences")
    assert staff.profiles() == [(ET, "CDC3E", "Urgences")]
    suggested = [option["value"] for option in desk.open(NEW).soup.select("datalist option")]
    assert suggested == ["Urgences"]


def test_the_form_opened_from_a_team_names_it(staff, desk):
    assert desk.open(f"{NEW}?equipe=Nuit").soup.select_one("#equipe")["value"] == "Nuit"


def test_whoever_is_known_keeps_account_and_password(staff, creating):
    staff.build.physician(rpps=RPPS, mssante=None)
    page = creating(mot_de_passe=NEW_PASSWORD)
    assert "Le mot de passe est ignoré" in page.text
    assert not staff.account(RPPS).credential.must_change


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"nom": ""}, "nom", "Le nom manque."),
        ({"prenom": " "}, "prenom", "Le prénom manque."),
        ({"numero": ""}, "numero", "Rien ne désigne la personne."),
        ({"numero": "9999990001"}, "numero", "vous en avez saisi 10"),
        ({"numero": "99999900015"}, "numero", "clé"),
        ({"numero": "c.durand"}, "numero", "Ce rôle est celui d’un médecin."),
        ({"role": ""}, "role", "Choisissez un rôle."),
        ({"role": "CDC9"}, "role", "Ce rôle n’existe pas."),
        ({"role": "CDC4"}, "role", "Le rôle CDC4 est celui d’un non-médecin."),
        ({"role": "CDC3E"}, "equipe", "Ce rôle s’exerce en équipe."),
        ({"equipe": "Urgences"}, "equipe", "Le rôle CDC3D est sans équipe."),
        ({"debut": "32/01/2026"}, "debut", "Cette date ne se lit pas"),
        ({"debut": "2026-02-01", "fin": "2026-01-01"}, "fin", "La fin précède le début."),
        ({"courriel": "camille@gmail.com"}, "courriel", "Seules les adresses MSSanté sont acceptées"),
        ({"mot_de_passe": ""}, "mot_de_passe", "Le mot de passe initial manque."),
        ({"mot_de_passe": "azerty"}, "mot_de_passe", "caractères"),
    ],
)
def test_a_fault_is_told_at_its_field_as_the_report_of_a_file_would(staff, creating, changed, field, words):
    page = creating(**changed)
    assert page.status == 422
    said = page.soup.select_one(f"#{field}-erreur").get_text()
    assert words in said
    assert staff.profiles() == []


def test_all_the_faults_are_told_at_once(staff, creating):
    page = creating(nom="", courriel="camille@gmail.com", debut="2026-02-01", fin="2026-01-01")
    assert len(page.errors) == 3


def test_the_same_profile_twice_is_refused_above_the_fields(known, creating):
    page = creating()
    assert "Cette personne a déjà ce profil." in page.soup.select_one(".error-summary").get_text()


def test_what_was_typed_stays_but_for_the_password(staff, creating):
    page = creating(role="CDC3E")
    assert page.soup.select_one("#nom")["value"] == "Durand"
    assert not page.soup.select_one("#mot_de_passe").get("value")
    assert page.soup.select_one("#role option[selected]")["value"] == "CDC3E"


def test_a_formula_typed_is_no_name(staff, creating, pages):
    creating(nom='=HYPERLINK("http://x.example")')
    assert pages.client.status == 422


def test_a_physician_is_modified_in_address_and_dates_alone(known, desk, profile_of, pages):
    page = desk.open(at(profile_of(RPPS), "/modifier"))
    assert not page.soup.select("#nom, #prenom, #mot_de_passe")
    pages.send(page, courriel="nouvelle@chu-demo.mssante.fr", debut="2026-01-05", fin="2090-12-31")
    assert "Les modifications sont enregistrées." in pages.told()
    assert pages.facts()["Adresse MSSanté"] == "nouvelle@chu-demo.mssante.fr"
    assert pages.facts()["Actif"].replace("\xa0", " ") == "depuis le 5 janvier 2026, jusqu’au 31 décembre 2090"


def test_the_name_of_whoever_is_not_a_physician_is_modified(known, pages, profile_of):
    page = pages.edit(profile_of("cdurand"), nom="Petit-Jean")
    assert page.heading == "Camille Petit-Jean"


def test_an_end_taken_away_is_no_end(staff, profile_of, pages):
    staff.give(OTHER, ends_on="31/12/2090")
    pages.edit(profile_of("cdurand"), fin="")
    assert pages.facts()["Actif"].endswith("sans limite")


def test_sent_as_it_was_shown_nothing_changes(known, profile_of, pages):
    rows = len(known.journal())
    assert "Rien n’a changé" in pages.edit(profile_of("cdurand")).text
    assert len(known.journal()) == rows


@pytest.mark.parametrize(
    ("changed", "field"), [({"courriel": ""}, "courriel"), ({"debut": ""}, "debut"), ({"nom": ""}, "nom")]
)
def test_what_cannot_be_emptied_says_so(known, pages, profile_of, changed, field):
    page = pages.edit(profile_of("cdurand"), **changed)
    assert page.status == 422
    assert page.soup.select_one(f"#{field}-erreur")


def test_the_address_of_somebody_else_is_refused(known, pages, profile_of):
    page = pages.edit(profile_of("cdurand"), courriel="camille.durand@chu-demo.mssante.fr")
    assert "Cette adresse est celle d’une autre personne." in page.errors[0]


def test_an_account_that_opens_more_keeps_name_address_and_password(known, desk, profile_of, pages):
    key = profile_of("cdurand")
    with transaction() as session:
        guarded = known.account("cdurand").id
        session.add(AccountRight(account_id=guarded, name=Right.INSTRUCTOR, scope=""))
    assert "Ce compte ouvre plus que vos établissements." in desk.open(at(key)).text
    page = desk.open(at(key, "/modifier"))
    assert not page.soup.select("#nom, #courriel, #mot_de_passe")
    pages.send(page, nom="Autre", courriel="a@chu-demo.mssante.fr")
    assert (known.account("cdurand").last_name, known.account("cdurand").mssante) == (
        "Petit",
        "camille.petit@chu-demo.mssante.fr",
    )


def test_the_second_of_two_referents_is_told_and_keeps_what_was_typed(known, new_desk, profile_of, pages):
    key = profile_of("cdurand")
    second = new_desk().open(at(key, "/modifier"))
    pages.edit(key, nom="Premier")
    pages.send(second, nom="Second")
    assert second.status == 409
    assert "Quelqu’un a modifié ce profil" in second.text
    assert second.soup.select_one("#nom")["value"] == "Second"
    assert known.account("cdurand").last_name == "Premier"
    pages.send(second)
    assert known.account("cdurand").last_name == "Second"


def test_a_profile_is_deleted_once_its_consequences_are_read(known, desk, profile_of):
    key = profile_of("cdurand")
    page = desk.open(at(key)).open(at(key, "/supprimer"))
    assert "Elle n’aura plus aucun profil dans vos établissements." in page.text
    assert len(known.profiles()) == 2
    page.press("Supprimer le profil")
    assert "Le profil est supprimé" in page.text
    assert len(known.profiles()) == 1
    assert known.account("cdurand").closed_at is None
    assert desk.send("GET", at(key)).status_code == 404


def test_a_page_left_open_deletes_no_profile_made_since(known, desk, new_desk, profile_of, creating):
    key = profile_of("cdurand")
    left = new_desk().open(at(key, "/supprimer"))
    desk.open(at(key, "/supprimer")).press("Supprimer le profil")
    creating(**{**ANOTHER, "numero": "z.autre"})
    before = known.profiles()
    left.press("Supprimer le profil")
    assert left.status == 404
    assert known.profiles() == before


def test_the_other_profiles_of_the_person_are_told(known, desk, profile_of):
    key = profile_of(RPPS)
    known.give(password="", role="SYNT")
    assert "Consultation des synthèses" in desk.open(at(key)).text
    assert "1\xa0autre profil dans vos établissements" in str(desk.open(at(key, "/supprimer")).soup)


def test_what_is_done_is_in_the_journal_of_the_person(known, desk, pages, profile_of):
    key = profile_of("cdurand")
    pages.edit(key, nom="Autre")
    desk.open(at(key, "/supprimer")).press("Supprimer le profil")
    last = known.journal()[-2:]
    assert [row.event for row in last] == [Event.PROFILE_CHANGED, Event.PROFILE_DELETED]
    assert {row.subject_id for row in last} == {known.account("cdurand").id}


def test_a_team_renamed_meanwhile_does_not_lose_a_change(staff, desk, pages, profile_of, team_of):
    staff.give(OTHER, role="CDC4", team="Nuit")
    page = desk.open(at(profile_of("cdurand"), "/modifier"))
    with transaction() as session:
        assert teams.rename(session, staff.held, staff.by, team_of("Nuit"), "Jour") == Done(team_of("Nuit"))
    assert pages.send(page, nom="Autre").status == 409
    pages.send(page)
    assert staff.account("cdurand").last_name == "Autre"


def test_a_form_left_by_an_ended_session_comes_back(known, desk, new_desk, later):
    desk.open(NEW)
    later(hours=13)
    desk.submit({**TYPED, "nom": "Revenu"})
    back = new_desk().open(NEW)
    assert back.soup.select_one("#nom")["value"] == "Revenu"
    assert not back.soup.select_one("#mot_de_passe").get("value")


@pytest.mark.parametrize("page", ["", "/modifier", "/supprimer"])
def test_every_page_of_a_profile_says_the_way_to_it(known, desk, profile_of, page):
    desk.open(f"/etablissements/profils/{profile_of('cdurand')}{page}")
    way = [link.get_text(strip=True) for link in desk.soup.select(".crumbs a")]
    assert way[:2] == ["Administration", "CH DE FLEYRIAT"]


def test_the_hints_speak_of_no_line_of_a_file(staff, desk):
    assert "(C)" not in desk.open(f"/etablissements/{ET}/profils/nouveau").text
