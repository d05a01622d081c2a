"""Sending the link again to all those of a structure who have not finalised their registration.

A relance is begun once, then done in pieces: whoever has been written to is due no more, so that a worker that dies is
taken over where it stood, and two at once write to nobody twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal import clock, db
from portal.config import settings
from portal.db import transaction
from portal.medimail.mailboxes.listing.acts import service as acts
from portal.medimail.mailboxes.listing.acts.rules import LOST, MOST_TRIES, Done, TooManyLinks
from portal.medimail.mailboxes.listing.acts.service import Asked
from portal.medimail.mailboxes.listing.relances import store
from portal.medimail.mailboxes.record.models import Relance, Relaunched
from portal.medimail.mailboxes.record.rules.states import Action
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure

WORK = "relances.work"
PIECE = 200
# As many are written to while one waits; beyond, a worker does it.
AT_ONCE = 200


@dataclass(frozen=True)
class Begun:
    """The links are leaving: to so many people, the others having just received theirs."""

    relance_id: int
    due: int
    recent: int


@dataclass(frozen=True)
class UnderWay:
    """A relance of this structure is being sent already."""


@dataclass(frozen=True)
class NobodyDue:
    """Nobody waits, or all have just received their link."""

    recent: int


def recent_since(now: datetime) -> datetime:
    """A link sent since then is recent: its owner is not written to again."""
    return now - timedelta(hours=settings().relance_hours)


def begin(session: Session, structure: Structure, actor: int) -> Begun | UnderWay | NobodyDue:
    """Begin a relance of a structure that the caller holds locked; a worker does the rest."""
    last = store.last(session, structure.id)
    if last and last.finished_at is None:
        return UnderWay()
    now = clock.now()
    counts = store.counts(session, structure.id, recent_since(now))
    if not counts.due:
        return NobodyDue(counts.recent)
    relance = Relance(structure_id=structure.id, at=now, by_id=actor)
    session.add(relance)
    session.flush()
    db.nudge(session, WORK, relance.id)
    return Begun(relance.id, counts.due, counts.recent)


def work(relance_id: int) -> None:
    """Write to all those who are due, piece by piece."""
    while _write_to_some(relance_id):
        pass


def _write_to_some(relance_id: int) -> bool:
    """One piece, in one transaction; whether another one may follow."""
    with transaction() as session:
        relance = store.get(session, relance_id, lock=True)
        if relance is None or relance.finished_at:
            return False
        by = _author(session, relance)
        written = _write_to(session, relance, by) if by is not None else 0
        relance.moved_at = clock.now()
        if written < PIECE:
            relance.finished_at = relance.moved_at
        return relance.finished_at is None


def _author(session: Session, relance: Relance) -> int | None:
    """Who began it, if they still administer the structure: a right taken back, or an account, stops what it began."""
    structure = structures.get(session, relance.structure_id)
    if relance.by_id is None or structure is None:
        return None
    return relance.by_id if structures.reach_of(session, relance.by_id).holds(structure.path) else None


def _write_to(session: Session, relance: Relance, by: int) -> int:
    """Write to those who come next, in their name; how many they were, none when they may send no more links.

    Those who are left are due still: a later relance writes to them.
    """
    due = store.next_due(session, relance.structure_id, recent_since(relance.at), PIECE)
    for mailbox in due:
        outcome = acts.perform(session, mailbox, Asked(by, Action.RELAUNCH))
        if isinstance(outcome, TooManyLinks):
            return 0
        if isinstance(outcome, Done):
            session.add(Relaunched(relance_id=relance.id, mailbox_id=mailbox.id))
    return len(due)


def sweep() -> None:
    """Take over what a worker left, and end what fails each time: those it did not write to wait for another one."""
    now = clock.now()
    with transaction() as session:
        for relance in store.unfinished(session, now - LOST):
            relance.tries, relance.moved_at = relance.tries + 1, now
            if relance.tries > MOST_TRIES:
                relance.finished_at = now
            else:
                db.nudge(session, WORK, relance.id)
