"""What tells of people may go from the oldest rows, and the chain still proves all the rest."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.audit import chain, erasable
from portal.audit.chain import Broken, Fault, Sound
from tests.audit.test_chain import KEY, NOON, journals, linked, plain, rows_to_write

PEOPLE = st.sampled_from(erasable.COLUMNS)


def forgotten(row):
    """The row once it forgets people."""
    return row._replace(**dict.fromkeys((*erasable.COLUMNS, "salt")))


def moved(head, erased):
    """The head, sealed again by who holds the key."""
    return chain.sealed(KEY, head.rows, head.link, erased)


def test_the_columns_that_tell_of_people_are_those_of_a_row():
    assert plain(**{name: name for name in erasable.COLUMNS}).people == erasable.COLUMNS


@given(st.data(), journals)
def test_any_number_of_old_rows_may_forget_people(data, journal):
    rows, head = journal
    erased = data.draw(st.integers(0, len(rows)))
    rows[:erased] = map(forgotten, rows[:erased])
    outcome = chain.check(rows, moved(head, erased), [KEY])
    assert isinstance(outcome, Sound)
    assert outcome.erased == erased


@given(st.data(), journals)
def test_what_is_left_of_an_erased_row_cannot_be_altered(data, journal):
    rows, head = journal
    place = data.draw(st.integers(0, len(rows) - 1))
    rows[: place + 1] = map(forgotten, rows[: place + 1])
    other = data.draw(st.sampled_from([{"event": rows[place].event + "x"}, {"at": rows[place].at + timedelta(days=1)}]))
    rows[place] = rows[place]._replace(**other)
    assert chain.check(rows, moved(head, place + 1), [KEY]) == Broken(place + 1, Fault.ALTERED)


@given(st.data(), journals, rows_to_write)
def test_nothing_is_put_in_the_place_of_what_was_erased(data, journal, other):
    rows, head = journal
    place, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(PEOPLE)
    if getattr(other, column) is None:
        return
    rows[:] = map(forgotten, rows)
    rows[place] = rows[place]._replace(**{column: getattr(other, column)})
    assert chain.check(rows, moved(head, len(rows)), [KEY]) == Broken(place + 1, Fault.ALTERED)


@given(st.data(), journals)
def test_a_row_is_erased_whole_or_not_at_all(data, journal):
    rows, head = journal
    place, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(PEOPLE | st.just("salt"))
    part = rows[place]._replace(**{column: None})
    if part in {rows[place], forgotten(rows[place])}:
        return
    rows[place] = part
    assert chain.check(rows, moved(head, len(rows)), [KEY]) == Broken(place + 1, Fault.ALTERED)


@given(st.data(), journals)
def test_a_row_erased_beyond_what_the_head_says_is_named(data, journal):
    rows, head = journal
    reach = data.draw(st.integers(0, len(rows) - 1))
    beyond = data.draw(st.integers(reach, len(rows) - 1))
    rows[:reach] = map(forgotten, rows[:reach])
    rows[beyond] = forgotten(rows[beyond])
    assert chain.check(rows, moved(head, reach), [KEY]) == Broken(beyond + 1, Fault.ERASED)


@given(st.data(), journals)
def test_a_reach_that_the_portal_did_not_seal_is_found(data, journal):
    rows, head = journal
    reach = data.draw(st.integers(1, len(rows)))
    rows[:reach] = map(forgotten, rows[:reach])
    stretched = chain.Head(head.rows, head.link, reach, head.key, head.seal)
    assert chain.check(rows, stretched, [KEY]) == Broken(len(rows), Fault.HEAD)


@pytest.mark.parametrize(("age", "sound"), [(timedelta(0), False), (timedelta(microseconds=1), True)])
def test_a_row_too_young_to_forget_is_named_even_if_the_head_allows_it(age, sound):
    rows, head = chain.append(chain.EMPTY, [plain(at=NOON - age, address="192.0.2.7")], KEY)
    outcome = chain.check([forgotten(rows[0])], moved(head, 1), [KEY], kept_since=NOON)
    assert isinstance(outcome, Sound) if sound else outcome == Broken(1, Fault.EARLY)


def test_the_same_people_under_another_salt_give_another_digest():
    assert linked(plain(actor_id=7, salt="a" * 32)) != linked(plain(actor_id=7, salt="b" * 32))


def test_no_two_salts_are_alike():
    assert len({erasable.new_salt() for _ in range(1000)}) == 1000


@given(journals)
def test_a_head_is_known_by_its_seal(journal):
    _, head = journal
    assert chain.standing(head, [KEY]) is chain.Standing.GENUINE
    assert chain.standing(moved(head, 1), [KEY]) is chain.Standing.GENUINE
    stretched = chain.Head(head.rows, head.link, 1, head.key, head.seal)
    assert chain.standing(stretched, [KEY]) is chain.Standing.FORGED
    assert chain.standing(head, [chain.sealing_key("o" * 32)]) is chain.Standing.UNKNOWN
