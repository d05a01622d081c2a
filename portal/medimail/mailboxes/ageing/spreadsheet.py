"""« Exporter la liste des comptes inactifs supprimés depuis 6 mois (et prochainement supprimés) », in two sheets."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from portal import clock
from portal.db import reading
from portal.medimail.mailboxes.ageing import service, store
from portal.medimail.mailboxes.ageing.rules import OLDEST, months_before
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures.models import Structure
from portal.tabular.cells import Cell
from portal.tabular.writing import Column, Guide, xlsx_sheet

REMOVED, ASLEEP = "Comptes inactifs supprimés", "Comptes notifiés"
# « depuis 6 mois »: the source's own, whatever a deployment waits for.
MONTHS = 6
_PERSON = (
    Column("Adresse mail", 34, is_text=True),
    Column("NOM", 20, is_text=True),
    Column("Prénom", 20, is_text=True),
    Column("Type BAL", 10, is_text=True),
    Column("RPPS", 14, is_text=True),
    Column("ADELI", 12, is_text=True),
    Column("Profession", 24, is_text=True),
    Column("Structure", 34, is_text=True),
    Column("Dernière connexion", 18),
    Column("Motif", 40, is_text=True),
)


def book(structure: Structure) -> Iterator[bytes]:
    """The workbook of a structure and its daughters; one row is in memory at a time."""
    since = months_before(clock.today(), MONTHS)
    removed = (*_PERSON, Column("Supprimé le", 16))
    told = (*_PERSON, Column("Inactif depuis", 16), Column("Dernier jour", 16))
    asleep = Guide(ASLEEP, told, _rows(structure, State.INACTIVE, OLDEST))
    yield from xlsx_sheet(REMOVED, removed, _rows(structure, State.REMOVED, since), guide=asleep)


def _rows(structure: Structure, state: State, since: date) -> Iterator[Sequence[Cell]]:
    with reading() as session:
        for mailbox, name, signed_in_at in store.exported(session, structure, state, since):
            yield (*_person(mailbox, name, signed_in_at), *_dates(mailbox))


def _person(mailbox: Mailbox, structure: str, signed_in_at: datetime | None) -> tuple[Cell, ...]:
    return (
        mailbox.address,
        mailbox.last_name,
        mailbox.first_name,
        mailbox.kind.value,
        mailbox.rpps,
        mailbox.adeli,
        mailbox.profession,
        structure,
        _day(signed_in_at),
        mailbox.reason,
    )


def _dates(mailbox: Mailbox) -> tuple[Cell, ...]:
    since = _day(mailbox.state_since)
    return (since,) if mailbox.state is State.REMOVED else (since, service.last_day(mailbox))


def _day(instant: datetime | None) -> date | None:
    return clock.local(instant).date() if instant else None
