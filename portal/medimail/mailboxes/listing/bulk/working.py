"""Doing a run and undoing it, piece by piece: each piece is one transaction that moves `done` on under the run's lock.

Killed anywhere, a run is taken up where it stood; two workers at once take turns, and no account is treated twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import clock, db
from portal.db import transaction
from portal.medimail.mailboxes.listing.acts import service as acts
from portal.medimail.mailboxes.listing.acts.rules import LOST, MOST_TRIES, Done
from portal.medimail.mailboxes.listing.acts.rules import Outcome as Act
from portal.medimail.mailboxes.listing.acts.service import Asked
from portal.medimail.mailboxes.listing.bulk import rules, store
from portal.medimail.mailboxes.listing.bulk.models import BulkLine, BulkRun
from portal.medimail.mailboxes.listing.bulk.rules import (
    PIECE,
    PREVIEW_LIFE,
    REPORT_LIFE,
    UNDONE_BY,
    Stage,
)
from portal.medimail.mailboxes.listing.bulk.service import WORK, foretell
from portal.medimail.mailboxes.record import knowing, rights
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.states import Action
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.tree import Reach
from portal.tabular.report import Outcome

Places = Mapping[int, Structure]


@dataclass(frozen=True)
class Around:
    """What a piece is done with, read under the locks.

    Attributes:
        reach: How far the author administers now.
        places: The structures that are locked, open and within this reach, by key.
        held: The keys of those that the people of the accounts administer and are to be taken off.
    """

    reach: Reach
    places: Places
    held: Mapping[int, Sequence[int]]

    def dismissed(self, mailbox: Mailbox) -> Sequence[Structure]:
        """Where whoever holds this account administers no more."""
        return [self.places[key] for key in self.held.get(mailbox.account_id or 0, ()) if key in self.places]


def work(run_id: int) -> None:
    """Do all that is left of a run."""
    while _piece(run_id):
        pass


def _piece(run_id: int) -> bool:
    """One piece; whether another one may follow."""
    with transaction() as session:
        run = store.get(session, run_id, lock=True)
        if run is None or run.stage not in {Stage.DOING, Stage.UNDOING}:
            return False
        lines = store.piece(session, run, PIECE)
        around = _around(session, run, lines)
        accounts = store.lock_accounts(session, lines)
        _hold_numbers(session, run, accounts.values())
        for line in lines:
            if line.concerned:
                _treat(session, run, line, accounts[line.mailbox_id], around)
            run.done = line.position
        run.moved_at = clock.now()
        if run.done >= run.lines or not lines:
            _finish(session, run)
        return run.finished_at is None


def _hold_numbers(session: Session, run: BulkRun, accounts: Iterable[Mailbox]) -> None:
    """Hold in one order the numbers that the acts ask for: two runs at once wait for each other, and never both."""
    if _act(run) in {Action.VALIDATE, Action.REHABILITATE}:
        for number in sorted({account.rpps for account in accounts if account.rpps}):
            knowing.hold_number(session, number)


def _act(run: BulkRun) -> Action:
    """What is done to the accounts: the act of the run, or the one that undoes it."""
    return UNDONE_BY[run.action] if run.stage is Stage.UNDOING else run.action


def _around(session: Session, run: BulkRun, lines: Sequence[BulkLine]) -> Around:
    """Where the accounts of these lines go, or are administered from, locked before the accounts as an act on one does.

    In the order of keys: two runs at once wait for each other, and never both.
    """
    held: Mapping[int, Sequence[int]] = {}
    keys: set[int | None] = set()
    if run.action is Action.TRANSFER:
        keys = {line.structure_id for line in lines} if run.stage is Stage.UNDOING else {run.target_id}
    elif run.dismisses and run.stage is Stage.DOING:
        held = rights.administered(session, store.holders(session, lines))
        keys = {key for found in held.values() for key in found}
    locked = rights.lock(session, [key for key in keys if key])
    # As it is now, under the locks: a right taken back stops what it began, two who reject each other included.
    reach = structures.reach_of(session, run.author_id)
    open_to = {key: place for key, place in locked.items() if not place.closed_at and reach.holds(place.path)}
    return Around(reach, open_to, held)


def _treat(session: Session, run: BulkRun, line: BulkLine, mailbox: Mailbox, around: Around) -> None:
    places = around.places
    if not around.reach.holds(mailbox.structure.path):
        _leave(line, Outcome.ERROR, rules.OUT_OF_REACH)
    elif run.stage is Stage.UNDOING:
        _undo(session, run, line, mailbox, places)
    elif run.target_id and run.target_id not in places:
        _leave(line, Outcome.ERROR, rules.OUT_OF_REACH)
    else:
        target, dismissed, within = places.get(run.target_id or 0), around.dismissed(mailbox), {"lot": run.reference}
        asked = Asked(run.author_id, run.action, line.seen, run.reason, target, dismissed, within)
        _note(line, acts.perform(session, mailbox, asked))
        line.left = mailbox.version if line.concerned else 0


def _leave(line: BulkLine, outcome: Outcome, why: str) -> None:
    """The account is left as it is."""
    line.outcome, line.said, line.concerned = outcome, why, False


def _note(line: BulkLine, outcome: Act) -> None:
    line.outcome, line.said = rules.told(outcome)
    line.concerned = isinstance(outcome, Done)


def _undo(session: Session, run: BulkRun, line: BulkLine, mailbox: Mailbox, places: Places) -> None:
    origin = places.get(line.structure_id)
    if mailbox.version != line.left:
        _leave(line, Outcome.ALERT, rules.NOT_DONE_BY_IT)
    elif not rules.comes_back(run.action, line.state):
        _leave(line, Outcome.ALERT, rules.NO_WAY_BACK)
    elif run.action is Action.TRANSFER and origin is None:
        _leave(line, Outcome.ERROR, rules.GONE_PLACE)
    else:
        within = {"annulation": run.reference}
        back = Asked(run.author_id, _act(run), line.left, line.reason, origin, within=within)
        _note(line, acts.perform(session, mailbox, back))
        if line.concerned and mailbox.state is line.state:
            # As if it had never left: the year after which a rejection is final began when it began.
            mailbox.state_since = line.since


def _finish(session: Session, run: BulkRun) -> None:
    is_undone, act = run.stage is Stage.UNDOING, _act(run)
    run.stage, run.finished_at = Stage.UNDONE if is_undone else Stage.DONE, clock.now()
    if act is Action.REJECT:
        # Only now: of those who open one mailbox the last is no more to blame than the first, and it may go as well.
        foretell(session, run, Action.REJECT)
    target = structures.get(session, run.target_id) if run.target_id else None
    if target is None:
        return
    for origin_id, addresses in store.transferred(session, run).items():
        origin = structures.get(session, origin_id)
        if origin:
            ends = (target, origin) if is_undone else (origin, target)
            acts.tell_both_sides(session, addresses, *ends)


def sweep() -> None:
    """Take over the runs that a worker left; give up the one that fails each time, and say so of what is left."""
    with transaction() as session:
        for run in store.lost(session, clock.now() - LOST):
            run.tries, run.moved_at = run.tries + 1, clock.now()
            if run.tries > MOST_TRIES:
                run.stage, run.finished_at = Stage.STOPPED, clock.now()
                for line in store.piece(session, run, run.lines):
                    _leave(line, Outcome.ERROR, rules.STOPPED)
            else:
                db.nudge(session, WORK, run.id)


def purge() -> None:
    """Remove the previews that nobody confirmed, and old reports."""
    now = clock.now()
    with transaction() as session:
        store.forget(session, previews_before=now - PREVIEW_LIFE, before=now - REPORT_LIFE)
