"""An initial password given from the page of a profile: to whom, and what it ends."""

import pytest

from portal.accounts import service as accounts
from portal.accounts.rules import Right
from portal.db import transaction
from portal.profiles.record import passwords
from portal.profiles.record.rules.acts import Done, Guarded, NotYours, StillGood
from tests.builders import NEW_PASSWORD
from tests.profiles.lines import FOREIGN_EJ, RPPS


@pytest.fixture
def give(staff):
    """Give this password to the only profile there is."""

    def act():
        held, hashed = staff.held, accounts.hasher().hash_password(NEW_PASSWORD)
        [profile] = staff.listed()
        with transaction() as session:
            return passwords.give(session, held, staff.by, profile.id, hashed)

    return act


def is_theirs(staff):
    credential = staff.account(RPPS).credential
    return credential.must_change and accounts.hasher().verify(credential.password_hash, NEW_PASSWORD).matches


@pytest.mark.parametrize(
    "state", [{"sign_ins": 90}, {"must_change": True}, {"password": None}], ids=["expired", "initial", "none"]
)
def test_whoever_has_no_good_password_is_given_one(staff, give, state):
    staff.build.physician(rpps=RPPS, **state)
    staff.give(role="SYNT", password="")
    assert isinstance(give(), Done)
    assert is_theirs(staff)


def test_a_password_that_its_owner_chose_and_that_lives_is_theirs_alone(staff, give):
    staff.build.physician(rpps=RPPS)
    staff.give(role="SYNT", password="")
    assert give() == StillGood()


def test_the_owner_is_told(staff, give):
    staff.build.physician(rpps=RPPS, sign_ins=90, mssante="camille.durand@chu-demo.mssante.fr")
    staff.give(role="SYNT", password="")
    give()
    assert [mail.recipient for mail in staff.mails()] == ["camille.durand@chu-demo.mssante.fr"]


def test_an_administrator_is_not_a_referent_s_to_let_in(staff, give):
    staff.build.physician(rpps=RPPS, sign_ins=90, rights=frozenset({Right.ADMINISTRATOR}))
    staff.give(role="SYNT", password="")
    assert give() == Guarded()


def test_the_staff_of_somebody_else_is_as_nobody(staff):
    staff.build.physician(rpps=RPPS, sign_ins=90)
    staff.give(role="SYNT", password="")
    [profile] = staff.listed()
    staff.by = staff.referent(FOREIGN_EJ).id
    with transaction() as session:
        answers = [passwords.give(session, staff.held, staff.by, key, "x") for key in (profile.id, profile.id + 1000)]
    assert answers == [NotYours(), NotYours()]
