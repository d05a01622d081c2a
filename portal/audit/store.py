"""Reading the journal: its head, locked by whoever appends, and its rows as a stream."""

from collections.abc import Collection, Generator, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from portal.audit import erasable
from portal.audit.chain import Head, Row
from portal.audit.models import JournalHead, JournalRow
from portal.audit.naming import AddressNamed
from portal.bulk import Bulk
from portal.db import table_of

_HEAD = select(JournalHead.rows, JournalHead.link, JournalHead.erased, JournalHead.key, JournalHead.seal)
# PostgreSQL makes the next one wait here; SQLite takes no such word, its transaction already excludes all others.
_LOCKED_HEAD = _HEAD.with_for_update()
_ROWS = select(*(getattr(JournalRow, column) for column in Row._fields)).order_by(JournalRow.id)
_BATCH = 1000
_ADD = Bulk(insert(table_of(JournalRow)), Row._fields)
# Without a clause of its own: it writes the columns that it is handed.
_MOVE = update(table_of(JournalHead))


def head(session: Session) -> Head | None:
    """The head as it stands."""
    found = session.execute(_HEAD).one_or_none()
    return Head(*found) if found else None


def locked_head(session: Session) -> Head | None:
    """The head, kept from every other transaction until this one ends."""
    found = session.execute(_LOCKED_HEAD).one_or_none()
    return Head(*found) if found else None


def rows(session: Session) -> Generator[Row, None, None]:
    """Every row in the order of ids, a thousand at a time in memory; to be closed by whoever stops early."""
    with session.execute(_ROWS, execution_options={"yield_per": _BATCH}) as found:
        yield from map(Row._make, found)


def add(session: Session, new: Sequence[Row]) -> None:
    """Write these rows."""
    _ADD.run(session, new)


def move_head(session: Session, moved: Head) -> None:
    """Put the head where it now stands."""
    session.execute(_MOVE, asdict(moved))


def last_before(session: Session, head: Head, instant: datetime, limit: int) -> int:
    """The last of the rows that are all older than this instant, among the `limit` that come after the erased ones."""
    end = min(head.erased + limit, head.rows)
    ahead = JournalRow.id.between(head.erased + 1, end)
    young = session.scalar(select(func.min(JournalRow.id)).where(ahead, JournalRow.at >= instant))
    return end if young is None else young - 1


def between(session: Session, first: int, last: int) -> Sequence[Row]:
    """These rows, in order."""
    query = _ROWS.where(JournalRow.id.between(first, last))
    return [Row._make(row) for row in session.execute(query)]


def erase(session: Session, ids: Sequence[int]) -> None:
    """Make these rows forget people, salt included; the head must know of it already."""
    nothing = dict.fromkeys((*erasable.COLUMNS, "salt"))
    forget = update(JournalRow).where(JournalRow.id.in_(ids)).values(nothing)
    session.execute(forget, execution_options={"synchronize_session": False})


def about(session: Session, subject: int, limit: int) -> list[JournalRow]:
    """The last events of one account, the latest first."""
    query = select(JournalRow).where(JournalRow.subject_id == subject).order_by(JournalRow.id.desc()).limit(limit)
    return list(session.scalars(query))


def naming(session: Session, addresses: Collection[str], events: Collection[str], limit: int) -> Sequence[JournalRow]:
    """The last of these events whose values name one of these addresses, the latest first."""
    return session.scalars(naming_query(addresses, events, limit)).all()


def naming_query(addresses: Collection[str], events: Collection[str], limit: int) -> Select[JournalRow]:
    """The question of `naming`, which the index of addresses answers."""
    named = AddressNamed(JournalRow.after, JournalRow.before).in_(list(addresses))
    query = select(JournalRow).where(named, JournalRow.event.in_(list(events)))
    return query.order_by(JournalRow.id.desc()).limit(limit)
