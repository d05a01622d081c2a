"""Sending what the outbox holds: claimed in one short transaction, sent outside any, recorded in another.

A worker killed in between leaves a claim that expires: the mail goes again, under the same Message-ID.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import TypeAlias

import structlog
from sqlalchemy.orm import Session

from portal import clock
from portal.config import settings
from portal.db import reading, transaction
from portal.mail import message, render, store
from portal.mail.models import OutboxMail
from portal.mail.rules import (
    Again,
    Delayed,
    Drop,
    GiveUp,
    Outcome,
    Sent,
    Tries,
    Unreachable,
    after,
    is_stale,
    spread,
)
from portal.mail.transport import Send, transport

log = structlog.get_logger("portal")

# Longer than the slowest sending that still succeeds; short, since the mail of a killed worker waits for it.
CLAIM = timedelta(minutes=3)
BATCH = 50
SWEEP_SECONDS = 45.0
KEPT = timedelta(days=30)
_CHUNK = 2000


@dataclass(frozen=True)
class GivenUp:
    """A mail that will never reach its recipient, for the journal; its content is already wiped."""

    mail_id: int
    recipient: str = field(repr=False)
    template: str
    reason: str


# Called within the transaction that records the giving up: what it writes is committed with it.
OnGiveUp: TypeAlias = Callable[[Session, GivenUp], None]


def unheard(_session: Session, _mail: GivenUp) -> None:
    """Nobody keeps a journal; the outbox and the log still tell."""


def deliver(mail_id: int, *, on_give_up: OnGiveUp = unheard) -> None:
    """Send this mail if it is due and nobody else has it."""
    with transport(settings().smtp_url).open(keep=True) as send:
        _deliver(mail_id, send, on_give_up)


def sweep(*, on_give_up: OnGiveUp = unheard) -> int:
    """Send everything that is due or was lost, for less than a minute, on one connection; the number tried.

    It stops at the first sign that the server is down: the other mails stay due, for when it is back.
    """
    tried, start = 0, monotonic()
    with transport(settings().smtp_url).open() as send:
        while batch := _due():
            for mail_id in batch:
                outcome = _deliver(mail_id, send, on_give_up)
                tried += outcome is not None
                if isinstance(outcome, Unreachable) or monotonic() - start > SWEEP_SECONDS:
                    return tried
    return tried


def purge(older_than: timedelta = KEPT) -> int:
    """Delete what is finished and older than this, in chunks that leave room for others; their number."""
    before, total = clock.now() - older_than, 0
    while True:
        with transaction() as session:
            deleted = store.forget(session, before, _CHUNK)
        total += deleted
        if deleted < _CHUNK:
            return total


def _due() -> list[int]:
    with reading() as session:
        return list(store.due(session, clock.now(), BATCH))


def _deliver(mail_id: int, send: Send, on_give_up: OnGiveUp) -> Outcome | None:
    mail = _claim(mail_id)
    if mail is None:
        return None
    outcome = _send(mail, send)
    with transaction() as session:
        _record(session, mail, outcome, on_give_up)
    log.info("mail", id=mail.id, template=mail.template, outcome=type(outcome).__name__, tries=mail.attempts)
    return outcome


def _claim(mail_id: int) -> OutboxMail | None:
    now = clock.now()
    with transaction() as session:
        mail = store.claim(session, mail_id, now, now + CLAIM)
        if mail is None or not is_stale(mail.not_after, now):
            return mail
        row = store.locked(session, mail_id)
        if row:
            _finish(row)
            row.dropped_at = now
    log.info("mail", id=mail.id, template=mail.template, outcome="Dropped", tries=mail.attempts - 1)
    return None


def _send(mail: OutboxMail, send: Send) -> Outcome:
    try:
        rendered = render.render(mail.template, mail.subject, mail.context or {})
        built = message.build(mail, rendered, settings().mail_from)
    except Exception as error:  # noqa: BLE001 - whatever a template may raise, the mail waits for its correction
        kind = type(error).__name__
        log.error("mail not built", id=mail.id, template=mail.template, error=kind)  # noqa: TRY400 - the text of the error may repeat a code
        return Delayed(f"gabarit {mail.template} : {kind}")
    return send(built)


def _record(session: Session, mail: OutboxMail, outcome: Outcome, on_give_up: OnGiveUp) -> None:
    now = clock.now()
    if isinstance(outcome, Sent):
        store.note_sent(session, mail.id, now)
        return
    row = store.locked(session, mail.id)
    if row is None or row.next_try_at is None:
        return
    if row.claimed_until != mail.claimed_until:
        return  # taken over by another worker, whose outcome alone counts
    row.last_error, row.claimed_until = outcome.reason, None
    match after(outcome, Tries(row.attempts, row.created_at, row.not_after), now, spread=spread(row.id)):
        case Again(at):
            row.next_try_at = at
        case Drop():
            _finish(row)
            row.dropped_at = now
        case GiveUp():
            _finish(row)
            row.given_up_at = now
            on_give_up(session, GivenUp(row.id, row.recipient, row.template, outcome.reason))


def _finish(row: OutboxMail) -> None:
    row.next_try_at = row.claimed_until = None
    row.context = None  # its codes and links are of no more use to anybody but a thief
