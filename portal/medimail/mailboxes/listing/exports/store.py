"""The accounts that leave in a file, read little by little, with what opens the shared ones."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, null, select
from sqlalchemy.orm import Session

from portal.db import table_of
from portal.medimail.mailboxes.record.models import Connection, Mailbox
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import SHARED
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.mailboxes.record.store import of_structure
from portal.medimail.structures.models import Structure
from portal.registers.models import Departement, Region

# « extraire les comptes validés et préinscrits » (p. 15)
LEAVING = (State.VALID, State.PREREGISTERED)
_PIECE = 500


# What another table says, or that is read apart; nothing keeps an alias.
_ELSEWHERE: Mapping[Field, Any] = {
    Field.STRUCTURE: Structure.name,
    Field.DEPARTEMENT: Departement.name,
    Field.REGION: Region.name,
    Field.ALIAS: null(),
    Field.CONNECTIONS: null(),
}
# Columns, not objects: a hundred thousand of these would cost three times as much. In the order of the file.
_COLUMNS: Sequence[Any] = (
    Mailbox.id,
    *(_ELSEWHERE[field].label(field) if field in _ELSEWHERE else table_of(Mailbox).c[field] for field in Field),
)


def leaving(
    session: Session, structure: Structure, *, daughters: bool
) -> Iterator[tuple[Sequence[Any], Mapping[int, str]]]:
    """The accounts in pieces, structure by structure and name by name, each piece with the connection accounts.

    An account is its key, then the 36 fields in their order, each under its name.
    """
    query: Select[Any] = (
        select(*_COLUMNS)
        .join(Structure, Structure.id == Mailbox.structure_id)
        .outerjoin(Departement, Departement.code == Mailbox.departement_code)
        .outerjoin(Region, Region.code == Mailbox.region_code)
        .where(of_structure(structure, daughters=daughters), Mailbox.state.in_(LEAVING))
        .order_by(Structure.folded, Structure.id, Mailbox.search, Mailbox.id)
    )
    for piece in session.execute(query, execution_options={"yield_per": _PIECE}).partitions():
        yield piece, _connections(session, [row.id for row in piece if row.kind in SHARED])


def _connections(session: Session, keys: Sequence[int]) -> Mapping[int, str]:
    """What opens each of these shared mailboxes: addresses, with the separator of the file between them."""
    if not keys:
        return {}
    query = (
        select(Connection.shared_id, Mailbox.address)
        .join(Mailbox, Mailbox.id == Connection.person_id)
        .where(Connection.shared_id.in_(keys))
        .order_by(Connection.shared_id, Mailbox.address)
    )
    found: dict[int, str] = {}
    for key, address in session.execute(query):
        found[key] = f"{found[key]};{address}" if key in found else address
    return found
