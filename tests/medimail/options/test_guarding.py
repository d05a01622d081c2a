"""A delegation reads somebody's mail: who learns of it, and whose codes and links it must never copy."""

import pytest
from sqlalchemy import select

from portal.accounts.models import AccountRight
from portal.accounts.rules import Right
from portal.db import reading, transaction
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.options import rules, service
from portal.medimail.mailboxes.options.rules import Delegated, Guarded
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.rules.kinds import Kind
from tests.pages.inside import put_inside


@pytest.fixture
def structure(medimail):
    """Where the accounts are."""
    return medimail.structure()


@pytest.fixture
def admin(medimail, structure):
    """Who administers it, and has a mailbox of his own there."""
    person = medimail.administrator(structure)
    return person, medimail.mailbox(structure, Kind.MED, account_id=person.id)


@pytest.fixture
def delegate(admin):
    """The administrator has an account send copies to himself; or its holder does."""

    def act(box, by=None):
        with transaction() as session:
            held = records.get(session, box.id, lock=True)
            return service.delegate(session, by or admin[0].id, held, admin[1].address)

    return act


def recipients():
    with reading() as session:
        return sorted(session.scalars(select(OutboxMail.recipient)))


def test_a_physician_is_told_at_her_own_mssante_address_too(medimail, structure, build, delegate):
    """The other one is what the administrator has written: it may be his own."""
    physician = build.physician()
    box = medimail.mailbox(structure, account_id=physician.id)
    assert isinstance(delegate(box), Delegated)
    assert recipients() == sorted([box.address, physician.mssante])


def test_whoever_opens_a_shared_account_is_told_at_their_mssante_address_too(medimail, structure, build, delegate):
    physician, shared = build.physician(), medimail.mailbox(structure, Kind.ORG)
    opener = medimail.mailbox(structure, account_id=physician.id)
    medimail.connect(shared, opener)
    delegate(shared)
    assert recipients() == sorted([opener.address, physician.mssante])


@pytest.mark.parametrize("way", ["address", "mssante"])
def test_the_links_of_a_physician_are_not_copied_to_an_administrator(medimail, structure, build, delegate, way):
    """They choose a password: who reads them takes an account of CertDc."""
    physician = build.physician()
    box = medimail.mailbox(structure, account_id=physician.id, **{way: physician.mssante})
    assert delegate(box) == Guarded()
    assert recipients() == []
    assert isinstance(delegate(box, by=physician.id), Delegated)


def test_the_links_of_somebody_whose_address_another_account_took_are_not_copied_either(
    medimail, structure, build, delegate
):
    physician = build.physician()
    assert delegate(medimail.mailbox(structure, Kind.ORG, address=physician.mssante)) == Guarded()


def test_codes_that_open_more_than_the_structure_are_not_copied_to_its_administrator(medimail, structure, delegate):
    person, box = medimail.holder(structure)
    with transaction() as session:
        session.add(AccountRight(account_id=person.id, name=Right.INSTRUCTOR, scope=""))
    assert delegate(box) == Guarded()


def test_the_codes_of_whoever_has_a_mailbox_elsewhere_are_not_copied_either(medimail, structure, delegate):
    person, box = medimail.holder(structure)
    medimail.mailbox(medimail.structure("CH Ariège Couserans"), Kind.MED, account_id=person.id)
    assert delegate(box) == Guarded()


def test_the_page_says_why_and_who_can(medimail, structure, build, admin, new_client):
    physician = build.physician()
    box = medimail.mailbox(structure, account_id=physician.id, mssante=physician.mssante)
    desk = put_inside(new_client(), admin[0])
    desk.open(f"/comptes/{box.id}/parametres")
    desk.post(f"/comptes/{box.id}/parametres/delegations", {"adresse": admin[1].address})
    assert desk.status == 422
    assert [text.replace("\u00a0", " ") for text in desk.errors] == [rules.refusal(Guarded()).replace("\u00a0", " ")]
    with reading() as session:
        assert records.delegates(session, box.id) == []
