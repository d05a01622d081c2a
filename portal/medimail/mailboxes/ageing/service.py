"""What a night does to one account that the caller holds locked; each leaves a line in the journal (record.moving)."""

from datetime import date

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import store as people
from portal.config import settings
from portal.mail import outbox
from portal.medimail.mailboxes.ageing import mails, rules
from portal.medimail.mailboxes.ageing.rules import Ageing, Cause
from portal.medimail.mailboxes.record import audience, moving
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import PERSONS
from portal.medimail.mailboxes.record.rules.states import Action, Who


def ageing() -> Ageing:
    """How long things last here."""
    chosen = settings()
    return Ageing(chosen.medimail_inactive_months, chosen.medimail_removal_days, chosen.medimail_rejection_months)


def last_day(mailbox: Mailbox) -> date:
    """The last day before an inactive account is removed."""
    return ageing().last_day(clock.local(mailbox.state_since).date())


def confirm_rejection(session: Session, mailbox: Mailbox, _night: date) -> None:
    """« Après un an, le compte est définitivement rejeté »: nobody brings it back."""
    moving.move(session, mailbox, Who.NIGHT, Action.CONFIRM_REJECTION, reason=mailbox.reason)


def expire(session: Session, mailbox: Mailbox, _night: date) -> None:
    """« Date à laquelle le compte sera désactivé »: it does not come back by signing in."""
    moving.move(session, mailbox, Who.NIGHT, Action.FALL_ASLEEP, reason=Cause.EXPIRED.label)
    until = last_day(mailbox)
    outbox.add_all(session, [mails.expired(told, until=until) for told in audience.addressed(session, mailbox)])


def fall_asleep(session: Session, mailbox: Mailbox, _night: date) -> None:
    """Nobody has signed in for months: the holder is told until when, and how, to come back."""
    moving.move(session, mailbox, Who.NIGHT, Action.FALL_ASLEEP, reason=Cause.UNUSED.label)
    months, until = settings().medimail_inactive_months, last_day(mailbox)
    letters = [mails.unused(told, months=months, until=until) for told in audience.addressed(session, mailbox)]
    outbox.add_all(session, letters)


def come_back(session: Session, mailbox: Mailbox, _night: date) -> None:
    """The holder has signed in since."""
    moving.move(session, mailbox, Who.HOLDER, Action.COME_BACK, actor=mailbox.account_id)


def remove(session: Session, mailbox: Mailbox, night: date) -> None:
    """Remove an account that slept for long, unless its holder has signed in until this very instant."""
    if mailbox.account_id is not None and mailbox.kind in PERSONS:
        # Under the lock that a sign-in takes: it comes before, and is seen here, or after, and finds the door closed.
        account = people.get(session, mailbox.account_id, lock=True)
        if rules.comes_back(mailbox.state_since, account.credential.signed_in_at, mailbox.expires_on, night):
            come_back(session, mailbox, night)
            return
    since = clock.local(mailbox.state_since).date()
    moving.move(session, mailbox, Who.NIGHT, Action.REMOVE, reason=mailbox.reason)
    outbox.add_all(session, [mails.removed(told, since=since) for told in audience.addressed(session, mailbox)])


def warn_of_expiry(session: Session, mailbox: Mailbox, night: date) -> None:
    """Announce the date at 30 and 7 days."""
    warned_on = clock.local(mailbox.warned_at).date() if mailbox.warned_at else None
    days = rules.expiry_warning(mailbox.expires_on or date.max, warned_on, night)
    if days is None or mailbox.expires_on is None:
        return
    mailbox.warned_at = clock.now()
    on = mailbox.expires_on
    outbox.add_all(
        session, [mails.expiry_near(told, days=days, on=on) for told in audience.addressed(session, mailbox)]
    )


def warn_of_removal(session: Session, mailbox: Mailbox, _night: date) -> None:
    """Say once more, a week before, that signing in is enough."""
    mailbox.warned_at = clock.now()
    until = last_day(mailbox)
    letters = [mails.removal_near(told, until=until) for told in audience.addressed(session, mailbox)]
    outbox.add_all(session, letters)
