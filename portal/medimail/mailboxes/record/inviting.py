"""Sending the link by which the holder finalises a registration (source 003 section 4), once or again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.audit import Event
from portal.config import settings
from portal.mail import outbox
from portal.medimail.mailboxes.record import mails, tokens
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.states import State
from portal.web.dates import brief


class Invited(Protocol):
    """As much of an account as says where its last link stands."""

    @property
    def state(self) -> State:
        """Where it stands itself."""

    @property
    def relaunched_at(self) -> datetime | None:
        """When the last link was sent."""


def invite(session: Session, mailbox: Mailbox, by: int | None, within: Mapping[str, str] | None = None) -> None:
    """Send the link to a preregistered person that the caller holds locked; the links sent before are dead.

    `mailbox.structure` is loaded. The journal says each sending: who asked for it, nobody of the night; `within` says
    of which act on many accounts it is one.
    """
    told = {"adresse": mailbox.address, **(within or {})} | ({} if mailbox.relaunched_at else {"premier": True})
    audit.record(session, Event.MAILBOX_RELAUNCHED, subject=mailbox.account_id, actor=by, after=told)
    mailbox.link_version += 1
    mailbox.relaunched_at = clock.now()
    link = f"{settings().base_url}/inscription/finaliser/{tokens.LINK.write(mailbox)}"
    mail = mails.finalise(
        mailbox.address, mailbox.full_name, mailbox.structure.name, link=link, ends_at=ends_at(mailbox.relaunched_at)
    )
    outbox.add(session, mail)


def standing(mailbox: Invited) -> str:
    """Until when the last link of a preregistered person opens; « » of anybody else, and where none was ever sent."""
    if mailbox.state is not State.PREREGISTERED:
        return ""
    if mailbox.relaunched_at is None:
        return "Aucun lien envoyé\u00a0: relancez"
    end = ends_at(mailbox.relaunched_at)
    if end > clock.now():
        return f"Lien valable jusqu’au {brief(end)}"
    return f"Lien expiré le {brief(end)}\u00a0: relancez"


def ends_at(sent_at: datetime) -> datetime:
    """Until when a link sent at this instant opens."""
    return sent_at + timedelta(days=settings().finalise_days)
