"""A référent at a browser, and the staff of a hospital in every state."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts import store as people
from portal.db import reading, transaction
from portal.profiles.record import service
from portal.profiles.record.models import Profile, Team
from portal.profiles.record.rules.duplicates import Seen
from tests.pages.inside import put_inside
from tests.pages.staff import StaffPages
from tests.profiles.lines import OTHER, OTHER_RPPS, RPPS, line

LONG_AGO = timedelta(days=1000)


@pytest.fixture
def new_desk(new_client, staff):
    """Further browsers of the référent, or of another one."""

    def come(account=None):
        with reading() as session:
            return put_inside(new_client(), account or people.get(session, staff.by))

    return come


@pytest.fixture
def desk(new_desk):
    """The référent's browser, signed in."""
    return new_desk()


@pytest.fixture
def pages(desk):
    """What their pages show."""
    return StaffPages(desk)


@pytest.fixture
def profile_of():
    """The key of the only profile of this person."""

    def key(identifier):
        with reading() as session:
            query = select(Profile.id).where(Profile.account_id == people.find(session, identifier).id)
            return session.scalars(query).one()

    return key


@pytest.fixture
def team_of():
    """The key of the team of this name."""

    def key(name):
        with reading() as session:
            return session.scalars(select(Team.id).where(Team.name == name)).one()

    return key


@pytest.fixture
def known(staff):
    """A physician and somebody who is not, both in order: « Durand » and « Petit »."""
    staff.build.physician(rpps=RPPS, mssante="camille.durand@chu-demo.mssante.fr")
    staff.give(password="")
    staff.give(OTHER, last_name="Petit", email="camille.petit@chu-demo.mssante.fr")
    return staff


@pytest.fixture
def expired(staff):
    """A physician without MSSanté whose password has expired."""
    staff.build.physician(rpps=OTHER_RPPS, mssante=None, last_name="Léger", set_at=clock.now() - LONG_AGO)
    staff.give(rpps=OTHER_RPPS, last_name="Léger", password="")
    return staff


@pytest.fixture
def crowd(staff):
    """So many people who are not physicians, with a password that is nobody's."""

    def come(count, **changed):
        lines = [
            line(OTHER, number, identifier=f"agent{number}", last_name=_name(number), **changed)
            for number in range(1, count + 1)
        ]
        with transaction() as session:
            service.apply(session, staff.by, lines, Seen(), dict.fromkeys(range(1, count + 1), "argon2 aside"))

    return come


def _name(number):
    """Names in the order of the numbers, without a figure in them."""
    return "Nom" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}")
