"""What accounts leave behind once they are rejected or removed, as whoever lets them go is told."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Select
from sqlalchemy.orm import Session

from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules import alerts
from portal.medimail.mailboxes.record.rules.states import LIVE


def told(session: Session, going: Sequence[int] | Select[int]) -> Mapping[int, str]:
    """Of each of these accounts, by its key, what nobody would open or read any more; no word of none."""
    return alerts.left_behind(store.left_unopened(session, going), store.left_unanswered(session, going))


def told_of(session: Session, mailbox: Mailbox) -> str:
    """The same of one account; of one that is gone already, no word."""
    return told(session, [mailbox.id]).get(mailbox.id, "") if mailbox.state in LIVE else ""
