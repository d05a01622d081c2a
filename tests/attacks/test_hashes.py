"""One argon2 for a password, whoever is asked for; none for a code or a link, which the secret key alone can make."""

from collections.abc import Callable

import pytest
from argon2 import low_level

from portal import clock
from portal.accounts import store
from portal.db import transaction
from tests.attacks.test_enumeration import RPPS, STATES
from tests.builders import NEW_PASSWORD, PASSWORD
from tests.pages.signin import is_signed_in, try_code, try_password

pytestmark = pytest.mark.one_database

ANOTHER_KEY = ("une-autre-clef-que-celle-du-portail-0123456789",)
# What the C library answers when it has computed: right, or wrong. Anything else, it has only read.
COMPUTED = (0, -35)


class Library:
    """The C library of argon2, with a counter."""

    def __init__(self, real) -> None:
        self._real, self.computed = real, 0

    def __getattr__(self, name) -> object:
        return getattr(self._real, name)

    def argon2_verify(self, *args):
        answer = self._real.argon2_verify(*args)
        self.computed += answer in COMPUTED
        return answer

    def argon2_hash(self, *args):
        self.computed += 1
        return self._real.argon2_hash(*args)


@pytest.fixture
def computed(monkeypatch) -> Callable[..., int]:
    """How many computations of argon2 an act takes, counted where they are made."""
    library = Library(low_level.lib)
    monkeypatch.setattr(low_level, "lib", library)

    def count(act, *args):
        before = library.computed
        act(*args)
        return library.computed - before

    return count


@pytest.fixture(params=STATES)
def somebody(request, build) -> str:
    """The number of a person in one state, or of nobody."""
    values = dict(STATES[request.param] or {})
    closed, blocked = values.pop("closed", False), values.pop("blocked", False)
    if STATES[request.param] is not None:
        person = build.physician(blocked_at=clock.now() if blocked else None, **values)
        with transaction() as session:
            store.get(session, person.id).closed_at = clock.now() if closed else None
    return RPPS


@pytest.mark.parametrize("password", [PASSWORD, "pas le bon", "x" * 300], ids=["right", "wrong", "too long"])
def test_a_password_takes_one_computation_whoever_is_asked_for(client, somebody, computed, password):
    client.open("/connexion")
    assert computed(client.submit, {"identifiant": somebody, "mot_de_passe": password}) == 1


def test_a_code_right_or_wrong_takes_none(client, build, mailbox, computed):
    person = build.physician()
    try_password(client, person.rpps)
    code = mailbox.code(person.mssante)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert [computed(try_code, client, typed) for typed in (wrong, code)] == [0, 0]
    assert is_signed_in(client)


def test_a_link_takes_none_to_be_asked_for_whoever_is_named(client, somebody, computed):
    client.open("/mot-de-passe/oublie")
    assert computed(client.submit, {"identifiant": somebody}) == 0


def test_a_link_takes_none_to_be_opened_and_one_for_the_password_that_is_chosen(client, build, mailbox, computed):
    person = build.physician()
    client.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    link, code = mailbox.link(person.mssante), mailbox.long_code(person.mssante)
    assert computed(client.submit, {"code": code}) == 0
    assert computed(client.open, link) == 0
    assert computed(client.submit, {"nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD}) == 1


def test_a_code_is_wrong_under_any_other_key(client, build, mailbox, configure):
    person = build.physician()
    try_password(client, person.rpps)
    code = mailbox.code(person.mssante)
    configure(secret_keys=ANOTHER_KEY)
    assert try_code(client, code).errors
    assert not is_signed_in(client)


def test_a_link_and_its_code_open_nothing_under_any_other_key(client, build, mailbox, configure):
    person = build.physician()
    client.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    link, code = mailbox.link(person.mssante), mailbox.long_code(person.mssante)
    configure(secret_keys=ANOTHER_KEY)
    assert client.submit({"code": code}).errors
    assert client.open(link).status == 410
