"""What the holders are told of what was done to their account, and the administrators of what comes and goes."""

from collections.abc import Sequence

from portal.mail.rules import Mail
from portal.medimail.mailboxes.record.mails import Told


def validated(told: Told) -> Mail:
    """The account is open: its holder may sign in."""
    return told.mail("est validé", "medimail/validated")


def reinstated(told: Told, *, is_open: bool) -> Mail:
    """The account was rejected, and is so no more."""
    return told.mail("est rétabli", "medimail/reinstated", is_open=is_open)


def rejected(told: Told, reason: str, contacts: Sequence[str]) -> Mail:
    """The account is rejected: why, and with whom to talk about it."""
    return told.mail("est rejeté", "medimail/rejected", reason=reason, contacts=list(contacts))


def transferred(address: str, name: str, accounts: Sequence[str], origin: str, target: str, link: str) -> Mail:
    """Accounts go from one structure to another; told on both sides."""
    return Mail(
        to=address,
        subject="Des comptes Medimail ont changé de structure",
        template="medimail/transferred",
        context={"name": name, "accounts": list(accounts), "origin": origin, "target": target, "link": link},
    )
