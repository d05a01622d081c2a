"""The night of accounts (03:10): what time has done, in pieces; run twice, it finds nothing more to do.

Whoever signs in comes back at once (`wake`); the night begins with those of whom no worker heard. The warnings are
last, of what the nights to come will do. An account that fails stops no other: it is named by its key in the log, and
left for the next night.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

import structlog
from sqlalchemy.orm import Session

from portal import clock, db
from portal.db import reading, transaction
from portal.medimail.mailboxes.ageing import service, store
from portal.medimail.mailboxes.ageing.rules import Ageing
from portal.medimail.mailboxes.ageing.store import Due, Place
from portal.medimail.mailboxes.record.models import Mailbox

log = structlog.get_logger("portal")

WORK = "mailboxes.wake"
Act = Callable[[Session, Mailbox, date], None]
STEPS: tuple[tuple[Callable[[Ageing, date], Due], Act], ...] = (
    (store.awake, service.come_back),
    (store.rejected_for_long, service.confirm_rejection),
    (store.expired, service.expire),
    (store.unused, service.fall_asleep),
    (store.asleep_for_long, service.remove),
    (store.near_expiry, service.warn_of_expiry),
    (store.near_removal, service.warn_of_removal),
)


def greet(session: Session, account_id: int) -> None:
    """Somebody signs in: what of theirs is asleep comes back as soon as that is committed.

    By a task: a sign-in holds the account, and whoever moves a mailbox takes the mailbox first.
    """
    if store.asleep(session, account_id):
        db.nudge(session, WORK, account_id)


def wake(account_id: int) -> None:
    """Let the mailboxes of whoever has just signed in come back; done twice, it does nothing more."""
    night = clock.today()
    due = store.awake(service.ageing(), night)
    with reading() as session:
        keys = store.asleep(session, account_id)
    _do(due, list(keys), service.come_back, night, Counter())


def age() -> Counter[Act | None]:
    """Do all that is due; killed in the middle, it is finished by the next run.

    Counts what each step did; under None, the accounts that went wrong, and wait for the next night.
    """
    night, done = clock.today(), Counter[Act | None]()
    for found, act in STEPS:
        due = found(service.ageing(), night)
        for keys in _pieces(due):
            _do(due, keys, act, night, done)
        log.info("mailboxes aged", step=act.__name__, count=done[act])
    return done


def _pieces(due: Due) -> Iterator[list[int]]:
    after: Place | None = None
    while True:
        with reading() as session:
            places = store.next_keys(session, due, after)
        if not places:
            return
        yield [key for _, key in places]
        after = places[-1]


def _do(due: Due, keys: list[int], act: Act, night: date, done: Counter[Act | None]) -> None:
    """One piece; where it fails, each of its accounts alone."""
    try:
        done[act] += _together(due, keys, act, night)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one account, the others have their night
        if len(keys) > 1:
            for key in keys:
                _do(due, [key], act, night, done)
            return
        done[None] += 1
        log.error("mailbox not aged", step=act.__name__, id=keys[0], error=type(error).__name__)  # noqa: TRY400 - the text of the error may name the person


def _together(due: Due, keys: list[int], act: Act, night: date) -> int:
    """Several accounts, in one transaction; what has changed since they were found is left alone."""
    with transaction() as session:
        mailboxes = store.locked(session, due, keys)
        for mailbox in mailboxes:
            act(session, mailbox, night)
        return len(mailboxes)
