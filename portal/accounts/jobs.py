"""Night work on accounts: reminders that a password is about to expire (promise 12)."""

from datetime import timedelta

from portal import clock
from portal.accounts import lifetime, mails, service, store
from portal.accounts.models import Account
from portal.config import settings
from portal.db import reading, transaction
from portal.mail import outbox
from portal.mail.rules import Mail

# Nobody is reminded earlier than 30 days before the end; two more cover the shortest months and the time zones.
EARLIEST = timedelta(days=32)
SHORTEST_MONTH = timedelta(days=28)
LONGEST_MONTH = timedelta(days=31)


def remind() -> None:
    """Write to whom the days are running out; run twice, or after nights without a run, nobody is told twice."""
    set_before = clock.now() - SHORTEST_MONTH * settings().password_months + EARLIEST
    # Older ones have expired: nobody is told any more what the sign-in page now says.
    set_after = clock.now() - LONGEST_MONTH * (settings().password_months + 1)
    after = 0
    while True:
        with reading() as session:
            keys = store.with_old_passwords(session, since=set_after, until=set_before, after=after)
        if not keys:
            return
        for account_id in keys:
            with transaction() as session:
                account = store.get(session, account_id, lock=True)
                mail = _reminder(account)
                if mail:
                    outbox.add(session, mail)
        after = keys[-1]


def _reminder(account: Account) -> Mail | None:
    """The reminder that is due, noted as sent in the same transaction."""
    credential = account.credential
    age, life = service.password_age(account), service.lifetime()
    due = lifetime.day_reminder(age, clock.today(), life, credential.reminded_days)
    if due is None:
        return None
    credential.reminded_days = due
    return mails.days_left(account.reach, account.full_name, days=due)
