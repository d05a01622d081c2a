"""What the readers of an account are told as it grows old: which account, what comes, when, and how to stop it.

Of a shared account (ORG, APP), those who open it read it; each is greeted by their own name.
"""

from dataclasses import dataclass
from datetime import date

from portal.mail.rules import Json, Mail
from portal.web.dates import day, plural


@dataclass(frozen=True)
class Told:
    """Who is told, and of which account.

    Attributes:
        address: Where to write.
        name: Whoever reads it.
        account: The address of the account.
        structure: Where the account is.
        is_shared: Whether the reader only opens it.
    """

    address: str
    name: str
    account: str
    structure: str
    is_shared: bool = False

    def mail(self, what: str, about: str, **context: Json) -> Mail:
        """« Votre compte Medimail va être supprimé », or « Un compte Medimail partagé va être supprimé »."""
        return Mail(
            to=self.address,
            subject=f"{'Un compte Medimail partagé' if self.is_shared else 'Votre compte Medimail'} {what}",
            template="medimail/ageing",
            context={
                "about": about,
                "name": self.name,
                "account": self.account,
                "structure": self.structure,
                "is_shared": self.is_shared,
                **context,
            },
        )


def unused(told: Told, *, months: int, until: date) -> Mail:
    """Nobody has signed in for months: signing in is all that is needed."""
    what = f"est inactif\u00a0: connectez-vous avant le {day(until)}"
    return told.mail(what, "unused", months=plural(months, "mois", "mois"), until=day(until))


def removal_near(told: Told, *, until: date) -> Mail:
    """Still nobody: the removal is near."""
    return told.mail("va être supprimé", "removal", until=day(until))


def expired(told: Told, *, until: date) -> Mail:
    """The date that was given to the account is past: only its administrator can put it off."""
    return told.mail("est arrivé à sa date de fin", "expired", until=day(until))


def expiry_near(told: Told, *, days: int, on: date) -> Mail:
    """The date that was given to the account draws near."""
    when = "demain" if days == 1 else f"dans {plural(days, 'jour')}"
    return told.mail(f"s’arrête {when}", "expiry", on=day(on))


def removed(told: Told, *, since: date) -> Mail:
    """It is removed, having slept since this day."""
    return told.mail("est supprimé", "removed", since=day(since))
