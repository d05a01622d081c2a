"""An establishment with its référent, and lines applied to it as the import does."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from portal.accounts import service as accounts
from portal.accounts.models import Account, AccountRight
from portal.accounts.rules import Kind, Right
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.mail.models import OutboxMail
from portal.profiles.record import loading, service, store
from portal.profiles.record.models import Profile, Team
from portal.profiles.record.rules.decisions import Decision, sets_password
from portal.profiles.record.rules.duplicates import Seen
from portal.profiles.record.rules.lines import Line
from portal.profiles.record.rules.perimeter import Perimeter
from portal.registers.models import Establishment
from tests.builders import Builder
from tests.profiles.lines import EJ, ET, FOREIGN_EJ, FOREIGN_ET, OTHER_ET, PHYSICIAN, line

PLACES = ((ET, EJ, "CH DE FLEYRIAT"), (OTHER_ET, EJ, "EHPAD EMILE PELICAND"), (FOREIGN_ET, FOREIGN_EJ, "CH BUGEY SUD"))


@dataclass
class Staff:
    """The staff of the establishments of one référent."""

    build: Builder
    by: int
    _made: int = field(default=0)

    @property
    def held(self) -> Perimeter:
        """The référent's perimeter, as it is now."""
        with reading() as session:
            return loading.perimeter(session, self.by)

    def referent(self, *scopes: str) -> Account:
        """Another référent."""
        self._made += 1
        return _referent(self.build, f"referent{self._made}", *scopes)

    def run(self, *lines: Line, seen: Seen | None = None, by: int | None = None) -> list[Decision]:
        """Preview these lines, hash what is to be hashed, apply them."""
        by = by or self.by
        hashes = {d.line.number: _hash(d.line.password) for d in self.preview(*lines, by=by) if sets_password(d)}
        with transaction() as session:
            return service.apply(session, by, lines, seen or Seen(), hashes)

    def preview(self, *lines: Line, by: int | None = None) -> list[Decision]:
        """What would become of these lines."""
        with reading() as session:
            return service.preview(session, by or self.by, lines, Seen())

    def give(self, base: dict = PHYSICIAN, *, by: int | None = None, **changed: str) -> Decision:
        """Apply one line."""
        return self.run(line(base, **changed), by=by)[0]

    def account(self, identifier: str) -> Account:
        """The person of this identifier, with the password."""
        with reading() as session:
            query = select(Account.id).where((Account.rpps == identifier) | (Account.certdc_id == identifier))
            return accounts.store.get(session, session.scalars(query).one())

    def profiles(self) -> list[tuple[str, str, str | None]]:
        """Every profile: establishment, role, team."""
        with reading() as session:
            query = select(Profile, Team.name).outerjoin(Team, Team.id == Profile.team_id).order_by(Profile.id)
            return [(profile.finess_et, profile.role.value, team) for profile, team in session.execute(query)]

    def listed(self, **filters: object) -> Sequence[store.Listed]:
        """The first page of the list."""
        with reading() as session:
            return store.page(session, self.held, store.Filters(**filters))

    def journal(self) -> list[JournalRow]:
        """The rows that this référent has left in the journal."""
        with reading() as session:
            query = select(JournalRow).where(JournalRow.actor_id == self.by).order_by(JournalRow.id)
            return list(session.scalars(query))

    def mails(self) -> list[OutboxMail]:
        """The mails that wait."""
        with reading() as session:
            return list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def _hash(password: str) -> str:
    return accounts.hasher().hash_password(password)


def _referent(build: Builder, identifier: str, *scopes: str) -> Account:
    account = build.person(kind=Kind.STAFF, last_name="Lilas", first_name="Louis", certdc_id=identifier)
    with transaction() as session:
        session.add_all(
            AccountRight(account_id=account.id, name=Right.REFERENT, scope=scope) for scope in scopes or (EJ,)
        )
    return account


@pytest.fixture
def staff(build) -> Staff:
    """The staff of the CH de Fleyriat, managed by one référent."""
    with transaction() as session:
        session.add_all(
            Establishment(finess_et=et, finess_ej=ej, name=name, routing="01440 VIRIAT", search=f" {name.lower()}")
            for et, ej, name in PLACES
        )
    return Staff(build, _referent(build, "referent", EJ).id)
