"""What holders are told of their account, whichever room does it."""

from collections.abc import Sequence
from datetime import datetime

from portal import clock
from portal.mail.rules import Mail


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
