"""The mail that carries a sign-in code."""

from datetime import datetime

from portal import clock
from portal.mail.rules import Mail
from portal.signin.rules import Purpose

_SUBJECTS = {
    Purpose.SIGN_IN: "Votre code de connexion",
    Purpose.REGISTER_ADDRESS: "Votre code pour enregistrer cette adresse",
}


def code(address: str, name: str, purpose: Purpose, code: str, *, asked_at: datetime, ends_at: datetime) -> Mail:
    """A code, the hour until which it is good, and what to do when one did not ask for it."""
    return Mail(
        to=address,
        subject=_SUBJECTS[purpose],
        template="signin/code",
        context={
            "name": name,
            "code": code,
            "registers": purpose is Purpose.REGISTER_ADDRESS,
            "asked_at": clock.local(asked_at).isoformat(timespec="seconds"),
            "ends_at": clock.local(ends_at).isoformat(timespec="seconds"),
        },
        not_after=ends_at,
    )
