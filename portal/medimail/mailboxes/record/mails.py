"""What holders are told of their account, whichever room does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal import clock
from portal.mail.rules import Json, Mail


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

    def mail(self, what: str, template: str, **context: Json) -> Mail:
        """« Votre compte Medimail va être supprimé », or « Un compte Medimail partagé va être supprimé »."""
        return Mail(
            to=self.address,
            subject=f"{'Un compte Medimail partagé' if self.is_shared else 'Votre compte Medimail'} {what}",
            template=template,
            context={
                "name": self.name,
                "account": self.account,
                "structure": self.structure,
                "is_shared": self.is_shared,
                **context,
            },
        )


def opened(address: str, name: str, account: str, added: Sequence[str], structure: str) -> Mail:
    """To whoever opens this shared account: others open it too from now on."""
    return Mail(
        to=address,
        subject="Un compte de connexion a été ajouté à un compte Medimail",
        template="medimail/opened",
        context={"name": name, "account": account, "added": list(added), "structure": structure},
    )


def copies_ended(
    address: str, name: str, account: str, delegate: str, structure: str, *, is_reader: bool, is_own: bool
) -> Mail:
    """No copy of what this account receives goes to that one any more: codes come there, and open more than they did.

    `is_reader` to those who read it, who are told why; `is_own` when they may have copies sent again in « Mon compte ».
    """
    about = {"name": name, "account": account, "delegate": delegate, "structure": structure}
    return Mail(
        to=address,
        subject="Une délégation d’un compte Medimail a pris fin",
        template="medimail/copies_ended",
        context={**about, "is_reader": is_reader, "is_own": is_own},
    )


def finalise(address: str, name: str, structure: str, *, link: str, ends_at: datetime) -> Mail:
    """The way to finalise one's registration: choose a password, confirm what is known, accept the terms."""
    return Mail(
        to=address,
        subject="Finaliser votre inscription à Medimail",
        template="medimail/finalise",
        context={
            "name": name,
            "structure": structure,
            "link": link,
            "ends_at": clock.local(ends_at).isoformat(timespec="minutes"),
        },
        not_after=ends_at,
    )
