"""The moves of a period, read as columns: there may be a hundred thousand."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from portal.raccordement.instruction.figures.rules import Move
from portal.raccordement.record.models import Entry


def moves(connection: Connection, since: datetime, before: datetime) -> list[Move]:
    """Every move made between these instants, with the instant of the move before it."""
    earlier = aliased(Entry)
    came = (
        select(earlier.at)
        .where(
            earlier.raccordement_id == Entry.raccordement_id,
            earlier.version < Entry.version,
            earlier.reached_state.is_not(None),
        )
        .order_by(earlier.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    query: Any = select(Entry.at, Entry.action, Entry.left_state, Entry.reached_state, came)
    query = query.where(Entry.at >= since, Entry.at < before, Entry.reached_state.is_not(None))
    return [Move(*row) for row in connection.execute(query)]
