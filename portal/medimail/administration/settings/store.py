"""What the settings look up: the registers, the contacts of a structure, the use made of what is counted."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import LISTED
from portal.medimail.structures.models import Contact
from portal.medimail.structures.rules.locating import Town
from portal.medimail.structures.rules.settings import NumberKind
from portal.registers.models import Commune, Departement, Establishment, Region


class Registered(NamedTuple):
    """What the register says of a number: an establishment that bears it, and whether it still does."""

    name: str
    is_whole: bool
    has_left: bool


def registered(session: Session, kind: NumberKind, number: str) -> Registered | None:
    """The establishment of this number, or one of those of this legal entity; open ones first."""
    query = select(Establishment).where(_bears(kind, number))
    found = session.scalar(query.order_by(Establishment.left_on.is_not(None), Establishment.search).limit(1))
    if found is None:
        return None
    is_whole = number in {found.finess_et, found.siret}
    return Registered(found.full_name, is_whole, found.left_on is not None)


def _bears(kind: NumberKind, number: str) -> ColumnElement[bool]:
    match kind:
        case NumberKind.FINESS:
            return or_(Establishment.finess_et == number, Establishment.finess_ej == number)
        case NumberKind.SIRET:
            return Establishment.siret == number
        case NumberKind.SIREN:
            return (Establishment.siret >= number) & (Establishment.siret < f"{number}~")


def has_register(session: Session) -> bool:
    """Whether there is a register of establishments to look in."""
    return session.scalar(select(Establishment.finess_et).limit(1)) is not None


def has_communes(session: Session) -> bool:
    """Whether there is a register of communes to look in."""
    return session.scalar(select(Commune.code).limit(1)) is not None


def towns_named(session: Session, departement: str, name: str) -> Sequence[Town]:
    """The communes of this département whose folded name is this one."""
    query = select(Commune).where(
        Commune.departement_code == departement, Commune.search == f" {name}", Commune.current.is_(True)
    )
    return [Town(commune.name, commune.departement_code) for commune in session.scalars(query)]


def region_of(session: Session, departement: str) -> str | None:
    """The région of a département."""
    return session.scalar(select(Departement.region_code).where(Departement.code == departement))


def areas(session: Session, departement: str | None) -> tuple[str, str]:
    """What a département and its région are called; nothing for none."""
    query = select(Departement.name, Region.name).join(Region, Region.code == Departement.region_code)
    found = session.execute(query.where(Departement.code == departement)).first() if departement else None
    return (found[0], found[1]) if found else ("", "")


def contact(session: Session, structure_id: int, contact_id: int) -> Contact | None:
    """A contact of this structure."""
    query = select(Contact).where(Contact.id == contact_id, Contact.structure_id == structure_id)
    return session.scalar(query.with_for_update())


def used(session: Session, structure_id: int) -> Mapping[Kind, int]:
    """How many accounts of each type have an MSSanté address."""
    query = select(Mailbox.kind, func.count()).where(
        Mailbox.structure_id == structure_id, Mailbox.state.in_(LISTED), Mailbox.mssante.is_not(None)
    )
    return dict(iter(session.execute(query.group_by(Mailbox.kind))))
