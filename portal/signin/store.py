"""Every query of challenges."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from portal.signin.models import Challenge

# Built once: made anew each time, a statement costs three times what it does to run.
_LATEST = (
    select(Challenge)
    .where(
        Challenge.browser_mark == bindparam("known"),
        Challenge.closed_at.is_(None),
        Challenge.created_at > bindparam("since"),
    )
    .order_by(Challenge.id.desc())
    .limit(1)
)
_LATEST_LOCKED = _LATEST.with_for_update().execution_options(populate_existing=True)


def latest(session: Session, browser_mark: str, since: datetime, *, lock: bool = False) -> Challenge | None:
    """The open challenge that this browser began last, if it began after `since`."""
    return session.scalar(_LATEST_LOCKED if lock else _LATEST, {"known": browser_mark, "since": since})


def purge(session: Session, before: datetime) -> None:
    """Remove the challenges begun before this instant."""
    session.execute(delete(Challenge).where(Challenge.created_at < before))
