"""Closing an account, opening it again, taking a right back: an operator's acts, from a terminal (ASVS 7.4.2)."""

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import store
from portal.accounts.models import Account, AccountRight
from portal.accounts.rules import Right
from portal.audit import Event


def close(session: Session, account: Account) -> bool:
    """Shut a person out at once, their open sessions included; False when they already were.

    Nothing is erased: the identifiers stay theirs, and nobody else may have them.
    """
    if account.closed_at is not None:
        return False
    account.closed_at = clock.now()
    ended = store.end_sessions(session, account.id)
    audit.record(session, Event.ACCOUNT_CLOSED, subject=account.id, after={"sessions_fermees": ended})
    return True


def reopen(session: Session, account: Account) -> bool:
    """Let a person in again, with the password and the rights they had; False when they were not shut out."""
    if account.closed_at is None:
        return False
    account.closed_at = None
    store.distrust_browsers(session, account.id)
    audit.record(session, Event.ACCOUNT_REOPENED, subject=account.id)
    return True


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
