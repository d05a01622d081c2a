"""What the readers of an account are told as it grows old: which account, what comes, when, and how to stop it.

Of a shared account (ORG, APP), those who open it read it; each is greeted by their own name.
"""

from datetime import date

from portal.mail.rules import Mail
from portal.medimail.mailboxes.record.mails import Told
from portal.web.dates import day, plural

TEMPLATE = "medimail/ageing"


def unused(told: Told, *, months: int, until: date) -> Mail:
    """Nobody has signed in for months: signing in is all that is needed."""
    what = f"est inactif\u00a0: connectez-vous avant le {day(until)}"
    return told.mail(what, TEMPLATE, about="unused", months=plural(months, "mois", "mois"), until=day(until))


def removal_near(told: Told, *, until: date) -> Mail:
    """Still nobody: the removal is near."""
    return told.mail("va être supprimé", TEMPLATE, about="removal", until=day(until))


def expired(told: Told, *, until: date) -> Mail:
    """The date that was given to the account is past: only its administrator can put it off."""
    return told.mail("est arrivé à sa date de fin", TEMPLATE, about="expired", until=day(until))


def expiry_near(told: Told, *, days: int, on: date) -> Mail:
    """The date that was given to the account draws near."""
    when = "demain" if days == 1 else f"dans {plural(days, 'jour')}"
    return told.mail(f"s’arrête {when}", TEMPLATE, about="expiry", on=day(on))


def removed(told: Told, *, since: date) -> Mail:
    """It is removed, having slept since this day."""
    return told.mail("est supprimé", TEMPLATE, about="removed", since=day(since))
