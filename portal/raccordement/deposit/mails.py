"""The mails of the public request: the code, the link to the draft, the parameters of the account."""

from datetime import datetime

from portal import clock
from portal.mail.rules import Mail


def code(address: str, code: str, *, asked_at: datetime, ends_at: datetime) -> Mail:
    """The code that confirms an address; nobody is named, since nothing is known of whoever asks."""
    return Mail(
        to=address,
        subject="Votre code pour demander un raccordement",
        template="raccordement/code",
        context={
            "code": code,
            "asked_at": clock.local(asked_at).isoformat(timespec="seconds"),
            "ends_at": clock.local(ends_at).isoformat(timespec="seconds"),
        },
        not_after=ends_at,
    )


def draft(address: str, *, link: str, days: int) -> Mail:
    """The link that opens the draft again, in any browser."""
    return Mail(
        to=address,
        subject="Votre brouillon de demande de raccordement",
        template="raccordement/draft",
        context={"link": link, "days": days},
    )


def parameters(address: str, name: str, *, number: str, link: str, ends_at: datetime | None) -> Mail:
    """« Vos paramètres de connexion »: the identifier, and a link to choose a password, never a password.

    Args:
        address: The one that was confirmed: it is the identifier as well.
        name: Of the person.
        number: Of the request.
        link: The choice of a password until `ends_at`; the sign-in page when there is a password already.
        ends_at: None when there is a password already.
    """
    return Mail(
        to=address,
        subject=f"Vos paramètres de connexion ({number})",
        template="raccordement/parameters",
        context={
            "name": name,
            "identifier": address,
            "number": number,
            "link": link,
            "ends_at": clock.local(ends_at).isoformat(timespec="seconds") if ends_at else "",
        },
    )
