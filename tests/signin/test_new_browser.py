"""A mail on a sign-in from a new browser, with « ce n’est pas moi » (promise 21)."""

import re

import pytest
from sqlalchemy import select

from portal.accounts import store
from portal.accounts.models import Browser, SignedInSession
from portal.audit.models import JournalRow
from portal.db import reading
from tests.builders import NEW_PASSWORD, PASSWORD
from tests.pages.signin import is_signed_in, sign_in, try_password

SUBJECT = "Connexion depuis un nouveau navigateur"


def told(mailbox, address):
    return [mail for mail in mailbox.all(address) if mail["Subject"] == SUBJECT]


def link_of(mail):
    text = mail.get_body(("plain",)).get_content()
    return re.search(r"https?://[^/\s]+(/mot-de-passe/pas-moi/\S+)", text)[1]


def rows(kind, account):
    with reading() as session:
        return session.scalars(select(kind).where(kind.account_id == account.id)).all()


@pytest.fixture
def person(build):
    return build.physician()


@pytest.fixture
def elsewhere(client, new_client, mailbox, person):
    """Another browser in which somebody has just signed in, after the person's own."""
    sign_in(client, mailbox, person.rpps, person.mssante)
    other = new_client()
    sign_in(other, mailbox, person.rpps, person.mssante)
    return other


def test_the_first_browser_of_all_is_not_told(client, mailbox, person):
    sign_in(client, mailbox, person.rpps, person.mssante)
    assert told(mailbox, person.mssante) == []


def test_a_browser_already_known_is_not_told(client, mailbox, person):
    for _ in range(2):
        sign_in(client, mailbox, person.rpps, person.mssante)
        client.open("/mon-compte").press("Se déconnecter")
    assert told(mailbox, person.mssante) == []


def test_another_browser_is_told_once_with_its_name(elsewhere, mailbox, person):
    (mail,) = told(mailbox, person.mssante)
    label = rows(Browser, person)[-1].label
    assert label in mail.get_body(("plain",)).get_content()


def test_a_scanner_that_opens_the_link_changes_nothing(elsewhere, new_client, mailbox, person):
    link = link_of(told(mailbox, person.mssante)[0])
    for _ in range(5):
        new_client().open(link)
    assert is_signed_in(elsewhere)


def test_disowned_every_session_ends_and_the_password_no_longer_opens(client, elsewhere, new_client, mailbox, person):
    page = new_client().open(link_of(told(mailbox, person.mssante)[0]))
    page.press("Ce n’était pas moi")
    assert rows(SignedInSession, person) == []
    assert rows(Browser, person) == []
    with reading() as session:
        assert store.get(session, person.id).credential.must_change


def test_the_owner_goes_straight_to_a_new_password(elsewhere, new_client, mailbox, person):
    owner = new_client()
    owner.open(link_of(told(mailbox, person.mssante)[0])).press("Ce n’était pas moi")
    assert owner.heading == "Choisir un nouveau mot de passe"
    owner.submit({"nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD})
    try_password(owner, person.rpps, NEW_PASSWORD)
    assert owner.heading == "Saisir le code reçu"
    try_password(owner, person.rpps, PASSWORD)
    assert owner.status == 422


def test_the_link_serves_once(elsewhere, new_client, mailbox, person):
    link = link_of(told(mailbox, person.mssante)[0])
    new_client().open(link).press("Ce n’était pas moi")
    again = new_client().open(link)
    assert again.heading == "Ce lien ne peut plus servir"


def test_the_link_dies_after_seven_days(elsewhere, new_client, mailbox, person, later):
    link = link_of(told(mailbox, person.mssante)[0])
    later(days=7, seconds=1)
    assert new_client().open(link).heading == "Ce lien ne peut plus servir"


def test_a_link_that_was_not_signed_here_opens_nothing(client):
    assert client.open("/mot-de-passe/pas-moi/WzEsMSwxXQ.x").heading == "Ce lien ne peut plus servir"


def test_without_an_mssante_address_the_link_gives_no_new_password(client, new_client, build, mailbox):
    """Source 000: a password is replaced through the MSSanté address only."""
    holder = build.administrator(rights=frozenset())
    sign_in(client, mailbox, holder.email, holder.email)
    other = new_client()
    sign_in(other, mailbox, holder.email, holder.email)
    owner = new_client()
    owner.open(link_of(told(mailbox, holder.email)[0])).press("Ce n’était pas moi")
    assert owner.heading == "Se connecter"
    assert "Toutes vos sessions sont fermées" in owner.text


def test_the_journal_tells_it(elsewhere, new_client, mailbox, person):
    new_client().open(link_of(told(mailbox, person.mssante)[0])).press("Ce n’était pas moi")
    with reading() as session:
        query = select(JournalRow).where(JournalRow.event == "connexion_desavouee")
        assert session.scalars(query).one().subject_id == person.id
