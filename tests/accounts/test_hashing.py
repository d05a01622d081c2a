"""One computation of argon2 a check, whoever is asked for; the whole password, and only it, opens."""

import unicodedata

import argon2._password_hasher
import pytest
from argon2.exceptions import VerifyMismatchError
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.accounts.hashing import Cost, Hasher, PasswordTooLongError, Verdict
from portal.accounts.policy import TooLong, canonical

TINY = Cost(memory_kib=8, passes=1)
RIGHT = Verdict(matches=True)
WRONG = Verdict(matches=False)
PASSWORD = "cheval agrafe pile correcte"

hasher = Hasher(TINY)
STORED = hasher.hash_password(PASSWORD)

UNREADABLE = {
    "nothing": "",
    "not a hash": "motdepasse",
    "another scheme": "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
    "cut short": STORED[:30],
    "no digest": STORED.rpartition("$")[0] + "$",
    "digest that is not base64": STORED.rpartition("$")[0] + "$****",
    "salt too short": "$argon2id$v=19$m=8,t=1,p=1$c2Vs$" + "A" * 43,
    "no cost": STORED.replace("m=8,t=1,p=1", "m=0,t=0,p=0"),
    "negative cost": STORED.replace("m=8", "m=-8"),
    "words for numbers": STORED.replace("m=8", "m=huit"),
    "something after it": STORED + "$",
    "not ASCII": "$argon2id$é",
    "null inside": "$argon2id$\0",
    "lone surrogate": "$argon2id$\ud800",
}
TOO_LONG = {
    "129 characters": "x" * 129,
    "a megabyte": "x" * 1_000_000,
    "more than 1 kB of few characters": "\U0001f40e" * 300,
    "128 characters that unfold into 2,304": "\ufdfa" * 128,
}


@pytest.fixture
def computed(monkeypatch):
    """The stored hashes against which argon2 really computed: it gives up before when it cannot read one."""
    seen = []
    real = argon2._password_hasher.verify_secret

    def verify_secret(stored, secret, kind):
        try:
            outcome = real(stored, secret, kind)
        except VerifyMismatchError:
            seen.append(stored.decode())
            raise
        seen.append(stored.decode())
        return outcome

    monkeypatch.setattr(argon2._password_hasher, "verify_secret", verify_secret)
    return seen


def test_the_cost_is_the_one_that_was_decided():
    assert Hasher().hash_password(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_salt_and_a_digest_are_long_enough():
    salt, digest = STORED.split("$")[-2:]
    assert (len(salt), len(digest)) == (22, 43)


def test_the_right_password_opens_after_one_computation(computed):
    assert hasher.verify(STORED, PASSWORD) == RIGHT
    assert computed == [STORED]


def test_a_wrong_password_is_refused_after_one_computation(computed):
    assert hasher.verify(STORED, PASSWORD + "s") == WRONG
    assert computed == [STORED]


def test_nobody_is_refused_after_one_computation_at_the_same_cost(computed):
    assert hasher.verify(None, PASSWORD) == WRONG
    assert [stored.split("$")[:4] for stored in computed] == [STORED.split("$")[:4]]


@pytest.mark.parametrize("stored", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_hash_is_a_refusal_after_one_computation(stored, computed):
    assert hasher.verify(stored, PASSWORD) == WRONG
    assert len(computed) == 1


@pytest.mark.parametrize("text", TOO_LONG.values(), ids=TOO_LONG.keys())
def test_too_long_a_password_is_refused_after_one_computation(text, computed):
    assert hasher.verify(STORED, text) == WRONG
    assert len(computed) == 1


@pytest.mark.parametrize("text", TOO_LONG.values(), ids=TOO_LONG.keys())
def test_too_long_a_password_is_never_hashed(text):
    with pytest.raises(PasswordTooLongError):
        hasher.hash_password(text)


def test_a_megabyte_is_not_even_normalised(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(unicodedata, "normalize", lambda *_: pytest.fail("normalised"))
        assert hasher.verify(STORED, "x" * 1_000_000) == WRONG


def test_nobody_has_a_password(computed):
    for text in ("", PASSWORD):
        assert hasher.verify(None, text) == WRONG
    assert all(stored != STORED for stored in computed)


def test_nobody_is_drawn_once_for_each_hasher(computed):
    other = Hasher(TINY)
    for each in (hasher, hasher, other, other):
        each.verify(None, PASSWORD)
    first, second, third, fourth = computed
    assert first == second != third == fourth


def test_a_hasher_is_made_without_computing(monkeypatch):
    monkeypatch.setattr(argon2._password_hasher, "hash_secret", lambda *_, **__: pytest.fail("computed"))
    Hasher()


def test_an_older_cost_asks_for_a_new_hash():
    assert Hasher(Cost(memory_kib=16, passes=1)).verify(STORED, PASSWORD) == Verdict(True, needs_rehash=True)


def test_a_wrong_password_never_asks_for_a_new_hash():
    assert Hasher(Cost(memory_kib=16, passes=1)).verify(STORED, "autre chose") == WRONG


def test_the_same_password_is_never_hashed_alike():
    assert hasher.hash_password(PASSWORD) != STORED


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [
        ("été à la mer", unicodedata.normalize("NFD", "été à la mer")),
        ("cheval\u00a0agrafe", "cheval agrafe"),
        ("ﬁn de journée", "fin de journée"),
        ("１２３ soleil", "123 soleil"),
    ],
)
def test_two_keyboards_type_one_password(chosen, typed):
    assert hasher.verify(hasher.hash_password(chosen), typed) == RIGHT


@pytest.mark.parametrize(
    "other",
    [
        " cheval agrafe pile correcte",
        "cheval agrafe pile correcte ",
        "Cheval agrafe pile correcte",
        "cheval agrafe pile correcté",
        "cheval  agrafe pile correcte",
        "cheval agrafe pile correcte\0",
    ],
)
def test_nothing_is_trimmed_nor_folded(other):
    assert hasher.verify(STORED, other) == WRONG


def test_half_a_character_is_hashed_like_any_other():
    assert hasher.verify(STORED, "\ud800") == WRONG
    assert hasher.verify(hasher.hash_password("\ud800"), "\ud800") == RIGHT


def test_what_follows_a_null_counts():
    assert hasher.verify(hasher.hash_password("cheval\0agrafe"), "cheval\0autre") == WRONG


def test_the_last_of_128_characters_counts():
    stored = hasher.hash_password("é" * 128)
    assert hasher.verify(stored, "é" * 128) == RIGHT
    assert hasher.verify(stored, "é" * 127 + "e") == WRONG


def test_a_verdict_tells_nothing_of_the_password():
    assert PASSWORD not in repr(hasher) + repr(hasher.verify(STORED, PASSWORD))


@given(st.text(st.characters(), max_size=200))
def test_whatever_is_hashed_opens(text):
    assume(not isinstance(canonical(text), TooLong))
    assert hasher.verify(hasher.hash_password(text), text) == RIGHT


@given(st.text(st.characters(), max_size=40), st.text(st.characters(), max_size=40))
def test_only_what_is_canonically_the_same_opens(chosen, typed):
    same = canonical(chosen) == canonical(typed)
    assert hasher.verify(hasher.hash_password(chosen), typed).matches is same


@given(st.text(st.characters()) | st.text("$argon2id=,vmtp0123456789", max_size=80))
def test_no_stored_text_makes_a_check_fail(stored):
    assert hasher.verify(stored, PASSWORD) == WRONG
