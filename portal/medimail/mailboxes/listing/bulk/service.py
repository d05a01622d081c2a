"""What somebody does to a run: prepare it, confirm it, undo it. What is done to the accounts is `working`."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from portal import audit, clock, db
from portal.audit import Event
from portal.config import settings
from portal.medimail.mailboxes.listing.acts import service as acts
from portal.medimail.mailboxes.listing.acts.rules import AnothersNumber
from portal.medimail.mailboxes.listing.acts.service import Asked
from portal.medimail.mailboxes.listing.bulk import rules, store
from portal.medimail.mailboxes.listing.bulk.models import BulkRun
from portal.medimail.mailboxes.listing.bulk.rules import AT_ONCE, MOST, MOST_WAITING, Stage
from portal.medimail.mailboxes.record import knowing, leaving, rights
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules import alerts
from portal.medimail.mailboxes.record.rules.states import VOUCHED, Action, State
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.tree import Reach

WORK = "bulk.work"
_REFERENCE_BYTES = 12


@dataclass(frozen=True)
class Prepared:
    """The run waits to be confirmed."""

    reference: str


@dataclass(frozen=True)
class NobodyChosen:
    """No account was chosen, or none that is within reach."""


@dataclass(frozen=True)
class TooMany:
    """More accounts than one run takes."""


@dataclass(frozen=True)
class Started:
    """The run is under way, or has been for a moment: confirmed twice, it is done once."""

    is_long: bool


@dataclass(frozen=True)
class Past:
    """It may not be done any more: given up, too late, or nothing of it to be done."""


def prepare(
    session: Session, structure: Structure, author_id: int, action: Action, accounts: Sequence[Mailbox]
) -> Prepared | NobodyChosen | TooMany:
    """Note the accounts as they are shown, with what is foretold of each; nothing is done to them.

    A preview is forgotten rather than the next refused: nobody gives one up, they go and search again.
    """
    if not accounts:
        return NobodyChosen()
    if len(accounts) > MOST:
        return TooMany()
    store.forget_oldest(session, author_id, but=MOST_WAITING - 1)
    now = clock.now()
    run = BulkRun(
        reference=secrets.token_urlsafe(_REFERENCE_BYTES),
        structure_id=structure.id,
        author_id=author_id,
        action=action,
        stage=Stage.PREVIEWED,
        asked_at=now,
        moved_at=now,
        lines=len(accounts),
    )
    session.add(run)
    session.flush()
    asked = Asked(author_id, action)
    store.add_lines(session, [_line(run, at, mailbox, asked) for at, mailbox in enumerate(accounts, start=1)])
    foretell(session, run, action)
    return Prepared(run.reference)


def foretell(session: Session, run: BulkRun, action: Action) -> None:
    """Tell of the accounts that an act is done to what it leaves behind; of a transfer, its target says it."""
    if action in {Action.VALIDATE, Action.REHABILITATE}:
        others = [box for box in knowing.anothers(session, store.concerned(run)) if box.state not in VOUCHED]
        keys = [box.id for box in others if action is Action.VALIDATE or (box.stood or State.VALID) in VOUCHED]
        store.refuse(session, run, keys, rules.told(AnothersNumber())[1])
    match action:
        case Action.REJECT:
            left = leaving.told(session, store.concerned(run))
            stays = {key: rights.told(held) for key, held in store.rights(session, run).items()}
            store.alert(
                session, run, {key: f"{left.get(key, '')} {stays.get(key, '')}".strip() for key in {**left, **stays}}
            )
        case Action.VALIDATE:
            found = {key: alerts.not_of(address, domain) for key, address, domain in store.bound(session, run)}
            for key in store.sharing_number(session, run):
                found[key] = f"{found.get(key, '')} {alerts.SAME_NUMBER}".strip()
            shut = dict.fromkeys(store.shut_out(session, run), alerts.SHUT_OUT)
            store.alert(session, run, {key: said for key, said in {**found, **shut}.items() if said})
        case Action.REHABILITATE:
            store.alert(session, run, dict.fromkeys(store.shut_out(session, run), alerts.SHUT_OUT))


def administrators(session: Session, run: BulkRun, reach: Reach) -> int:
    """Of how many of the accounts to reject the holder administers a structure that somebody of this reach may take."""
    held = store.rights(session, run)
    keys = {key for found in held.values() for key in rights.over(found)}
    within = {place.id for place in structures.of_keys(session, keys) if rights.may_dismiss(place, reach)}
    return sum(not within.isdisjoint(rights.over(found)) for found in held.values())


def _line(run: BulkRun, position: int, mailbox: Mailbox, asked: Asked) -> dict[str, object]:
    forbidden = acts.judge(mailbox, asked)
    outcome, said = rules.told(forbidden)
    return {
        "run_id": run.id,
        "position": position,
        "mailbox_id": mailbox.id,
        "outcome": outcome,
        "said": said,
        "concerned": forbidden is None,
        "seen": mailbox.version,
        "left": 0,
        "state": mailbox.state,
        "since": mailbox.state_since,
        "reason": mailbox.reason,
        "structure_id": mailbox.structure_id,
    }


def outside(session: Session, accounts: Sequence[Mailbox], target: Structure) -> Mapping[int, str]:
    """What to tell of those whose address this structure does not take, by their keys."""
    tonight = store.asked(session, [mailbox.id for mailbox in accounts])
    told = {box.id: alerts.outside(box.address, tonight.get(box.id, ""), target.domain) for box in accounts}
    return {key: sentence for key, sentence in told.items() if sentence}


def confirm(
    session: Session, run: BulkRun, *, reason: str = "", target: Structure | None = None, dismisses: bool = False
) -> Started | Past:
    """Have a run done that the caller holds locked; the same one confirmed twice is done once.

    `dismisses` when those who are rejected administer no more, where its author may take them off.
    """
    if run.stage in {Stage.DOING, Stage.DONE}:
        return Started(run.lines > AT_ONCE)
    if run.stage is not Stage.PREVIEWED or not store.tally(session, run).concerned:
        return Past()
    run.reason, run.target_id = reason, target.id if target else None
    run.stage, run.dismisses = Stage.DOING, dismisses
    return _begin(session, run, Event.BULK_STARTED)


def undo(session: Session, run: BulkRun) -> Started | Past:
    """Lead back what a run has done, where nothing else has changed the account since."""
    if run.stage in {Stage.UNDOING, Stage.UNDONE}:
        return Started(run.lines > AT_ONCE)
    if run.stage is not Stage.DONE or not rules.may_undo(run.action, run.finished_at, delay(), clock.now()):
        return Past()
    run.stage, run.finished_at = Stage.UNDOING, None
    store.leave_out(session, run)
    return _begin(session, run, Event.BULK_UNDONE)


def delay() -> timedelta:
    """How long a run may be undone."""
    return timedelta(minutes=settings().undo_minutes)


def _begin(session: Session, run: BulkRun, event: Event) -> Started:
    run.done, run.tries, run.moved_at = 0, 0, clock.now()
    audit.record(
        session, event, actor=run.author_id, after={"lot": run.reference, "acte": run.action, "comptes": run.lines}
    )
    db.nudge(session, WORK, run.id)
    return Started(run.lines > AT_ONCE)
