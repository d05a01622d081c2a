"""The mails of a registration: the code, what becomes of it, and the notice to those who validate."""

from collections.abc import Sequence
from datetime import datetime

from portal import clock
from portal.mail.rules import Mail


def code(address: str, code: str, *, asked_at: datetime, ends_at: datetime) -> Mail:
    """The code that confirms an address; nobody is named, since nothing is known of whoever asks."""
    return Mail(
        to=address,
        subject="Votre code d’inscription à Medimail",
        template="medimail/joining_code",
        context={
            "code": code,
            "asked_at": clock.local(asked_at).isoformat(timespec="seconds"),
            "ends_at": clock.local(ends_at).isoformat(timespec="seconds"),
        },
        not_after=ends_at,
    )


def received(address: str, name: str, *, own: bool) -> Mail:
    """To the person: an administrator will validate; `own` when they register with the account that they have."""
    return Mail(
        to=address,
        subject="Votre inscription à Medimail est reçue",
        template="medimail/joining_received",
        context={"name": name, "address": address, "own": own},
    )


def known(address: str, *, link: str, ends_at: datetime) -> Mail:
    """To an address whose registration could not be taken: somebody is known already; what to do instead.

    Args:
        address: The one that was proved.
        link: Where what was typed is corrected; empty when there was no number to mistype.
        ends_at: Until when it is kept.
    """
    return Mail(
        to=address,
        subject="Votre inscription à Medimail",
        template="medimail/joining_known",
        context={
            "address": address,
            "link": link,
            "ends_at": clock.local(ends_at).isoformat(timespec="minutes"),
        },
    )


def to_validate(
    address: str,
    *,
    holder: str,
    holder_address: str,
    kind: str,
    has_number: bool,
    shares_number: bool,
    profession: str,
    structure: str,
    tied: Sequence[str],
    link: str,
) -> Mail:
    """To whoever validates the accounts of a structure; `tied` when several of them enrolled the person equally.

    `has_number` says whether an account of this type bears an RPPS or ADELI number, to be looked at; `shares_number`
    whether another account bears the same.
    """
    return Mail(
        to=address,
        subject="Un compte Medimail est à valider",
        template="medimail/joining_to_validate",
        context={
            "holder": holder,
            "holder_address": holder_address,
            "kind": kind,
            "has_number": has_number,
            "shares_number": shares_number,
            "profession": profession,
            "structure": structure,
            "tied": list(tied),
            "link": link,
        },
    )
