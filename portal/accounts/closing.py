"""Closing an account, opening it again, taking a right back: an operator's acts, from a terminal (ASVS 7.4.2).

An operator is not the only one: Medimail closes the account of a person whom it alone knows as long as none of their
mailboxes is open. Each is noted apart, so that neither opens what the other has closed.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import store
from portal.accounts.models import Account, AccountRight
from portal.accounts.rules import Closer, Right, joined_by, left_by
from portal.audit import Event


@dataclass(frozen=True)
class Opened:
    """The person signs in again."""


@dataclass(frozen=True)
class NotClosed:
    """The account was open."""


@dataclass(frozen=True)
class StillClosed:
    """Medimail keeps the account closed; `lifted` when an operator did as well, and does no more."""

    lifted: bool


def shut(session: Session, account: Account, by: Closer) -> int | None:
    """Keep an account closed on behalf of `by`; how many sessions that ended, None when they kept it closed already.

    The caller holds the account locked: of two who close and open at once, the second sees what the first has done.
    """
    held = account.closer
    after = joined_by(held, by)
    if after is held:
        return None
    account.closed_by = after
    if account.closed_at is None:
        account.closed_at = clock.now()
    return store.end_sessions(session, account.id)


def release(account: Account, by: Closer) -> None:
    """Keep an account that the caller holds locked closed no more on behalf of `by`; it opens if nobody else does."""
    account.closed_by = left_by(account.closer, by)
    if account.closed_by is None:
        account.closed_at = None


def close(session: Session, account: Account) -> bool:
    """Shut a person out at once, their open sessions included; False when an operator already had.

    Nothing is erased: the identifiers stay theirs, and nobody else may have them.
    """
    ended = shut(session, store.get(session, account.id, lock=True), Closer.OPERATOR)
    if ended is None:
        return False
    audit.record(session, Event.ACCOUNT_CLOSED, subject=account.id, after={"sessions_fermees": ended})
    return True


def reopen(session: Session, account: Account) -> Opened | NotClosed | StillClosed:
    """Let a person in again, with the password and the rights they had, unless Medimail keeps them out."""
    held = store.get(session, account.id, lock=True).closer
    if held is None:
        return NotClosed()
    if held is Closer.MEDIMAIL:
        return StillClosed(lifted=False)
    release(account, Closer.OPERATOR)
    store.distrust_browsers(session, account.id)
    still = {"reste_ferme": account.closer} if account.closer else None
    audit.record(session, Event.ACCOUNT_REOPENED, subject=account.id, after=still)
    return StillClosed(lifted=True) if account.closer else Opened()


def take_back(session: Session, account: Account, right: Right) -> list[str]:
    """Take a right back, over everything that it was over; what it was over, nothing when they did not hold it."""
    held = [row for row in store.rights(session, account.id) if row.name is right]
    for row in held:
        _remove(session, row)
    return [row.scope for row in held]


def _remove(session: Session, row: AccountRight) -> None:
    session.delete(row)
    audit.record(
        session, Event.RIGHT_TAKEN_BACK, subject=row.account_id, before={"droit": row.name, "portee": row.scope}
    )
