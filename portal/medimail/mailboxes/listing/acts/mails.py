"""What the holders are told of what was done to their account, and the administrators of what comes and goes."""

from collections.abc import Sequence

from portal.mail.rules import Json, Mail


def validated(address: str, name: str, account: str, structure: str) -> Mail:
    """The account is open: its holder may sign in."""
    return _about("Votre compte Medimail est validé", "medimail/validated", address, name, account, structure)


def reinstated(address: str, name: str, account: str, structure: str, *, is_open: bool) -> Mail:
    """The account was rejected, and is so no more."""
    subject = "Votre compte Medimail est rétabli"
    return _about(subject, "medimail/reinstated", address, name, account, structure, is_open=is_open)


def rejected(address: str, name: str, account: str, structure: str, reason: str, contacts: Sequence[str]) -> Mail:
    """The account is rejected: why, and with whom to talk about it."""
    subject = "Votre compte Medimail est rejeté"
    return _about(
        subject, "medimail/rejected", address, name, account, structure, reason=reason, contacts=list(contacts)
    )


def _about(subject: str, template: str, to: str, name: str, account: str, structure: str, **more: Json) -> Mail:
    context = {"name": name, "account": account, "structure": structure, **more}
    return Mail(to=to, subject=subject, template=template, context=context)


def transferred(address: str, name: str, accounts: Sequence[str], origin: str, target: str, link: str) -> Mail:
    """Accounts go from one structure to another; told on both sides."""
    return Mail(
        to=address,
        subject="Des comptes Medimail ont changé de structure",
        template="medimail/transferred",
        context={"name": name, "accounts": list(accounts), "origin": origin, "target": target, "link": link},
    )
