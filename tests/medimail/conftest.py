"""Structures, mailbox accounts and administrators for tests, with defaults that a test overrides where it matters."""

import itertools
from dataclasses import dataclass, field

import pytest

from portal import clock
from portal.accounts.models import Account, AccountRight
from portal.accounts.rules import Kind as Person
from portal.accounts.rules import Right
from portal.db import reading, transaction
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Connection, Mailbox
from portal.medimail.mailboxes.record.rules.kinds import SHARED, Kind
from portal.medimail.mailboxes.record.rules.searching import searchable
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures import service
from portal.medimail.structures.models import Structure
from tests.builders import Builder


@dataclass
class Medimail:
    """What the tests of Medimail are made of."""

    build: Builder
    _numbers: itertools.count = field(default_factory=lambda: itertools.count(1))

    def structure(self, name: str = "CHIC Castres-Mazamet", mother: Structure | None = None, **fields) -> Structure:
        """A structure, under this mother or at the top."""
        with transaction() as session:
            made = service.open_structure(session, None, name, session.merge(mother) if mother else None)
            for name_of_field, value in fields.items():
                setattr(made, name_of_field, value)
        return made

    def mailbox(self, structure: Structure, kind: Kind = Kind.PER, state: State = State.VALID, **fields) -> Mailbox:
        """A mailbox account of this structure, of a fictitious person."""
        number = next(self._numbers)
        values = {
            "last_name": "DURAND",
            "first_name": "Camille",
            "address": f"camille.durand{number}@chic-demo.fr",
            "profession": "Médecin",
            "rpps": None,
            "adeli": None,
            **fields,
        }
        named = searchable(*(values[name] for name in ("last_name", "first_name", "address", "rpps", "adeli")))
        values = {"search": named, **values}
        with transaction() as session:
            made = Mailbox(
                structure_id=structure.id,
                kind=kind,
                state=state,
                state_since=clock.now(),
                created_at=clock.now(),
                **values,
            )
            session.add(made)
        return made

    def holder(self, structure: Structure, kind: Kind = Kind.MED, **fields) -> tuple[Account, Mailbox]:
        """A person who signs in to a valid mailbox of this structure."""
        number = next(self._numbers)
        address = f"titulaire{number}@chic-demo.fr"
        person = self.build.person(
            kind=Person.MAILBOX_HOLDER, last_name="Petit", first_name="Alex", email=address, mssante=None
        )
        values = {"address": address, "last_name": "PETIT", "first_name": "Alex", **fields}
        return person, self.mailbox(structure, kind, account_id=person.id, **values)

    def connect(self, shared: Mailbox, person: Mailbox) -> None:
        """Let this person's mailbox open this shared one."""
        assert shared.kind in SHARED
        with transaction() as session:
            session.add(Connection(shared_id=shared.id, person_id=person.id, created_at=clock.now()))

    def administrator(self, *structures: Structure) -> Account:
        """An administrator of these structures."""
        person = self._somebody()
        self.appoint(person, *structures)
        return person

    def appoint(self, person: Account, *structures: Structure) -> None:
        """Let this person administer these structures."""
        with transaction() as session:
            session.add_all(
                AccountRight(account_id=person.id, name=Right.MEDIMAIL_ADMINISTRATOR, scope=str(structure.id))
                for structure in structures
            )

    def grades(self) -> Account:
        """Somebody of the GRADeS."""
        return self._somebody(rights=frozenset({Right.MEDIMAIL_ADMINISTRATOR}))

    def _somebody(self, **fields) -> Account:
        number = next(self._numbers)
        email = f"admin{number}@chic-demo.fr"
        return self.build.person(
            kind=Person.MAILBOX_HOLDER, last_name="Moreau", first_name="Claude", email=email, **fields
        )

    def read(self, mailbox: Mailbox) -> Mailbox:
        """The account as the database now has it."""
        with reading() as session:
            return store.get(session, mailbox.id)


@pytest.fixture
def medimail(build) -> Medimail:
    """Structures and accounts, in an empty database."""
    return Medimail(build)


@pytest.fixture
def said(mailbox):
    """The last mail to an address: its subject and its text, on one line."""

    def of(address):
        subject = str(mailbox.all(address)[-1]["subject"])
        return " ".join(f"{subject} | {mailbox.texts(address)[0]}".replace("\u00a0", " ").split())

    return of
