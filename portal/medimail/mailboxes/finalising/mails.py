"""What is told of a registration that ends: to the administrators, of an error; to a person, of what is now theirs."""

from datetime import datetime

from portal import clock
from portal.mail.rules import Mail


def report(address: str, *, name: str, holder: str, structure: str, text: str, link: str) -> Mail:
    """To an administrator: the holder says that something is wrong; the words are theirs, as they typed them."""
    return Mail(
        to=address,
        subject="Une erreur est signalée dans un compte Medimail",
        template="medimail/report",
        context={
            "name": name,
            "holder": holder,
            "structure": structure,
            "lines": text.splitlines(),
            "link": link,
        },
    )


def attached(address: str, name: str, *, mailbox: str, structure: str, at: datetime) -> Mail:
    """To the person: a mailbox is now attached to the account that they had."""
    return Mail(
        to=address,
        subject="Un compte Medimail est rattaché à votre compte",
        template="medimail/attached",
        context={
            "name": name,
            "mailbox": mailbox,
            "structure": structure,
            "at": clock.local(at).isoformat(timespec="minutes"),
        },
    )
