"""What the journal agrees to write."""

from datetime import date
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.audit.rules import WITHHELD, Event, SecretInJournal, written

HARMLESS = st.text(alphabet="xyz", min_size=1, max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet="xyz é", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(HARMLESS, inner, max_size=3),
    max_leaves=10,
)


@pytest.mark.parametrize(
    "key",
    [
        "password",
        "new_password",
        "newPassword",
        "PASSWORD",
        "mot_de_passe",
        "Mot de passe",
        "mdp",
        "code",
        "code saisi",
        "secret",
        "client-secret",
        "token",
        "resetToken",
        "jeton",
        "hash",
        "password_hash",
        "otp",
        "cookie",
    ],
)
def test_a_key_that_names_a_secret_is_refused(key):
    with pytest.raises(SecretInJournal):
        written({key: "x"})


def test_a_secret_is_refused_however_deep_it_lies():
    with pytest.raises(SecretInJournal):
        written({"compte": [{"acces": {"jeton": "x"}}]})


@pytest.mark.parametrize(
    "value",
    [
        "$argon2id$v=19$m=19456,t=2,p=1$c2Vs$aGFjaGU",
        "scrypt:32768:8:1$sel$hache",
        "$2b$12$abcdefghijklmnopqrstuv",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjF9.sig",
    ],
)
def test_a_value_that_is_plainly_a_hash_or_a_signed_token_is_withheld_whoever_typed_it(value):
    assert value not in written({"motif": value})
    assert value not in written({"champs": [1, {"motif": value}]})
    assert WITHHELD in written({"motif": value})


def test_the_refusal_names_the_key_and_never_the_value():
    with pytest.raises(SecretInJournal) as refusal:
        written({"jeton": "tournesol"})
    assert "jeton" in str(refusal.value)
    assert "tournesol" not in str(refusal.value)


@pytest.mark.parametrize("key", ["mssante", "niveau", "navigateur", "passerelle", "decodage", "hachure", "sha256"])
def test_a_word_that_only_looks_like_a_secret_passes(key):
    assert written({key: "x"}) == f'{{"{key}":"x"}}'


@given(st.dictionaries(HARMLESS, VALUES))
def test_the_order_of_keys_does_not_change_what_is_written(values):
    assert written(values) == written(dict(reversed(values.items())))


def test_french_is_written_as_it_is_read():
    assert written({"nom": "Çelik-Noël"}) == '{"nom":"Çelik-Noël"}'


def test_days_and_enumerations_are_written_as_words():
    class Colour(StrEnum):
        BLUE = "bleu"

    assert written({"jour": date(2026, 4, 3), "teinte": Colour.BLUE}) == '{"jour":"2026-04-03","teinte":"bleu"}'


def test_a_value_of_unknown_make_is_refused():
    with pytest.raises(TypeError, match="bytes"):
        written({"contenu": b"x"})


def test_nothing_said_is_nothing_written():
    assert written(None) is None


def test_every_event_has_a_label_of_its_own(subtests):
    for event in Event:
        with subtests.test(str(event)):
            assert event.label[0].isupper()
            assert [other.label for other in Event].count(event.label) == 1


def test_every_event_fits_its_column(subtests):
    for event in Event:
        with subtests.test(str(event)):
            assert len(event.value) <= 40
            assert event.value.isascii()
