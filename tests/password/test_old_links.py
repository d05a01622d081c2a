"""A link mailed long ago opens nothing of whoever now has the number of its row."""

import pytest
from sqlalchemy import delete, select

from portal.accounts.models import Account
from portal.db import reading, transaction
from portal.operations import service as operations
from portal.password.models import ResetRequest
from tests.builders import NEW_PASSWORD, PASSWORD
from tests.pages.signin import is_signed_in, sign_in
from tests.renumbering import give_again
from tests.signin.test_new_browser import link_of, told


@pytest.fixture
def thief(build):
    return build.physician()


@pytest.fixture
def victim(build, thief):
    return build.physician()


def keys(kind):
    with reading() as session:
        return session.scalars(select(kind.id).order_by(kind.id)).all()


def ask(client, person):
    return client.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})


@pytest.fixture
def old_link(client, thief, victim, mailbox, later):
    """A link of the thief's own, kept until the purge has given its number to the victim's request."""
    ask(client, thief)
    link, before = mailbox.link(thief.mssante), keys(ResetRequest)
    later(days=8)
    operations.purge()
    give_again(ResetRequest, *before)
    ask(client, victim)
    assert keys(ResetRequest) == before
    return link


def test_an_old_link_shows_nothing_of_who_asks_for_a_password_now(old_link, new_client, victim):
    found = new_client().open(old_link)
    assert found.status == 410
    assert victim.first_name not in found.text


def test_an_old_link_gives_nobody_a_password(old_link, new_client, victim, mailbox):
    theirs = new_client()
    theirs.open("/connexion").post(f"{old_link}/choisir", {"nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD})
    assert theirs.status == 410
    assert is_signed_in(sign_in(new_client(), mailbox, victim.rpps, victim.mssante, PASSWORD))


def test_the_link_of_today_still_opens(old_link, new_client, victim, mailbox):
    assert new_client().open(mailbox.link(victim.mssante)).heading == "Débloquer votre compte"


def test_a_notice_of_before_a_restored_backup_disowns_nobody_else(client, new_client, build, mailbox):
    thief = build.physician()
    for browser in (client, new_client()):
        sign_in(browser, mailbox, thief.rpps, thief.mssante)
    link, before = link_of(told(mailbox, thief.mssante)[0]), keys(Account)
    with transaction() as session:
        session.execute(delete(Account).where(Account.id == thief.id))
    give_again(Account, *before)
    victim = build.physician()
    assert keys(Account) == before
    owner, theirs = new_client(), new_client()
    sign_in(owner, mailbox, victim.rpps, victim.mssante)
    assert theirs.open(link).status == 410
    assert theirs.post(link).status == 410
    assert is_signed_in(owner)
