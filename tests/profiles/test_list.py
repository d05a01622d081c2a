"""The list of the staff: tabs, counts, words without accents, and nothing outside the perimeter."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.lifetime import Lifetime, PasswordAge, expires_on, last_expired
from portal.db import reading, transaction
from portal.profiles.record import store, teams
from portal.profiles.record.rules.lines import Line
from portal.profiles.record.store import Filters, Tab
from tests.profiles.lines import ET, FOREIGN_EJ, FOREIGN_ET, OTHER, OTHER_ET, OTHER_RPPS, RPPS

MINE = "camille.durand@chu-demo.mssante.fr"


@pytest.fixture
def people(staff):
    """Four profiles, one in each situation."""
    staff.build.physician(rpps=RPPS, last_name="Lefèvre", first_name="Aurélie", mssante=None, sign_ins=90)
    staff.give(last_name="Lefèvre", first_name="Aurélie", password="")
    staff.give(rpps=OTHER_RPPS, last_name="Saint-Céré", first_name="Zoé", email=MINE, starts_on="01/01/2090")
    staff.give(OTHER, last_name="D’Aubigné", role="CDC4", team="Nuit", starts_on="01/01/2020", ends_on="31/12/2020")
    staff.give(OTHER, identifier="zebulon", last_name="Zébulon", finess_et=OTHER_ET)
    return staff


@pytest.mark.parametrize(
    ("tab", "names"),
    [
        (Tab.ALL, ["D’Aubigné", "Lefèvre", "Saint-Céré", "Zébulon"]),
        (Tab.PHYSICIANS, ["Lefèvre", "Saint-Céré"]),
        (Tab.OTHERS, ["D’Aubigné", "Zébulon"]),
        (Tab.EXPIRED, ["Lefèvre"]),
        (Tab.BLOCKED, []),
        (Tab.WITHOUT_MSSANTE, ["D’Aubigné", "Lefèvre", "Zébulon"]),
        (Tab.FUTURE, ["Saint-Céré"]),
        (Tab.ENDED, ["D’Aubigné"]),
    ],
)
def test_each_tab_shows_its_own(people, tab, names):
    assert [row.last_name for row in people.listed(tab=tab)] == names


def test_the_counts_are_those_of_the_tabs(people):
    with reading() as session:
        counts = store.counts(session, people.held, Filters())
    assert counts == {tab: len(people.listed(tab=tab)) for tab in Tab}


@pytest.mark.parametrize("text", ["lefevre", "LEFÈVRE aur", "aurelie lef", RPPS, RPPS[:6]])
def test_somebody_is_found_whatever_is_typed(people, text):
    assert [row.last_name for row in people.listed(text=text)][:1] == ["Lefèvre"]


@pytest.mark.parametrize("text", ["saint cere", "SAINT-CÉRÉ", "cere zoe"])
def test_hyphens_do_not_count(people, text):
    assert [row.first_name for row in people.listed(text=text)] == ["Zoé"]


@pytest.mark.parametrize("text", ["%", "_", "l%fevre"])
def test_signs_of_the_database_find_nothing_more(people, text):
    assert len(people.listed(text=text)) in {0, 4}


def test_one_establishment_may_be_asked_for(people):
    assert [row.last_name for row in people.listed(finess_et=OTHER_ET)] == ["Zébulon"]


def test_one_team_may_be_asked_for(people):
    with reading() as session:
        team = store.page(session, people.held, Filters(tab=Tab.ENDED))[0]
        key = store.get(session, people.held, team.id).team_id
    assert [row.last_name for row in people.listed(team_id=key)] == ["D’Aubigné"]


def test_nothing_outside_the_perimeter_is_shown_even_when_asked_for(people):
    other = people.referent(FOREIGN_EJ)
    people.give(OTHER, identifier="ailleurs", by=other.id, finess_ej=FOREIGN_EJ, finess_et=FOREIGN_ET)
    shown = [people.listed(finess_et=FOREIGN_ET), people.listed(text="ailleurs")]
    assert [list(rows) for rows in shown] == [[], []]


def test_the_profile_of_somebody_else_is_as_one_that_does_not_exist(people):
    key = people.listed()[0].id
    people.by = people.referent(FOREIGN_EJ).id
    with reading() as session:
        assert [store.get(session, people.held, asked) for asked in (key, key + 1000)] == [None, None]


def test_a_page_tells_whether_another_follows(staff, monkeypatch):
    monkeypatch.setattr(store, "PAGE", 1)
    staff.give()
    staff.give(OTHER)
    assert [len(staff.listed(page=page)) for page in (1, 2)] == [2, 1]


def test_an_export_holds_the_whole_perimeter_in_order(people):
    with reading() as session:
        lines = list(store.exported(session, people.held, Filters()))
    assert all(isinstance(line, Line) for line in lines)
    assert [(line.finess_et, line.last_name) for line in lines] == [
        (ET, "D’Aubigné"),
        (ET, "Lefèvre"),
        (ET, "Saint-Céré"),
        (OTHER_ET, "Zébulon"),
    ]


def test_a_team_renamed_is_exported_by_its_new_name(people):
    with reading() as session:
        row = store.page(session, people.held, Filters(tab=Tab.ENDED))[0]
        key = store.get(session, people.held, row.id).team_id
    with transaction() as session:
        teams.rename(session, people.held, people.by, key, "Jour")
    assert people.listed(tab=Tab.ENDED)[0].team == "Jour"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60), st.integers(-40, 40))
def test_the_query_and_the_rule_agree_on_what_has_expired(today, months, shift):
    life = Lifetime(months=months)
    last = last_expired(today, life)
    day = date.fromordinal(last.toordinal() + shift)
    assert (expires_on(PasswordAge(day), life) <= today) == (day <= last)
