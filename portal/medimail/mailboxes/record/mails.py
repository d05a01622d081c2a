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
