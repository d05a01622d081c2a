"""A right is given by one piece of code: whoever had nothing to administer proves themself again, with the code."""

from pathlib import Path

import pytest

import portal
from portal.accounts import service, store
from portal.accounts.rules import ADMINISTRATION, Right
from portal.db import reading, transaction
from tests.pages.inside import put_inside
from tests.pages.signin import is_signed_in, sign_in, try_password

PLAIN = set(Right) - ADMINISTRATION


def _give(person, right, scope=""):
    with transaction() as session:
        return service.give_right(session, person.id, right, scope)


@pytest.mark.parametrize("right", sorted(ADMINISTRATION))
def test_a_session_opened_without_the_code_opens_no_administration(client, build, mailbox, right):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante, trust=True)
    client.open("/mon-compte").press("Se déconnecter")
    assert is_signed_in(try_password(client, person.rpps))
    assert _give(person, right)
    assert client.open("/mon-compte").path == "/connexion"
    try_password(client, person.rpps)
    assert client.heading == "Saisir le code reçu"


@pytest.mark.parametrize("right", sorted(PLAIN))
def test_a_right_that_asks_for_no_code_signs_nobody_out(client, build, right):
    person = build.physician()
    put_inside(client, person)
    assert not _give(person, right, "810000521")
    assert client.open("/mon-compte").path == "/mon-compte"


def test_whoever_administers_already_has_given_the_code_and_goes_on(client, build):
    person = build.administrator()
    put_inside(client, person)
    assert not _give(person, Right.MEDIMAIL_ADMINISTRATOR, "1")
    assert client.open("/mon-compte").path == "/mon-compte"


def test_whoever_was_nowhere_is_signed_out_of_nothing(build):
    person = build.physician()
    assert not _give(person, Right.MEDIMAIL_ADMINISTRATOR, "1")
    with reading() as session:
        assert [(row.name, row.scope) for row in store.rights(session, person.id)] == [
            (Right.MEDIMAIL_ADMINISTRATOR, "1")
        ]


def test_no_room_gives_a_right_by_itself():
    """Rows written elsewhere would leave open the sessions that this piece of code ends."""
    root = Path(portal.__file__).parent
    writers = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if "AccountRight(" in path.read_text(encoding="utf-8")
    }
    # The class itself, and its one maker; the rights that an account is made with come from there too.
    assert writers == {"accounts/models.py", "accounts/service.py"}
