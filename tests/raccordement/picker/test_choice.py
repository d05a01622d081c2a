"""Choosing: what each button does, at most 200 establishments, and what is left out of a choice tampered with."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from portal.db import reading
from portal.raccordement.picker import rules
from portal.raccordement.picker import service as picker
from portal.raccordement.picker.forms import read_choice, said, sentence
from portal.raccordement.picker.rules import (
    MAX_LISTED,
    Added,
    AddedBare,
    AllTicked,
    Already,
    Choice,
    Gesture,
    Known,
    NoneTicked,
    NoRoom,
    PageFull,
    Press,
    Removed,
    UnknownJuridical,
)
from portal.raccordement.record.rules import MAX_ESTABLISHMENTS
from tests.raccordement.picker.conftest import COUNT, LARGE
from tests.registers.extract import number_of

EJ, ETS = "010780054", ("010000024", "010009702")
OTHER = "310781406"
PICKED = Choice((EJ,), frozenset(ETS))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ajouter:010780054", Press(Gesture.ADD, EJ)),
        ("supprimer:010780054", Press(Gesture.REMOVE, EJ)),
        ("tous:010780054", Press(Gesture.ALL, EJ)),
        ("aucun:010780054", Press(Gesture.NONE, EJ)),
        ("ajouter:", None),
        ("ajouter", None),
        ("envoyer", None),
        ("effacer:010780054", None),
        ("", None),
    ],
)
def test_a_button_is_read_from_what_it_sends(text, read):
    assert rules.read_press(text) == read


@pytest.mark.parametrize(
    ("before", "gesture", "after", "done"),
    [
        (Choice(), Gesture.ADD, PICKED, Added(EJ, 2)),
        (PICKED, Gesture.ADD, PICKED, Already(EJ)),
        (PICKED, Gesture.REMOVE, Choice(), Removed(EJ)),
        (Choice(), Gesture.REMOVE, Choice(), Removed(EJ)),
        (PICKED, Gesture.NONE, Choice((EJ,)), NoneTicked(EJ)),
        (Choice((EJ,)), Gesture.ALL, PICKED, AllTicked(EJ, 2)),
    ],
)
def test_what_each_button_does(before, gesture, after, done):
    assert rules.press(before, Press(gesture, EJ), ETS, listed=0) == (after, done)


def test_a_juridical_establishment_without_any_open_territorial_is_not_added():
    assert rules.press(Choice(), Press(Gesture.ADD, EJ), (), listed=0) == (Choice(), UnknownJuridical(EJ))


def test_one_that_is_too_large_is_added_with_nothing_ticked():
    many = [number_of(rank) for rank in range(MAX_ESTABLISHMENTS + 1)]
    choice, done = rules.press(Choice(), Press(Gesture.ADD, LARGE), many, listed=0)
    assert (choice, done) == (Choice((LARGE,)), AddedBare(LARGE, 201))


def test_two_hundred_are_added_and_ticked():
    many = [number_of(rank) for rank in range(MAX_ESTABLISHMENTS)]
    choice, done = rules.press(Choice(), Press(Gesture.ADD, LARGE), many, listed=0)
    assert (len(choice.territorials), done) == (200, Added(LARGE, 200))


def test_all_of_one_that_is_too_large_cannot_be_ticked():
    many = [number_of(rank) for rank in range(MAX_ESTABLISHMENTS)]
    before = Choice((EJ, LARGE), frozenset(ETS))
    assert rules.press(before, Press(Gesture.ALL, LARGE), many, listed=0) == (before, NoRoom(LARGE, 200))


def test_a_page_lists_so_many_and_no_more():
    assert rules.press(Choice(), Press(Gesture.ADD, EJ), ETS, listed=MAX_LISTED - 1) == (Choice(), PageFull())


@given(
    st.lists(st.sampled_from(Gesture), max_size=30),
    st.lists(st.sampled_from(["a", "b", "c"]), min_size=30, max_size=30),
)
def test_no_series_of_buttons_ticks_more_than_a_request_may_have(gestures, numbers):
    places = {name: [f"{name}{rank}" for rank in range(90)] for name in "abc"}
    choice = Choice()
    for gesture, number in zip(gestures, numbers, strict=False):
        choice, _ = rules.press(choice, Press(gesture, number), places[number], listed=0)
        assert len(choice.territorials) <= MAX_ESTABLISHMENTS
        assert {number[0] for number in choice.territorials} <= set(choice.juridicals)


KNOWN = {"010000024": Known(EJ), "010009702": Known(EJ, date(2026, 1, 31)), "310783048": Known(OTHER)}


def test_a_choice_that_is_whole_is_kept_whole():
    assert rules.settle(PICKED, KNOWN, ()) == (PICKED, [])


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        (EJ, rules.NotTerritorial(EJ)),
        ("999999999", rules.NotInRegister("999999999")),
        ("310783048", rules.NotPicked("310783048")),
    ],
)
def test_what_cannot_be_kept_of_a_choice_is_left_out_and_named(number, wrong):
    sent = Choice((EJ,), frozenset({"010000024", number}))
    assert rules.settle(sent, KNOWN, [EJ]) == (Choice((EJ,), frozenset({"010000024"})), [wrong])


@pytest.mark.parametrize(
    ("choice", "faults"),
    [
        (Choice(), [rules.NothingPicked()]),
        (Choice((EJ,), frozenset({"010000024"})), []),
        (Choice((EJ,)), [rules.NothingTicked(EJ)]),
        (PICKED, [rules.LeftRegister("010009702", date(2026, 1, 31))]),
        (Choice((EJ, OTHER), frozenset({"310783048"})), [rules.NothingTicked(EJ)]),
    ],
)
def test_what_keeps_a_choice_from_being_sent(choice, faults):
    assert rules.faults(choice, KNOWN) == faults


def test_too_many_cannot_be_sent():
    many = {number_of(rank): Known(LARGE) for rank in range(201)}
    assert rules.faults(Choice((LARGE,), frozenset(many)), many) == [rules.TooMany(201)]


def test_every_outcome_has_its_sentence():
    done = [
        Added(EJ, 2),
        AddedBare(EJ, 201),
        Already(EJ),
        Removed(EJ),
        AllTicked(EJ, 2),
        NoneTicked(EJ),
        NoRoom(EJ, 201),
        PageFull(),
        UnknownJuridical(EJ),
    ]
    wrong = [
        rules.NotTerritorial(EJ),
        rules.NotInRegister(EJ),
        rules.NotPicked(EJ),
        rules.LeftRegister(EJ, date(2026, 1, 31)),
        rules.NothingTicked(EJ),
        rules.NothingPicked(),
        rules.TooMany(201),
    ]
    texts = [said(one)[1] for one in done] + [sentence(one) for one in wrong]
    assert all("{" not in text and text.endswith(".") for text in texts)
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    "sent",
    [
        [("territorial", "<script>"), ("juridique", "' OR 1=1")],
        [("territorial", ""), ("juridique", "x" * 5000)],
        [("territorial", "010000024\r\nBcc: x@y.fr")],
        [("territorial", "０１００００２４")],
    ],
)
def test_what_is_no_number_is_never_looked_for(sent):
    assert read_choice(MultiDict(sent)) == Choice()


def test_a_thousand_numbers_are_read_and_no_more():
    sent = [("territorial", str(number)) for number in range(100_000, 200_000)]
    sent += [("juridique", str(number)) for number in range(5000)]
    choice = read_choice(MultiDict(sent))
    assert (len(choice.territorials), len(choice.juridicals)) == (MAX_LISTED, rules.MAX_JURIDICALS)


# On the register


def press(choice, text):
    asked = rules.read_press(text)
    assert asked
    with reading() as session:
        return picker.press(session, choice, asked)


def test_a_button_knows_the_register(register):
    assert press(Choice(), f"ajouter:{EJ}") == (PICKED, Added(EJ, 2))


def test_a_large_one_is_listed_whole_and_left_to_be_ticked(large, view):
    choice, done = press(Choice(), f"ajouter:{LARGE}")
    assert done == AddedBare(LARGE, COUNT)
    (picked,) = view(choice).picked
    assert (len(picked.places), picked.ticked) == (COUNT, 0)


def test_what_left_the_register_is_shown_as_long_as_it_is_ticked(register, close, view):
    close("010009702", date(2026, 1, 31))
    (picked,) = view(PICKED).picked
    assert [(place.finess_et, place.left_on) for place in picked.places] == [
        ("010000024", None),
        ("010009702", date(2026, 1, 31)),
    ]
    (picked,) = view(Choice((EJ,), frozenset({"010000024"}))).picked
    assert [place.finess_et for place in picked.places] == ["010000024"]


def test_what_left_the_register_goes_with_its_juridical_establishment(register, close):
    close("010009702", date(2026, 1, 31))
    assert press(PICKED, f"supprimer:{EJ}") == (Choice(), Removed(EJ))
    assert press(PICKED, f"aucun:{EJ}") == (Choice((EJ,)), NoneTicked(EJ))
