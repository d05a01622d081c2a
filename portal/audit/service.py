"""Writing in the journal and proving it.

Rows wait on their session and are chained in the last instant before its commit: the head, which every writer
needs, is then the last lock taken, so that two transactions can neither wait for each other nor wait for long.
"""

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, replace
from datetime import datetime, time
from functools import lru_cache
from typing import Any, NamedTuple

import structlog
from flask import g, has_request_context, request
from sqlalchemy import event as events
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, SessionTransaction

from portal import clock
from portal.audit import chain, erasable, store
from portal.audit.chain import EMPTY, Broken, Row, Sound, Standing, Witness
from portal.audit.models import JournalHead
from portal.audit.rules import Event, oldest_kept, written
from portal.config import settings
from portal.environ import JOURNAL_MONTHS

log = structlog.get_logger("portal")

_PENDING = "journal"
_Pending = list[tuple[SessionTransaction | None, Row]]

_key = lru_cache(maxsize=8)(chain.sealing_key)


def record(
    session: Session,
    event: Event,
    *,
    subject: int | None = None,
    actor: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write this event in the journal when the session commits; undone with it, were it rolled back.

    Args:
        session: One that will commit: `transaction()`, never `reading()`.
        event: What happened.
        subject: The account that it happened to.
        actor: The account that did it; None for the portal itself or somebody who is not signed in.
        before: Values as they were, only those that change.
        after: Values as they are now.

    Raises:
        SecretInJournal: a value is named like a secret.
    """
    record_all(session, [Entry(event, subject, before, after)], actor=actor)


class Entry(NamedTuple):
    """One of several events that somebody causes at once; see `record`."""

    event: Event
    subject: int | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


def record_all(session: Session, entries: Iterable[Entry], *, actor: int | None = None) -> None:
    """Write these events, all of the same instant and by the same person, as `record` does one.

    Raises:
        SecretInJournal: a value is named like a secret; nothing is then written.
    """
    rows = _rows(entries, actor)
    within = session.get_nested_transaction() or session.get_transaction()
    session.info.setdefault(_PENDING, []).extend([(within, row) for row in rows])


def _rows(entries: Iterable[Entry], actor: int | None = None) -> list[Row]:
    """Rows to write, not yet chained: what is said, and where it comes from."""
    now, asked = clock.now(), has_request_context()
    address, request_id = (request.remote_addr, g.get("request_id")) if asked else (None, None)
    return [
        Row(
            *(0, now, event.value, actor, subject, address, request_id, written(before), written(after)),
            *(erasable.new_salt(), "", "", "", ""),
        )
        for event, subject, before, after in entries
    ]


@events.listens_for(Session, "before_commit")
def _write_pending(session: Session) -> None:
    # A savepoint that ends is not yet a commit.
    if not session.info.get(_PENDING) or session.in_nested_transaction():
        return
    pending: _Pending = session.info.pop(_PENDING)
    session.flush()  # everything else first: the head is the last lock taken
    _append(session, [row for _, row in pending])


def _append(session: Session, new: list[Row]) -> None:
    head = store.locked_head(session) or _start(session)
    keys = sealing_keys()
    stands = chain.standing(head, keys)
    if stands is Standing.UNKNOWN:
        new = [*_rows([Entry(Event.JOURNAL_TAKEN_OVER, before={"sceau": head.key})]), *new]
    rows, moved = chain.append(head, new, keys[0])
    if stands is Standing.FORGED:
        # Sealing it would make good what somebody has done to it; people still come in, and `verify` tells.
        log.error("journal head forged", rows=head.rows)
        moved = replace(moved, seal="")
    store.add(session, rows)
    store.move_head(session, moved)


def sealing_keys() -> list[chain.Key]:
    """The journal's keys, the one that seals first."""
    return [_key(secret) for secret in settings().secret_keys]


def _start(session: Session) -> chain.Head:
    """Lay the head of an empty journal; of two who try at once, the second waits and finds the first one's."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    laid = dialect.insert(JournalHead).values(id=1, **asdict(EMPTY))
    session.execute(laid.on_conflict_do_nothing())
    return store.locked_head(session) or EMPTY


@events.listens_for(Session, "after_soft_rollback")
def _forget_undone(session: Session, undone: SessionTransaction) -> None:
    """What a savepoint undid did not happen."""
    pending: _Pending = session.info.get(_PENDING, [])
    pending[:] = [(within, row) for within, row in pending if not _is_inside(within, undone)]


def _is_inside(within: SessionTransaction | None, undone: SessionTransaction) -> bool:
    while within is not None and within is not undone:
        within = within.parent
    return within is undone


@events.listens_for(Session, "after_transaction_end")
def _forget_all(session: Session, ended: SessionTransaction) -> None:
    """However a transaction ends, nothing of it may slip into the next one of the same session."""
    if ended.parent is None:
        session.info.pop(_PENDING, None)


def verify(session: Session, noted: Witness | None = None) -> Sound | Broken:
    """Follow the whole chain and name the first row altered, removed, moved, added, or erased before its time.

    It reads one snapshot: rows written meanwhile are for the next time. Memory does not grow with the journal.

    Args:
        session: A fresh one, that nothing has been read with yet.
        noted: What an earlier verification printed; it proves that the rows of that day were not replaced since.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    # The setting may have been shorter when rows were erased: only what it can never be is a fault. A demo's clock
    # goes to and fro, and ages with it.
    kept_since = None if settings().demo else kept_from(JOURNAL_MONTHS[0])
    head = store.head(session)
    with closing(store.rows(session)) as rows:
        return chain.check(rows, head, sealing_keys(), noted, kept_since=kept_since)


def kept_from(months: int) -> datetime:
    """The instant from which the journal still tells of people when it remembers them for so many months."""
    return datetime.combine(oldest_kept(clock.today(), months), time(), clock.PARIS)
