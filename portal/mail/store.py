"""Every query of the outbox; those of the sweep read the partial indexes only."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, UpdateBase, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from portal.bulk import Bulk
from portal.db import table_of
from portal.mail.models import OutboxMail
from portal.mail.rules import Mail

_waiting = OutboxMail.next_try_at.is_not(None)


class State(Enum):
    """What a mail has become, in the words of the command line."""

    WAITING = "attente"
    SENT = "envoyes"
    ABANDONED = "abandonnes"


_OF: dict[State, ColumnElement[bool]] = {
    State.WAITING: _waiting,
    State.SENT: OutboxMail.sent_at.is_not(None),
    State.ABANDONED: or_(OutboxMail.given_up_at.is_not(None), OutboxMail.dropped_at.is_not(None)),
}


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(OutboxMail.claimed_until.is_(None), OutboxMail.claimed_until <= now)


# Every mail goes by these: built once.
_ROW = table_of(OutboxMail)
_CLAIM = (
    update(_ROW)
    .where(
        _ROW.c.id == bindparam("mail"),
        _ROW.c.next_try_at <= bindparam("now"),
        or_(_ROW.c.claimed_until.is_(None), _ROW.c.claimed_until <= bindparam("now")),
    )
    .values(claimed_until=bindparam("until"), attempts=_ROW.c.attempts + 1)
    .returning(*_ROW.c)
)
_ADD = insert(_ROW).returning(_ROW.c.id)
_ADD_ALL = Bulk(
    insert(_ROW),
    ("recipient", "subject", "template", "context", "message_id", "not_after"),
    shared=("created_at", "attempts", "next_try_at"),
    written=("context",),
)
# Its codes and links are of no more use to anybody but a thief.
_SENT = (
    update(_ROW)
    .where(_ROW.c.id == bindparam("mail"), _ROW.c.next_try_at.is_not(None))
    .values(sent_at=bindparam("now"), next_try_at=None, claimed_until=None, context=None, last_error=None)
)
_LOCKED = select(OutboxMail).where(OutboxMail.id == bindparam("mail")).with_for_update()


def add(session: Session, columns: Mapping[str, object]) -> int:
    """Write a mail; its key."""
    return int(session.execute(_ADD, columns).scalar_one())


def add_all(session: Session, mails: Iterable[tuple[Mail, str]], now: datetime) -> None:
    """Write these mails, due now, each with its Message-ID."""
    rows = (
        (mail.to, mail.subject, mail.template, json.dumps(dict(mail.context)), message_id, mail.not_after)
        for mail, message_id in mails
    )
    _ADD_ALL.run(session, rows, created_at=now, attempts=0, next_try_at=now)


def claim(session: Session, mail_id: int, now: datetime, until: datetime) -> OutboxMail | None:
    """Take this mail until then, if it is due and nobody has it: one statement, so that one worker wins.

    What is returned is a copy: changing it changes no row.
    """
    taken = session.execute(_CLAIM, {"mail": mail_id, "now": now, "until": until}).one_or_none()
    return OutboxMail(**taken._mapping) if taken else None  # noqa: SLF001 - the public way to a row's names


def note_sent(session: Session, mail_id: int, now: datetime) -> None:
    """The server has taken this mail: nothing of it is kept but that, whoever else has it in hand."""
    session.execute(_SENT, {"mail": mail_id, "now": now})


def due(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """The mails to try now: first those that somebody waits for, then the oldest."""
    return session.scalars(
        select(OutboxMail.id)
        .where(OutboxMail.next_try_at <= now, _free(now))
        .order_by(OutboxMail.not_after.asc().nulls_last(), OutboxMail.next_try_at)
        .limit(limit)
    ).all()


def locked(session: Session, mail_id: int) -> OutboxMail | None:
    """The mail as it is now, held until the end of the transaction."""
    return session.scalar(_LOCKED, {"mail": mail_id})


def hasten(session: Session, now: datetime, mail_id: int | None = None) -> int:
    """Make waiting mails (this one, or all) due now, those in a worker's hands excepted; their number."""
    statement = update(OutboxMail).where(_waiting, _free(now)).values(next_try_at=now)
    if mail_id is not None:
        statement = statement.where(OutboxMail.id == mail_id)
    return _count(session, statement)


def of_state(session: Session, state: State | None, limit: int) -> Sequence[OutboxMail]:
    """The latest mails of this state, the latest first."""
    statement = select(OutboxMail).order_by(OutboxMail.id.desc()).limit(limit)
    return session.scalars(statement.where(_OF[state]) if state else statement).all()


def backlog(session: Session) -> tuple[int, datetime | None]:
    """How many mails wait, and since when the oldest does."""
    statement = select(func.count(), func.min(OutboxMail.created_at)).where(_waiting)
    count, oldest = session.execute(statement).one()
    return count, oldest


def forget(session: Session, before: datetime, limit: int) -> int:
    """Delete at most `limit` mails that are finished and were written before then; the number of them."""
    old = select(OutboxMail.id).where(OutboxMail.created_at < before, ~_waiting).limit(limit)
    return _count(session, delete(OutboxMail).where(OutboxMail.id.in_(old)))


def _count(session: Session, statement: UpdateBase) -> int:
    return cast("CursorResult[Any]", session.execute(statement)).rowcount
