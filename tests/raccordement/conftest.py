"""Records in any state, reached by the moves that lead there: never a state written by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest
from sqlalchemy import delete

from portal.accounts.models import Account, AccountRight
from portal.accounts.rules import Kind, Right
from portal.db import reading, transaction
from portal.raccordement.record import perimeter, service, store
from portal.raccordement.record.models import Raccordement
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import MOVES, Action, Role, State
from portal.registers.models import Establishment
from tests.builders import Builder

VALUES = {
    "last_name": "Petit",
    "first_name": "Alex",
    "function": "Responsable du système d’information",
    "phone": "04 74 00 00 00",
    "address": "900 route de Paris",
    "postal_code": "01440",
    "commune": "Viriat",
    "si_name": "Hôpital Exemple DPI",
    "si_version": "4.2",
    "comments": "",
}
# (ET, EJ, name): real establishments, of public data.
PLACES = (
    ("010000024", "010780054", "CH DE FLEYRIAT"),
    ("010005239", "010780054", "EHPAD EMILE PELICAND"),
    ("010000032", "010780062", "CH BUGEY SUD"),
)
# The shortest way to each state from a deposited request.
WAYS: dict[State, tuple[tuple[Role, Action], ...]] = {State.DEPOSITED: ()}
_WAITING = [State.DEPOSITED]
while _WAITING:
    _at = _WAITING.pop(0)
    for (_state, _role, _action), _move in MOVES.items():
        if _state is _at and _move.to and _move.to not in WAYS:
            WAYS[_move.to] = (*WAYS[_at], (_role, _action))
            _WAITING.append(_move.to)


def fold(name: str) -> str:
    """As the register's search column holds it."""
    return f" {name.lower()} "


@dataclass
class Records:
    """Makes people and records."""

    build: Builder
    _made: int = field(default=0)

    def places(self) -> None:
        """Put the establishments in the register."""
        with transaction() as session:
            for finess_et, finess_ej, name in PLACES:
                session.merge(
                    Establishment(
                        finess_et=finess_et,
                        finess_ej=finess_ej,
                        name=name,
                        routing="01440 VIRIAT",
                        postal_code="01440",
                        commune_code="01451",
                        departement_code="01",
                        search=fold(name),
                    )
                )

    def closed_place(self, finess_et: str = "010000032") -> None:
        """One that has left the register."""
        with transaction() as session:
            session.get(Establishment, finess_et).left_on = date(2026, 1, 31)

    def manager(self, **overrides: object) -> Account:
        """A gestionnaire SI with an account made by a deposit."""
        self._made += 1
        email = f"alex.petit{self._made}@ch-exemple.fr"
        return self.build.si_manager(certdc_id=None, **{"email": email, "contact": email, **overrides})

    def instructor(self, **overrides: object) -> Account:
        """An instructeur."""
        self._made += 1
        fields = {
            "kind": Kind.MAILBOX_HOLDER,
            "last_name": "Roux",
            "first_name": "Claude",
            "email": f"claude.roux{self._made}@inserm.example",
            "rights": frozenset({Right.INSTRUCTOR}),
        }
        return self.build.person(**{**fields, **overrides})

    def record(
        self,
        state: State = State.DEPOSITED,
        *,
        manager: Account | None = None,
        instructor: Account | None = None,
        finess_et: Sequence[str] = ("010000024", "010005239"),
        **values: str,
    ) -> Raccordement:
        """A record in this state, with its gestionnaire; without mails of the way there in the outbox."""
        self.places()
        manager = manager or self.manager()
        instructor = instructor or (self.instructor() if state is not State.DEPOSITED else None)
        with transaction() as session:
            record = service.open_draft(session, str(manager.email))
            service.write(record, {**VALUES, **values})
            service.attach(record, store.attached(session, list(finess_et)))
            session.flush()
            if state is not State.DRAFT:
                service.deposit(session, record, manager)
        for role, action in WAYS.get(state, ()) if state is not State.DRAFT else ():
            by = Actor(instructor.id if role is Role.INSTRUCTOR and instructor else manager.id, role)
            self.act(record.id, by, action)
        return self.read(record.id)

    def act(
        self, record_id: int, by: Actor, action: Action, *, version: int | None = None, reason: str = "Motif"
    ) -> object:
        """Act on a record as its pages do."""
        with transaction() as session:
            record = store.get(session, record_id, lock=True)
            seen = record.version if version is None else version
            return service.move(session, record, by, action, version=seen, reason=reason)

    def read(self, record_id: int) -> Raccordement:
        """The record as it is now."""
        with reading() as session:
            return store.get(session, record_id)


def manager_of(record: Raccordement) -> Actor:
    """The main correspondent of a record, as who acts on it."""
    with reading() as session:
        (member, _), *_ = store.members(session, record.id)
    return Actor(member.account_id, Role.MANAGER)


def stop_instructing(account: Account) -> None:
    """Take the right away, as an administrator does."""
    with transaction() as session:
        session.execute(delete(AccountRight).where(AccountRight.account_id == account.id))


def ask_places(record: Raccordement, *numbers: str) -> None:
    """Ask for another list of establishments, as its main correspondent does."""
    by = manager_of(record)
    with transaction() as session:
        locked = store.get(session, record.id, lock=True)
        perimeter.ask(session, locked, by, list(store.attached(session, numbers)))


@pytest.fixture
def records(build) -> Records:
    """Makes records in any state."""
    return Records(build)
