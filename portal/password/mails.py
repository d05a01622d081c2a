"""The mails that unblock: a link, and a code for those who asked from another machine."""

from datetime import datetime

from portal import clock
from portal.mail.rules import Mail


def reset(address: str, name: str, *, link: str, code: str, ends_at: datetime) -> Mail:
    """The way to unblock the account or choose a new password, and what to do when one did not ask for it."""
    return Mail(
        to=address,
        subject="Débloquer votre compte ou choisir un nouveau mot de passe",
        template="password/reset",
        context={
            "name": name,
            "link": link,
            "code": code,
            "ends_at": clock.local(ends_at).isoformat(timespec="seconds"),
        },
        not_after=ends_at,
    )


# Who asks for a link in another's place, as the mail begins.
REFERENT = "Le référent de votre établissement"


def handed(address: str, name: str, *, link: str, ends_at: datetime, asker: str = REFERENT) -> Mail:
    """The same way, sent at the request of `asker`, whom it names: no page waits for a code."""
    return Mail(
        to=address,
        subject="Débloquer votre compte ou choisir un nouveau mot de passe",
        template="password/handed",
        context={
            "name": name,
            "asker": asker,
            "link": link,
            "ends_at": clock.local(ends_at).isoformat(timespec="seconds"),
        },
        not_after=ends_at,
    )
