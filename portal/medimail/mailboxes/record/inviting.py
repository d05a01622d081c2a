"""Sending the link by which the holder finalises a registration (source 003 section 4), once or again."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.config import settings
from portal.mail import outbox
from portal.medimail.mailboxes.record import mails, tokens
from portal.medimail.mailboxes.record.models import Mailbox


def invite(session: Session, mailbox: Mailbox) -> None:
    """Send the link to a preregistered person that the caller holds locked; the links sent before are dead.

    `mailbox.structure` is loaded.
    """
    mailbox.link_version += 1
    mailbox.relaunched_at = clock.now()
    link = f"{settings().base_url}/inscription/finaliser/{tokens.LINK.write(mailbox)}"
    mail = mails.finalise(
        mailbox.address, mailbox.full_name, mailbox.structure.name, link=link, ends_at=ends_at(mailbox.relaunched_at)
    )
    outbox.add(session, mail)


def ends_at(sent_at: datetime) -> datetime:
    """Until when a link sent at this instant opens."""
    return sent_at + timedelta(days=settings().finalise_days)
