"""Every query of reset requests."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from portal.password.models import ResetRequest

# Built once: made anew each time, a statement costs three times what it does to run.
_LATEST = (
    select(ResetRequest)
    .where(
        ResetRequest.browser_mark == bindparam("known"),
        ResetRequest.closed_at.is_(None),
        ResetRequest.ends_at > bindparam("now"),
    )
    .order_by(ResetRequest.id.desc())
    .limit(1)
)
_LATEST_LOCKED = _LATEST.with_for_update().execution_options(populate_existing=True)
_ONE = select(ResetRequest).where(ResetRequest.id == bindparam("request"))
_ONE_LOCKED = _ONE.with_for_update().execution_options(populate_existing=True)


def get(session: Session, request_id: int, *, lock: bool = False) -> ResetRequest | None:
    """The request of this key."""
    return session.scalar(_ONE_LOCKED if lock else _ONE, {"request": request_id})


def latest(session: Session, browser_mark: str, now: datetime, *, lock: bool = False) -> ResetRequest | None:
    """The request that this browser made last, if it still opens something."""
    return session.scalar(_LATEST_LOCKED if lock else _LATEST, {"known": browser_mark, "now": now})


def purge(session: Session, before: datetime) -> None:
    """Remove the requests that ended before this instant."""
    session.execute(delete(ResetRequest).where(ResetRequest.ends_at < before))
