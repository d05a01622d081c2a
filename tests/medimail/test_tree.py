"""The tree of structures: rights reach down, never up, and paths say it (source 002 p. 3 and 5, promise 22)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.db import reading
from portal.medimail.structures import store
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.tree import ROOT, Reach, below, depth, is_under, lineage, outermost, path_of

KEYS = st.lists(st.integers(1, 999), min_size=1, max_size=5)


def path(keys):
    made = ROOT
    for key in keys:
        made = path_of(made, key)
    return made


@given(KEYS, KEYS)
def test_one_path_is_under_another_when_its_keys_begin_with_the_other_ones(one, other):
    assert is_under(path(one), path(other)) == (one[: len(other)] == other)


@given(KEYS, KEYS)
def test_the_range_of_a_path_holds_what_is_under_it_and_nothing_else(one, top):
    first, end = below(path(top))
    assert (first <= path(one) < end) == is_under(path(one), path(top))


@given(KEYS)
def test_a_path_gives_its_keys_back(keys):
    assert lineage(path(keys)) == tuple(keys)
    assert depth(path(keys)) == len(keys) - 1


@given(st.lists(KEYS, max_size=6))
def test_only_the_outermost_paths_are_kept(several):
    paths = {path(keys) for keys in several}
    kept = outermost(paths)
    assert all(any(is_under(p, top) for top in kept) for p in paths)
    assert not any(is_under(one, other) for one in kept for other in kept if one != other)


@pytest.fixture
def tree(medimail):
    top = medimail.structure("GRADeS")
    mother = medimail.structure("Mère", top)
    return {
        "top": top,
        "mother": mother,
        "daughter": medimail.structure("Fille", mother),
        "stranger": medimail.structure("Étrangère", top),
    }


def seen_by(person):
    with reading() as session:
        reach = store.reach_of(session, person.id)
        return set(session.scalars(select(Structure.name).where(store.within(reach))))


def test_the_right_over_a_mother_reaches_her_daughters_and_nothing_above_or_beside(medimail, tree):
    assert seen_by(medimail.administrator(tree["mother"])) == {"Mère", "Fille"}


def test_the_right_over_a_daughter_reaches_nothing_else(medimail, tree):
    assert seen_by(medimail.administrator(tree["daughter"])) == {"Fille"}


def test_the_grades_reaches_everything(medimail, tree):
    assert seen_by(medimail.grades()) == {"GRADeS", "Mère", "Fille", "Étrangère"}


def test_somebody_without_the_right_reaches_nothing(medimail, tree, build):
    assert seen_by(build.physician()) == set()
    assert not Reach(is_grades=False).holds(tree["top"].path)


def test_a_right_over_a_structure_that_is_closed_opens_nothing(medimail, tree):
    closed = medimail.structure("Fermée", tree["top"], closed_at=tree["top"].created_at)
    assert seen_by(medimail.administrator(closed)) == set()
