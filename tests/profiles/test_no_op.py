"""Export then import changes nothing, and the same file twice writes nothing the second time (promise 16)."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.profiles.record import columns
from portal.profiles.record.rules.decisions import Modify, outcome
from portal.profiles.record.rules.duplicates import Seen
from portal.profiles.record.rules.known import Held, Person
from portal.profiles.record.rules.lines import Line
from portal.profiles.record.rules.roles import OF_OTHERS, OF_PHYSICIANS, WITHOUT_TEAM, Action, Role
from tests.profiles.lines import EJ, ET, PHYSICIAN, RPPS, SECRET, Desk, person

days = st.dates(date(2000, 1, 1), date(2090, 12, 31))
# Names as the portal keeps them: one space between words, nothing that cannot be seen.
names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)
# What begins with an apostrophe and a formula sign was made safe for a spreadsheet on its way.
kept = names.filter(lambda name: not name.startswith("'"))
teams = st.sampled_from(["Nuit", "Équipe d’été", "SMUR 2", "-Urgences", "=1+1"])


@st.composite
def profiles(draw):
    """A person with one profile, and the line that an export makes of it."""
    role = draw(st.sampled_from(Role))
    is_physician = role in OF_PHYSICIANS or (role not in OF_OTHERS and draw(st.booleans()))
    team = "" if role in WITHOUT_TEAM else draw(teams)
    starts_on = draw(days)
    ends_on = draw(st.none() | days.filter(lambda day: day >= starts_on))
    mssante = draw(st.none() | st.just("camille.durand@chu-demo.mssante.fr"))
    line = Line(
        number=1,
        action=Action.MODIFY,
        finess_ej=EJ,
        finess_et=ET,
        team=team,
        role=role,
        person=RPPS if is_physician else "cdurand",
        is_physician=is_physician,
        last_name=draw(kept),
        first_name=draw(kept),
        mssante=mssante,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    line = columns.parse(columns.written(line), 1)
    person = Person(1, is_physician, line.last_name, line.first_name, mssante, is_expired=draw(st.booleans()))
    person.profiles[line.profile] = Held(9, starts_on, ends_on, team)
    return person, line


@given(profiles())
def test_what_is_exported_is_imported_without_a_change(made):
    person, line = made
    decision = Desk(person).submit(line)
    assert (outcome(decision), decision.changes, decision.sets_password) == ("OK", {}, False)


@given(profiles())
def test_what_is_exported_is_read_back_the_same(made):
    _, line = made
    assert columns.parse(columns.written(line), 1) == line


cells = st.one_of(
    st.sampled_from(["", "C", "M", "S", EJ, ET, RPPS, "CDC3D", "CDC1", "cdurand", SECRET, "01/01/2026", "Nuit"]),
    st.text(max_size=12),
)


@given(st.lists(cells, min_size=13, max_size=13))
def test_any_cells_are_read_or_refused_with_a_reason(row):
    found = columns.parse(row, 1)
    assert isinstance(found, Line) or found.findings


modifications = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["CDC3D", "SYNT", "CDC1"]),
        "email": st.sampled_from(["", "a@chu.mssante.fr", "b@chu.mssante.fr"]),
        "password": st.sampled_from(["", SECRET]),
        "last_name": st.sampled_from(["Durand", "Petit"]),
        "starts_on": st.sampled_from(["", "01/01/2025", "01/02/2026"]),
        "ends_on": st.sampled_from(["", "31/12/2026", "31/12/2027", "sans limite"]),
    }
)


@given(st.lists(modifications, max_size=8), st.booleans())
def test_the_same_modifications_twice_write_nothing_the_second_time(lines, is_expired):
    desk = Desk(person(PHYSICIAN, "CDC3D", "SYNT", is_expired=is_expired))
    for changed in lines:
        desk.told(action="M", **changed)
    desk.known.seen = Seen()
    again = [desk.decide(action="M", **changed) for changed in lines]
    applied = [decision for decision in again if isinstance(decision, Modify)]
    assert [(decision.changes, decision.sets_password) for decision in applied] == [({}, False)] * len(applied)
