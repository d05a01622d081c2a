"""The only way to send a mail: a row written in the transaction of the change that causes it.

Nothing leaves unless that transaction is committed; once it is, nothing is lost.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal import clock, db
from portal.config import settings
from portal.mail import store
from portal.mail.message import new_message_id
from portal.mail.rules import Mail

DELIVER = "mail.deliver"


def add(session: Session, mail: Mail) -> None:
    """Write this mail with the rest of the transaction; the worker is told after the commit."""
    db.nudge(session, DELIVER, store.add(session, _row(mail, clock.now(), settings().mail_from)))


def add_all(session: Session, mails: Sequence[Mail]) -> None:
    """Write these mails, however many, by one statement; nobody waits for them: the next sweep sends them."""
    mail_from = settings().mail_from
    store.add_all(session, [(mail, new_message_id(mail_from)) for mail in mails], clock.now())


def _row(mail: Mail, now: datetime, mail_from: str) -> dict[str, object]:
    return {
        "recipient": mail.to,
        "subject": mail.subject,
        "template": mail.template,
        "context": dict(mail.context),
        "message_id": new_message_id(mail_from),
        "created_at": now,
        "not_after": mail.not_after,
        "attempts": 0,
        "next_try_at": now,
    }
