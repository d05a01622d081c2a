"""The night of addresses (03:00): each change in a transaction of its own, so that one that fails stops no other."""

from collections import Counter
from collections.abc import Iterator

import structlog
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.db import reading, transaction
from portal.jobs.rules import Daily, current
from portal.medimail.mailboxes.addresses import service, store
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.nights import ADDRESSES_AT

log = structlog.get_logger("portal")


def change() -> Counter[ChangeState]:
    """Do what was asked; run twice, or again after having been killed, it finds only what still waits.

    Counts what became of each; « asked » still is the one that went wrong, and waits for the next night.
    """
    done = Counter[ChangeState]()
    for change_id in _waiting():
        try:
            if became := _try_twice(change_id):
                done[became] += 1
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others have their night
            done[ChangeState.ASKED] += 1
            log.error("address not changed", id=change_id, error=type(error).__name__)  # noqa: TRY400 - the text of the error may name the person
    return done


def _try_twice(change_id: int) -> ChangeState | None:
    try:
        return _carry_out(change_id)
    except IntegrityError:
        return _carry_out(change_id)


def _waiting() -> Iterator[int]:
    # A night that is made up for at noon leaves alone what was asked this morning: it may still be called off.
    since, after = current(Daily(ADDRESSES_AT), clock.now()), 0
    while True:
        with reading() as session:
            keys = store.waiting(session, since, after=after)
        if not keys:
            return
        yield from keys
        after = keys[-1]


def _carry_out(change_id: int) -> ChangeState | None:
    with transaction() as session:
        return service.carry_out(session, change_id)
