"""Teams: create, rename, empty, delete; only here, never by a file (source 001)."""

import pytest

from portal.db import transaction
from portal.profiles.record import teams
from portal.profiles.record.rules.acts import Done, Emptied, NameRefused, NameTaken, NotEmpty, NotYours, Unchanged
from tests.profiles.lines import ET, FOREIGN_EJ, FOREIGN_ET, OTHER, OTHER_RPPS


@pytest.fixture
def do(staff):
    """Do something to a team: `do(teams.rename, key, "Jour")`."""

    def act(what, *args):
        held = staff.held
        with transaction() as session:
            return what(session, held, staff.by, *args)

    return act


@pytest.fixture
def night(do):
    """The key of the team « Nuit »."""
    return do(teams.create, ET, "Nuit").key


def test_a_team_is_created_once_whatever_accents_and_case(do):
    assert isinstance(do(teams.create, ET, "Équipe d’été"), Done)
    assert do(teams.create, ET, "EQUIPE D'ETE") == NameTaken()


def test_two_establishments_may_each_have_a_team_of_one_name(do, staff, night):
    other = staff.referent(FOREIGN_EJ)
    staff.by = other.id
    assert isinstance(do(teams.create, FOREIGN_ET, "Nuit"), Done)


@pytest.mark.parametrize("name", ["", "***", "N" * 101, "Nu\x00it"])
def test_a_name_that_cannot_be_kept_is_refused(do, name):
    assert do(teams.create, ET, name) == NameRefused()


def test_nor_is_it_given_to_a_team_that_exists(do, night):
    assert do(teams.rename, night, "***") == NameRefused()


def test_a_team_is_created_in_one_s_own_establishments_only(do):
    assert do(teams.create, FOREIGN_ET, "Nuit") == NotYours()


def test_the_profiles_of_a_team_follow_its_new_name(do, staff, night):
    staff.give(role="CDC3E", team="Nuit")
    assert do(teams.rename, night, "Jour") == Done(night)
    assert staff.profiles() == [(ET, "CDC3E", "Jour")]


def test_a_team_may_change_its_accents(do, night):
    assert [do(teams.rename, night, "NUIT"), do(teams.rename, night, "NUIT")] == [Done(night), Unchanged()]


def test_a_team_does_not_take_the_name_of_another_one(do, staff, night):
    do(teams.create, ET, "Jour")
    staff.give(role="CDC3E", team="Nuit")
    assert do(teams.rename, night, "jour") == NameTaken()
    assert staff.profiles() == [(ET, "CDC3E", "Nuit")]


def test_the_team_of_somebody_else_is_as_one_that_does_not_exist(do, staff, night):
    staff.by = staff.referent(FOREIGN_EJ).id
    answers = {type(do(act, key, *more)) for act, *more in ((teams.rename, "Jour"), (teams.empty,), (teams.remove,))
               for key in (night, night + 1000)}  # fmt: skip
    assert answers == {NotYours}


def test_only_an_empty_team_is_deleted(do, staff, night):
    staff.give(role="CDC3E", team="Nuit")
    assert do(teams.remove, night) == NotEmpty(1)
    do(teams.empty, night)
    assert do(teams.remove, night) == Done()


def test_emptying_deletes_the_roles_that_need_a_team_and_keeps_the_others(do, staff, night):
    staff.give(role="CDC3E", team="Nuit")
    staff.give(OTHER, role="CDC1", team="Nuit")
    assert do(teams.empty, night) == Emptied(deleted=1, kept=1)
    assert staff.profiles() == [(ET, "CDC1", None)]


def test_a_profile_already_held_without_a_team_is_not_there_twice(do, staff, night):
    staff.give(OTHER, role="CDC1", team="Nuit")
    staff.give(OTHER, role="CDC1", password="")
    assert do(teams.empty, night) == Emptied(deleted=1, kept=0)
    assert staff.profiles() == [(ET, "CDC1", None)]


def test_each_act_leaves_its_row_in_the_journal(do, staff, night):
    staff.give(rpps=OTHER_RPPS, role="CDC3E", team="Nuit")
    do(teams.rename, night, "Jour")
    do(teams.empty, night)
    do(teams.remove, night)
    events = [row.event for row in staff.journal()]
    assert events[0] == "equipe_creee"
    assert events[-4:] == ["equipe_renommee", "profil_supprime", "equipe_videe", "equipe_supprimee"]
