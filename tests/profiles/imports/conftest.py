"""A référent of two establishments, the files that they send, and what becomes of them."""

import io
import itertools

import pytest
from sqlalchemy import select, update

from portal.accounts.models import Account, AccountRight
from portal.accounts.rules import Kind, Right
from portal.db import reading, transaction
from portal.profiles.imports import jobs, service, store
from portal.profiles.imports.models import ImportRun
from portal.profiles.imports.rules import Totals
from portal.profiles.record.models import Profile
from portal.registers.models import Establishment
from portal.tabular.report import Outcome
from tests.pages.inside import put_inside
from tests.profiles.imports import sheets

PLACES = ((sheets.ET, sheets.EJ), (sheets.OTHER_ET, sheets.EJ), (sheets.FOREIGN_ET, "010780062"))


class Desk:
    """What a référent does with files, and what the portal then holds."""

    def __init__(self, author: Account) -> None:
        self.author = author

    def send(self, content, name="profils.csv"):
        """Send a file; its reference."""
        received = service.receive(self.author.id, name, io.BytesIO(content))
        assert isinstance(received, service.Received), received
        return received.reference

    def preview(self, content, name="profils.csv"):
        """Send a file and let the worker analyse it."""
        reference = self.send(content, name)
        self.work(reference)
        return reference

    def confirm(self, reference, shown=None):
        """Press « Importer »."""
        with transaction() as session:
            run = store.find(session, reference, self.author.id, lock=True)
            return service.confirm(session, run, run.attempt if shown is None else shown)

    def cancel(self, reference):
        """Press « Abandonner »."""
        with transaction() as session:
            return service.cancel(session, store.find(session, reference, self.author.id, lock=True))

    def import_(self, content):
        """All of it: send, preview, confirm, apply."""
        reference = self.preview(content)
        assert isinstance(self.confirm(reference), service.Started)
        self.work(reference)
        return reference

    def work(self, reference):
        """Let a worker pass."""
        jobs.work(self.run(reference).id)

    def run(self, reference):
        """The run as it stands."""
        with reading() as session:
            return session.scalars(select(ImportRun).where(ImportRun.reference == reference)).one()

    def set(self, reference, **values):
        """Put a run in some state, as time or a worker would."""
        with transaction() as session:
            session.execute(update(ImportRun).where(ImportRun.reference == reference).values(**values))

    def told(self, reference):
        """What is said of each line."""
        with reading() as session:
            return [kept.told for kept in store.lines(session, self.run(reference).id, 1, 10**6)]

    def outcomes(self, reference):
        """Of each line, how it ended."""
        return [told.outcome for told in self.told(reference)]

    def codes(self, reference):
        """Of each line, the codes of what is said."""
        return [[finding.code for finding in told.findings] for told in self.told(reference)]

    def counts(self, reference):
        """How many lines of each outcome."""
        totals = Totals.read(self.run(reference).totals)
        return {outcome.value: totals.of(outcome) for outcome in Outcome if totals.of(outcome)}

    def profiles(self):
        """Who holds what, as (identifier, establishment, role)."""
        with reading() as session:
            query = select(Account.certdc_id, Account.rpps, Profile.finess_et, Profile.role)
            found = session.execute(query.join(Account, Account.id == Profile.account_id))
            return sorted((certdc_id or rpps, finess_et, role.value) for certdc_id, rpps, finess_et, role in found)


def establish(session):
    """Put the establishments in the register."""
    for finess_et, finess_ej in PLACES:
        session.add(Establishment(finess_et=finess_et, finess_ej=finess_ej, name=finess_et, routing="", search=" x"))


def appoint(session, account, scope):
    """Make somebody référent of this EJ or ET."""
    session.add(AccountRight(account_id=account.id, name=Right.REFERENT, scope=scope))


@pytest.fixture
def new_referent(app, build):
    """Makes référents: `new_referent(scope)`; the establishments are there from the first on."""
    numbers = itertools.count(1)

    def make(scope=sheets.EJ):
        number = next(numbers)
        account = build.person(
            kind=Kind.STAFF,
            last_name="Lilas",
            first_name="Louis",
            certdc_id=f"referent.{number}",
            mssante=f"louis.lilas{number}@chu-demo.mssante.fr",
        )
        with transaction() as session:
            if number == 1:
                establish(session)
            appoint(session, account, scope)
        return account

    return make


@pytest.fixture
def referent(new_referent):
    """A référent of the EJ."""
    return new_referent()


@pytest.fixture
def desk(referent):
    """Their files."""
    return Desk(referent)


@pytest.fixture
def new_desk():
    """Somebody else's."""
    return Desk


@pytest.fixture
def browser(client, referent):
    """Their browser, signed in."""
    return put_inside(client, referent)
