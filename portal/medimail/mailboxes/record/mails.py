"""What holders are told of their account, whichever room does it."""

from datetime import datetime

from portal import clock
from portal.mail.rules import Mail


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
