"""What accounts leave behind once they are rejected or removed, as whoever lets them go is told."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Select
from sqlalchemy.orm import Session

from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules import alerts
from portal.medimail.mailboxes.record.rules.states import LIVE, may_begin
from portal.medimail.structures.rules.tree import Reach


def told(session: Session, going: Sequence[int] | Select[int]) -> Mapping[int, str]:
    """Of each of these accounts, by its key, what nobody would open or read any more; no word of none."""
    return alerts.left_behind(store.left_unopened(session, going), store.left_unanswered(session, going))


def told_of(session: Session, mailbox: Mailbox) -> str:
    """The same of one account; of one that is gone already, no word."""
    return told(session, [mailbox.id]).get(mailbox.id, "") if mailbox.state in LIVE else ""


def changes(session: Session, mailbox: Mailbox, reach: Reach) -> tuple[str, ...]:
    """What comes of the settings of others that name this account, told to whoever has this reach; none of none."""
    said = (
        (alerts.copies_unread, store.delegating(session, mailbox.id)),
        (
            alerts.begun_no_more,
            store.beginning_with(session, mailbox.id) if may_begin(mailbox.kind, mailbox.state) else (),
        ),
    )
    return tuple(tell(*_within(others, reach)) for tell, others in said if others)


def _within(others: Sequence[Mailbox], reach: Reach) -> tuple[list[str], int]:
    """The addresses of those within reach, and how many are not."""
    within = [other.address for other in others if reach.holds(other.structure.path)]
    return within, len(others) - len(within)
