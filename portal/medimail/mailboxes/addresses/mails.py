"""What is told of a change of address: at once to whoever would lose the codes, then to both addresses."""

from datetime import datetime

from portal.mail.rules import Mail, masked
from portal.web.dates import day


def asked(address: str, name: str, *, old: str, new: str, structure: str, night: datetime) -> Mail:
    """An administrator has asked for the change; it may be stopped until the night. The new one is never told whole."""
    return Mail(
        to=address,
        subject="L’adresse de votre compte Medimail va changer",
        template="medimail/address",
        context={
            "about": "asked",
            "name": name,
            "old": old,
            "new": masked(new),
            "structure": structure,
            "night": day(night),
        },
    )


def cancelled(address: str, name: str, *, old: str, structure: str) -> Mail:
    """What was announced will not happen."""
    return Mail(
        to=address,
        subject="L’adresse de votre compte Medimail ne change plus",
        template="medimail/address",
        context={"about": "cancelled", "name": name, "old": old, "structure": structure},
    )


def left(address: str, name: str, *, old: str, new: str, structure: str) -> Mail:
    """To the old address: it opens nothing any more."""
    return Mail(
        to=address,
        subject="L’adresse de votre compte Medimail a changé",
        template="medimail/address",
        context={"about": "left", "name": name, "old": old, "new": masked(new), "structure": structure},
    )


def taken(address: str, name: str, *, new: str, structure: str, signs_in: bool) -> Mail:
    """To the new address: it is that of the account; `signs_in` when its holder now signs in with it."""
    return Mail(
        to=address,
        subject="Votre compte Medimail a cette adresse désormais",
        template="medimail/address",
        context={"about": "taken", "name": name, "new": new, "structure": structure, "signs_in": signs_in},
    )


def failed(address: str, *, old: str, new: str, reason: str, link: str) -> Mail:
    """To the administrator who asked: the night could not do it."""
    return Mail(
        to=address,
        subject="Un changement d’adresse n’a pas pu se faire",
        template="medimail/address_failed",
        context={"old": old, "new": new, "reason": reason, "link": link},
    )
