"""Where a structure is, and how what is typed of it is read: whatever it is, it is kept or refused in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.identifiers import Refused
from portal.medimail.structures.rules import reading
from portal.medimail.structures.rules.fieldsets import FIELDS, changed, mark
from portal.medimail.structures.rules.locating import Located, Town, bare, departement_of, locate, split
from portal.medimail.structures.rules.settings import UNLIMITED, NumberKind

CASTRES, MAZAMET = Town("Castres", "81"), Town("Mazamet", "81")


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_in_a_sentence(text):
    readers = (reading.phone, reading.address, reading.domain, reading.mss_domain, reading.most)
    found = [reader(text) for reader in readers] + [reading.number(kind, text) for kind in NumberKind]
    assert all(one.message.endswith((".", "?")) for one in found if isinstance(one, Refused))


@given(st.integers(-5, 2_000_000))
def test_a_maximum_is_a_whole_number_or_the_one_that_says_unlimited(number):
    found = reading.most(str(number))
    assert isinstance(found, Refused) == (not UNLIMITED <= number <= 999_999)


@given(st.text(max_size=30), st.text(max_size=30), st.lists(st.sampled_from([CASTRES, MAZAMET]), unique=True))
def test_a_place_is_one_of_the_register_or_says_why(postal_code, city, towns):
    found = locate(postal_code, city, towns, [])
    if isinstance(found, Located) and towns and (postal_code or city):
        assert found.departement == "81"
        assert found.city in {town.name for town in towns}


@pytest.mark.parametrize("typed", ["castres", "CASTRES CEDEX 3", " Castres  cédex "])
def test_a_town_is_compared_without_its_cedex(typed):
    assert bare(typed) == "castres"


@pytest.mark.parametrize(("typed", "meant"), [("St-Denis", "saint denis"), ("Saint Denis", "saint denis")])
def test_a_saint_is_one_however_it_is_written(typed, meant):
    assert bare(typed) == meant


def test_an_arrondissement_is_of_its_commune():
    assert locate("75015", "Paris 15e", [Town("Paris", "75")], []) == Located("75015", "Paris", "75")
    assert isinstance(locate("81100", "Castres-sur-Mer", [CASTRES], []), Refused)


@pytest.mark.parametrize(
    ("postal_code", "departement"),
    [("01440", "01"), ("20090", "2A"), ("20200", "2B"), ("97400", "974"), ("98800", "988")],
)
def test_the_departement_is_read_off_the_postal_code(postal_code, departement):
    assert departement_of(postal_code) == departement


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("10 Rue des Ponts 31400 Toulouse", ("10 Rue des Ponts", "31400", "Toulouse")),
        ("10 Rue des Ponts, 31400 Toulouse", ("10 Rue des Ponts", "31400", "Toulouse")),
        ("10 Rue des Ponts", None),
        ("31400 Toulouse", None),
        ("BP 30417", None),
    ],
)
def test_an_address_written_whole_is_taken_apart(whole, parts):
    assert split(whole) == parts


@given(st.text(max_size=200))
def test_taking_an_address_apart_loses_no_letter(text):
    if parts := split(text):
        assert [c for c in "".join(parts) if c.isalnum()] == [c for c in text if c.isalnum()]


VALUES = st.fixed_dictionaries({name: st.none() | st.booleans() | st.integers() | st.text() for name in ("a", "b")})


@given(VALUES, VALUES)
def test_two_fieldsets_bear_one_mark_when_nothing_differs(one, other):
    assert (mark(one) == mark(other)) == all(
        type(one[name]) is type(other[name]) and one[name] == other[name] for name in one
    )
    assert changed(one, one) == ()


def test_no_attribute_is_of_two_fieldsets():
    names = [name for fields in FIELDS.values() for name in fields]
    assert len(names) == len(set(names))
