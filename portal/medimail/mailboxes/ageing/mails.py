"""What the holder of an account is told as it grows old: each says what comes, when, and how to stop it."""

from datetime import date

from portal.mail.rules import Mail
from portal.web.dates import day, plural


def _mail(address: str, subject: str, about: str, name: str, structure: str, **context: str) -> Mail:
    context = {"about": about, "name": name, "structure": structure, **context}
    return Mail(to=address, subject=subject, template="medimail/ageing", context=context)


def unused(address: str, name: str, structure: str, *, months: int, until: date, link: str) -> Mail:
    """Nobody has signed in for months: signing in is all that is needed."""
    return _mail(
        address,
        f"Votre compte Medimail est inactif\u00a0: connectez-vous avant le {day(until)}",
        "unused",
        name,
        structure,
        months=plural(months, "mois", "mois"),
        until=day(until),
        link=link,
    )


def removal_near(address: str, name: str, structure: str, *, until: date, link: str) -> Mail:
    """Still nobody: the removal is near."""
    return _mail(
        address,
        "Votre compte Medimail va être supprimé",
        "removal",
        name,
        structure,
        until=day(until),
        link=link,
    )


def expired(address: str, name: str, structure: str, *, until: date) -> Mail:
    """The date that was given to the account is past: only its administrator can put it off."""
    return _mail(
        address, "Votre compte Medimail est arrivé à sa date de fin", "expired", name, structure, until=day(until)
    )


def expiry_near(address: str, name: str, structure: str, *, days: int, on: date) -> Mail:
    """The date that was given to the account draws near."""
    when = "demain" if days == 1 else f"dans {plural(days, 'jour')}"
    return _mail(address, f"Votre compte Medimail s’arrête {when}", "expiry", name, structure, on=day(on))


def removed(address: str, name: str, structure: str) -> Mail:
    """It is removed."""
    return _mail(address, "Votre compte Medimail est supprimé", "removed", name, structure)
