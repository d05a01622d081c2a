"""The notices that a person receives about their account; none carries a secret, none asks for one."""

from collections.abc import Callable
from datetime import datetime

from portal import clock
from portal.accounts.rules import Reach, address_of, code_route
from portal.mail.rules import Mail

Notice = Callable[[Reach, str, datetime], Mail | None]


def _notice(reach: Reach, subject: str, template: str, **context: str | int) -> Mail | None:
    address = address_of(code_route(reach))
    return Mail(to=address, subject=subject, template=template, context=context) if address else None


def _at(instant: datetime) -> str:
    return clock.local(instant).isoformat(timespec="minutes")


def blocked(reach: Reach, name: str, at: datetime) -> Mail | None:
    """The account has just been blocked by wrong passwords."""
    return _notice(reach, "Votre compte est bloqué", "accounts/blocked", name=name, at=_at(at))


def unblocked(reach: Reach, name: str, at: datetime) -> Mail | None:
    """The owner has just unblocked the account."""
    return _notice(reach, "Votre compte est débloqué", "accounts/unblocked", name=name, at=_at(at))


def password_changed(reach: Reach, name: str, at: datetime) -> Mail | None:
    """The password has just been changed or reset."""
    return _notice(reach, "Votre mot de passe a été changé", "accounts/password_changed", name=name, at=_at(at))


def address_registered(reach: Reach, name: str, at: datetime) -> Mail | None:
    """An MSSanté address has just been proved and registered."""
    return _notice(reach, "Votre adresse MSSanté est enregistrée", "accounts/address_registered", name=name, at=_at(at))


def days_left(reach: Reach, name: str, *, days: int) -> Mail | None:
    """The password expires in so many days."""
    when = "demain" if days == 1 else f"dans {days}\u00a0jours"
    subject = f"Votre mot de passe expire {when}"
    return _notice(reach, subject, "accounts/expiry", name=name, when=when)


def sign_ins_left(reach: Reach, name: str, *, sign_ins: int) -> Mail | None:
    """The password expires after so many sign-ins."""
    when = "à la prochaine connexion" if sign_ins == 1 else f"dans {sign_ins}\u00a0connexions"
    return _notice(reach, f"Votre mot de passe expire {when}", "accounts/expiry", name=name, when=when)


def new_browser(reach: Reach, name: str, at: datetime, *, label: str, link: str) -> Mail | None:
    """A browser never seen before has just signed in (promise 21); the link disowns it."""
    subject = "Connexion depuis un nouveau navigateur"
    return _notice(reach, subject, "accounts/new_browser", name=name, at=_at(at), label=label, link=link)
