"""How many times the profiles of each establishment have changed: by it, one knows whether all is as it was."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db import table_of
from portal.profiles.record.models import Revision

_REVISIONS = table_of(Revision)


def bump(session: Session, places: Collection[str]) -> None:
    """Note that the profiles or the teams of these establishments change; last in a transaction, which others await."""
    if not places:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    counted = dialect.insert(_REVISIONS)
    more = {"revision": _REVISIONS.c.revision + 1}
    # In one order for everybody: two transactions never wait for each other.
    rows = [{"finess_et": place, "revision": 1} for place in sorted(places)]
    session.execute(counted.on_conflict_do_update(index_elements=["finess_et"], set_=more), rows)


def of(session: Session, places: Collection[str]) -> Mapping[str, int]:
    """The revisions of these establishments; one whose profiles have never changed is left out."""
    found = session.execute(select(_REVISIONS).where(_REVISIONS.c.finess_et.in_(places)))
    return {row.finess_et: row.revision for row in found}
