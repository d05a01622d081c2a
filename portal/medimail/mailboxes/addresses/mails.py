"""What is told of a change of address: at once to whoever would lose the codes, then to both addresses.

Of a shared account, whose address may be fictitious, those who open it read it: each is greeted by their own name, and
`way` says how the reader signs in once it is done.
"""

from datetime import datetime

from portal.mail.rules import Json, Mail, masked
from portal.medimail.mailboxes.addresses.rules import WayIn
from portal.web import dates


def _mail(address: str, subjects: tuple[str, str], about: str, name: str, way: WayIn, **context: Json) -> Mail:
    own, shared = subjects
    return Mail(
        to=address,
        subject=shared if way is WayIn.SHARED else own,
        template="medimail/address",
        context={"about": about, "name": name, "way": way.value, **context},
    )


def asked(address: str, name: str, *, old: str, new: str, structure: str, night: datetime, way: WayIn) -> Mail:
    """An administrator has asked for the change; it may be stopped until the night. The new one is never told whole."""
    subjects = "L’adresse de votre compte Medimail va changer", "L’adresse d’un compte Medimail partagé va changer"
    return _mail(
        address, subjects, "asked", name, way, old=old, new=masked(new), structure=structure, night=dates.night(night)
    )


def cancelled(address: str, name: str, *, old: str, structure: str, way: WayIn) -> Mail:
    """What was announced will not happen."""
    subjects = (
        "L’adresse de votre compte Medimail ne change plus",
        "L’adresse d’un compte Medimail partagé ne change plus",
    )
    return _mail(address, subjects, "cancelled", name, way, old=old, structure=structure)


def undone(address: str, name: str, *, old: str, structure: str, way: WayIn) -> Mail:
    """What was announced could not be done."""
    subjects = (
        "L’adresse de votre compte Medimail n’a pas changé",
        "L’adresse d’un compte Medimail partagé n’a pas changé",
    )
    return _mail(address, subjects, "undone", name, way, old=old, structure=structure)


def left(address: str, name: str, *, old: str, new: str, structure: str, way: WayIn) -> Mail:
    """To the old address of a person: it is that of the account no more."""
    subject = "L’adresse de votre compte Medimail a changé"
    return _mail(address, (subject, subject), "left", name, way, old=old, new=masked(new), structure=structure)


def taken(address: str, name: str, *, old: str, new: str, structure: str, way: WayIn) -> Mail:
    """To the new address, or to one of those who open a shared account: which address it has now."""
    subjects = "Votre compte Medimail a cette adresse désormais", "L’adresse d’un compte Medimail partagé a changé"
    return _mail(address, subjects, "taken", name, way, old=old, new=new, structure=structure)


def failed(address: str, *, old: str, new: str, reason: str, link: str, structure: str = "") -> Mail:
    """To the administrator who asked, or to those of this structure: the night could not do it."""
    return Mail(
        to=address,
        subject="Un changement d’adresse n’a pas pu se faire",
        template="medimail/address_failed",
        context={"old": old, "new": new, "reason": reason, "link": link, "structure": structure},
    )
