"""The mails of the people of a request: the invitation, the account, who came, who left, who is written to first."""

from datetime import datetime

from portal import clock
from portal.mail.rules import Mail


def invitation(address: str, *, by: str, number: str, si_name: str, link: str, ends_at: datetime) -> Mail:
    """The link that lets a colleague join; nothing is done by opening it."""
    return Mail(
        to=address,
        subject=f"Invitation à suivre un raccordement ({number})",
        template="raccordement/invitation",
        context={
            "by": by,
            "number": number,
            "si_name": si_name,
            "link": link,
            "ends_at": clock.local(ends_at).isoformat(timespec="seconds"),
        },
        not_after=ends_at,
    )


def account(address: str, *, name: str, number: str, si_name: str, link: str, ends_at: datetime) -> Mail:
    """The identifier of a new gestionnaire, and a link to choose a password; never a password."""
    return Mail(
        to=address,
        subject=f"Vos paramètres de connexion ({number})",
        template="raccordement/account",
        context={
            "name": name,
            "identifier": address,
            "number": number,
            "si_name": si_name,
            "link": link,
            "ends_at": clock.local(ends_at).isoformat(timespec="seconds"),
        },
    )


def notice(address: str, *, subject: str, says: str, number: str, si_name: str, link: str = "") -> Mail:
    """What has changed among the people of a request, told to whom it concerns."""
    return Mail(
        to=address,
        subject=f"{subject} ({number})",
        template="raccordement/team",
        context={"says": says, "number": number, "si_name": si_name, "link": link},
    )
