"""The rules of source 001, each with the sentence that it holds, and those of source 000 on the same file."""

import pytest

from portal.profiles.record.rules.decisions import Create, Delete, Modify, Refused, sets_password
from portal.profiles.record.rules.names import Name
from portal.profiles.record.rules.perimeter import Perimeter
from portal.profiles.record.rules.roles import Action, Role
from tests.profiles.lines import (
    EJ,
    ET,
    FOREIGN_EJ,
    FOREIGN_ET,
    OTHER,
    OTHER_ET,
    PHYSICIAN,
    SECRET,
    TODAY,
    Desk,
    codes,
    line,
    person,
)

MINE = "camille.durand@chu-demo.mssante.fr"
NEW = "c.durand@ght.mssante.fr"


# « Vous ne pouvez gérer que les profils du personnel des établissements dont vous êtes référent. »


def test_an_establishment_of_somebody_else_is_refused():
    assert Desk().told(finess_ej=FOREIGN_EJ, finess_et=FOREIGN_ET) == ("ERREUR", ["finess_hors_perimetre"])


def test_one_that_does_not_exist_is_refused_in_the_same_words():
    exists = Desk().decide(finess_ej=FOREIGN_EJ, finess_et=FOREIGN_ET).findings[0]
    does_not = Desk().decide(finess_ej="990000002", finess_et="990000002").findings[0]
    assert (exists.message, exists.remedy) == (does_not.message, does_not.remedy)


def test_a_profile_outside_is_refused_before_anything_is_said_of_its_person():
    desk = Desk(person(is_closed=True))
    assert desk.told(finess_et=FOREIGN_ET, action="M") == ("ERREUR", ["finess_hors_perimetre"])


def test_an_establishment_goes_with_its_own_legal_entity():
    refused = Desk().decide(finess_ej=FOREIGN_EJ).findings[0]
    assert (refused.code.value, refused.proposal) == ("finess_ej_different", EJ)


def test_a_single_establishment_may_be_all_that_a_referent_holds():
    desk = Desk(held=Perimeter(frozenset({ET}), {ET: EJ}))
    assert [desk.told()[0], desk.told(finess_et=OTHER_ET)[0]] == ["OK", "ERREUR"]


# « C : Créer un nouveau profil : ceci permet d’ajouter un nouveau profil à une personne. »
# « Si la personne est non-médecin (sans N° RPPS) un nouveau compte est créé. »


@pytest.mark.parametrize("base", [PHYSICIAN, OTHER], ids=["médecin", "non-médecin"])
def test_somebody_unknown_gets_an_account_with_the_profile(base):
    assert Desk().decide(base).opens_account


def test_a_known_physician_gets_the_profile_and_keeps_the_account():
    desk = Desk(person(PHYSICIAN, "SYNT"))
    assert not desk.decide().opens_account


def test_a_non_physician_of_the_establishment_may_hold_a_second_profile():
    desk = Desk(person(OTHER))
    assert desk.told(OTHER, role="SYNT", password="") == ("OK", [])


def test_the_identifier_of_somebody_else_s_staff_is_not_free():
    desk = Desk(person(OTHER, is_managed=False))
    assert desk.told(OTHER, role="SYNT") == ("ERREUR", ["identifiant_pris"])


def test_a_profile_that_is_there_is_not_created_again():
    assert Desk(person()).told() == ("ERREUR", ["profil_existant"])


def test_the_same_role_in_another_team_is_another_profile():
    desk = Desk(person({**PHYSICIAN, Name.TEAM: "Nuit"}, "CDC3E"))
    told = [desk.told(role="CDC3E", team=team, password="")[1] for team in ("Jour", "NUIT")]
    assert told == [[], ["profil_existant"]]


def test_a_closed_account_gets_no_profile():
    assert Desk(person(PHYSICIAN, "SYNT", is_closed=True)).told() == ("ERREUR", ["compte_ferme"])


# « Mot de passe : Oui (pour une création). »
# « Pris en compte seulement pour les créations ou en modification si le mot de passe est expiré. »


def test_an_account_is_not_opened_without_a_password():
    assert Desk().told(password="") == ("ERREUR", ["motdepasse_absent"])


def test_the_password_of_a_creation_is_set():
    assert sets_password(Desk().decide())


def test_a_password_too_easy_to_guess_opens_no_account():
    refused = Desk(lack="Il manque 4 caractères.").decide()
    assert (codes(refused.findings), refused.findings[0].message) == (["motdepasse_faible"], "Il manque 4 caractères.")


@pytest.mark.parametrize(
    ("action", "expired", "told"),
    [
        ("C", False, ("ALERTE", ["motdepasse_ignore"])),
        ("C", True, ("OK", [])),
        ("M", False, ("ALERTE", ["motdepasse_ignore"])),
        ("M", True, ("OK", [])),
    ],
)
def test_the_password_of_somebody_known_is_taken_once_theirs_has_expired(action, expired, told):
    known = person(PHYSICIAN, "CDC3D" if action == "M" else "SYNT", is_expired=expired)
    assert Desk(known).told(action=action) == told


@pytest.mark.parametrize("action", ["C", "M"])
def test_an_expired_password_is_not_replaced_by_a_weak_one(action):
    known = person(PHYSICIAN, "CDC3D" if action == "M" else "SYNT", is_expired=True)
    assert Desk(known, lack="Trop court.").told(action=action) == ("ERREUR", ["motdepasse_faible"])


def test_a_password_that_will_not_be_set_is_not_even_judged():
    desk = Desk(person(), lack="Trop court.")
    desk.told(action="M")
    assert desk.judged == []


def test_a_known_physician_needs_no_password_for_one_more_profile():
    assert Desk(person(PHYSICIAN, "SYNT")).told(password="") == ("OK", [])


def test_the_password_that_opened_the_account_may_be_repeated_on_each_line_of_the_file():
    desk = Desk()
    assert [desk.told(), desk.told(role="SYNT")] == [("OK", []), ("OK", [])]


def test_another_password_on_the_second_line_is_ignored_and_told():
    desk = Desk()
    desk.told()
    assert desk.told(role="SYNT", password="un autre, tout à fait") == ("ALERTE", ["motdepasse_ignore"])


# « M : Modifier un profil existant dans l’établissement. »


def test_a_profile_that_is_not_there_is_not_modified():
    assert Desk(person()).told(action="M", password="", role="SYNT") == ("ERREUR", ["profil_inconnu"])


def test_an_unknown_person_and_an_unknown_profile_are_not_told_apart():
    unknown = Desk().decide(action="M", password="").findings
    known = Desk(person(PHYSICIAN, "SYNT")).decide(action="M", password="").findings
    assert unknown == known


def test_a_modification_creates_no_team():
    """« En mode création (C), si l’équipe n’existe pas déjà, elle est créée. »"""
    known = person({**PHYSICIAN, Name.TEAM: "Nuit"}, "CDC3E")
    assert Desk(known).told(action="M", role="CDC3E", team="Jour", password="")[1] == ["profil_inconnu"]


# « nom et prénom (non-médecins seulement) »


def test_the_name_of_a_non_physician_is_changed():
    decision = Desk(person(OTHER)).decide(OTHER, action="M", password="", last_name="Petit")
    assert decision.changes == {Name.LAST_NAME: ("Durand", "Petit")}


def test_the_name_of_a_physician_is_ignored_and_told():
    desk = Desk(person())
    decision = desk.decide(action="M", password="", last_name="Petit")
    assert (decision.changes, codes(decision.alerts)) == ({}, ["nom_ignore"])


def test_accents_and_case_do_not_make_another_name():
    desk = Desk(person(PHYSICIAN, last_name="DURAND", first_name="Camille"))
    assert desk.told(action="M", password="", last_name="Dùrand") == ("OK", [])


@pytest.mark.parametrize("action", ["C", "S"])
def test_a_name_that_is_not_the_account_s_is_told_whatever_the_action(action):
    known = person(PHYSICIAN, "CDC3D" if action == "S" else "SYNT")
    assert Desk(known).told(action=action, password="", last_name="Petit") == ("ALERTE", ["nom_ignore"])


# « adresse mail » ; « Seules les adresses MSSanté sont acceptées. »


def test_the_address_is_changed():
    decision = Desk(person(PHYSICIAN, mssante=MINE)).decide(action="M", password="", email=NEW)
    assert decision.changes == {Name.EMAIL: (MINE, NEW)}


def test_an_empty_cell_keeps_the_address():
    assert Desk(person(PHYSICIAN, mssante=MINE)).decide(action="M", password="").changes == {}


@pytest.mark.parametrize("action", ["C", "M"])
def test_the_address_of_somebody_else_is_refused(action):
    desk = Desk(person(PHYSICIAN, "CDC3D" if action == "M" else "SYNT"))
    desk.known.owners[NEW] = "99999900022"
    assert desk.told(action=action, password="", email=NEW) == ("ERREUR", ["email_pris"])


def test_two_people_of_one_file_do_not_share_an_address():
    desk = Desk()
    desk.told(email=NEW)
    assert desk.told(OTHER, email=NEW) == ("ERREUR", ["email_pris"])


def test_an_address_given_up_by_one_may_be_given_to_another():
    desk = Desk(person(PHYSICIAN, mssante=MINE))
    desk.known.owners[MINE] = line().person
    desk.told(action="M", password="", email=NEW)
    assert desk.told(OTHER, email=MINE) == ("OK", [])


def test_a_creation_gives_an_address_to_whoever_has_none():
    assert Desk(person(PHYSICIAN, "SYNT")).decide(email=NEW, password="").mssante == NEW


def test_a_creation_does_not_change_the_address_of_whoever_has_one():
    desk = Desk(person(PHYSICIAN, "SYNT", mssante=MINE))
    assert desk.told(email=NEW, password="") == ("ALERTE", ["email_ignore"])


# What an account opens beyond the référent's establishments is not theirs to take over by an address or a password.


@pytest.mark.parametrize(
    "changed",
    [{"email": NEW, "password": ""}, {"password": SECRET}],
    ids=["address", "password"],
)
@pytest.mark.parametrize("action", ["C", "M"])
def test_the_way_into_an_account_that_opens_more_is_not_a_referent_s_to_change(action, changed):
    known = person(PHYSICIAN, "CDC3D" if action == "M" else "SYNT", is_guarded=True, is_expired=True)
    assert Desk(known).told(action=action, **changed) == ("ALERTE", ["compte_protege"])


def test_nor_is_its_name():
    desk = Desk(person(OTHER, is_guarded=True))
    assert desk.told(OTHER, action="M", password="", last_name="Petit") == ("ALERTE", ["compte_protege"])


# « Date de début : si champ vide, le profil est directement actif » ; « Date de fin : […] actif sans limite »


def test_a_profile_begins_today_and_never_ends_unless_the_line_says_so():
    decision = Desk().decide()
    assert (decision.starts_on, decision.ends_on) == (TODAY, None)


def test_a_profile_that_would_end_before_today_says_when_it_began():
    assert Desk().told(ends_on="01/03/2026") == ("ERREUR", ["dates_inversees"])


def test_empty_dates_change_nothing():
    """« selon les données renseignées »: an omitted cell must not extend an access."""
    desk = Desk(person())
    desk.told(action="M", password="", ends_on="31/12/2026")
    desk.known.seen = type(desk.known.seen)()
    assert desk.decide(action="M", password="").changes == {}


def test_a_limit_is_lifted_when_the_line_says_so():
    desk = Desk(person())
    desk.told(action="M", password="", ends_on="31/12/2026")
    desk.known.seen = type(desk.known.seen)()
    decision = desk.decide(action="M", password="", ends_on="sans limite")
    assert decision.changes == {Name.ENDS_ON: ("31/12/2026", "")}


def test_an_end_before_the_beginning_already_kept_is_refused():
    assert Desk(person()).told(action="M", password="", ends_on="31/12/2025") == ("ERREUR", ["dates_inversees"])


# « S : Supprimer un profil existant. »


def test_a_profile_is_deleted():
    assert isinstance(Desk(person()).decide(action="S"), Delete)


def test_a_profile_that_is_not_there_is_not_deleted():
    assert Desk().told(action="S") == ("ERREUR", ["profil_inconnu"])


def test_a_closed_account_is_not_modified():
    assert Desk(person(is_closed=True)).told(action="M", password="") == ("ERREUR", ["compte_ferme"])


def test_a_closed_account_can_still_lose_a_profile():
    assert Desk(person(is_closed=True)).told(action="S") == ("OK", [])


# One person on several lines of one file.


def test_create_then_modify_then_delete_in_order():
    desk = Desk()
    made = [desk.decide(), desk.decide(action="M", password="", email=NEW), desk.decide(action="S")]
    assert [type(decision) for decision in made] == [Create, Modify, Delete]


def test_delete_then_create_again():
    desk = Desk(person())
    assert [desk.told(action="S"), desk.told(password="")] == [("OK", []), ("OK", [])]


def test_delete_then_modify_finds_nothing():
    desk = Desk(person())
    desk.told(action="S")
    assert desk.told(action="M", password="") == ("ERREUR", ["profil_inconnu"])


def test_the_same_modification_twice_is_no_contradiction():
    desk = Desk(person())
    assert [desk.told(action="M", password="", email=NEW) for _ in range(2)] == [("OK", [])] * 2


def test_two_lines_that_say_different_things_of_one_profile_add_up():
    desk = Desk(person())
    assert [desk.told(action="M", password="", **said) for said in ({"email": NEW}, {"ends_on": "31/12/2026"})] == [
        ("OK", []),
        ("OK", []),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"email": NEW}, {"email": MINE}),
        ({"ends_on": "31/12/2026"}, {"ends_on": "31/12/2027"}),
        ({"email": NEW}, {"email": MINE, "role": "SYNT"}),
    ],
)
def test_the_later_of_two_contrary_lines_is_refused(first, second):
    desk = Desk(person(PHYSICIAN, "CDC3D", "SYNT"))
    desk.told(action="M", password="", **first)
    assert desk.told(action="M", password="", **second) == ("ERREUR", ["doublon"])


def test_a_line_refused_contradicts_nobody():
    desk = Desk(person())
    desk.known.owners[NEW] = "99999900022"
    desk.told(action="M", password="", email=NEW)
    assert desk.told(action="M", password="", email=MINE) == ("OK", [])


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_every_action_on_every_role_has_an_answer(action, role):
    base = OTHER if role is Role.CDC4 else PHYSICIAN
    given = line(base, action=action.value, role=role.value, team="" if role is Role.CDC3D else "Nuit")
    assert isinstance(Desk().submit(given), Create if action is Action.CREATE else Refused)
