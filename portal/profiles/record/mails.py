"""What people are told of what a référent did to their account; no message carries a secret."""

from dataclasses import dataclass
from datetime import datetime

from portal import clock
from portal.accounts.mails import password_changed
from portal.accounts.rules import Kind, Reach, address_of, code_route
from portal.config import settings
from portal.mail.rules import Mail, masked


@dataclass(frozen=True)
class Move:
    """Somebody who became référent, or is one no more: who, by whom, over what, when.

    Attributes:
        by: « » where it is their own decision.
    """

    who: str
    by: str
    over: str
    at: datetime


def address_changed(before: str, after: str, name: str, at: datetime) -> Mail:
    """To the address that was: the links and codes of this account go elsewhere from now on.

    The new address is masked: whoever reads the old box is not always the person any more.
    """
    return Mail(
        to=before,
        subject="Votre adresse MSSanté a été remplacée",
        template="profiles/address_changed",
        context={"name": name, "address": masked(after), "at": clock.local(at).isoformat(timespec="minutes")},
    )


def password_given(address: str, name: str, at: datetime) -> Mail | None:
    """An expired password has been replaced by an initial one."""
    return password_changed(Reach(Kind.STAFF, address, None, None), name, at)


def referent_added(reach: Reach, name: str, over: str, at: datetime) -> Mail | None:
    """The person now manages the profiles of these establishments; None where they can be sent nothing."""
    link = f"{settings().base_url}/etablissements"
    return _to(reach, "Vous êtes maintenant référent", "profiles/referent_added", name, over, at, link=link)


def referent_removed(reach: Reach, name: str, over: str, at: datetime) -> Mail | None:
    """The person manages them no more, whoever decided it: an act of another in their name shows."""
    return _to(reach, "Vous n’êtes plus référent", "profiles/referent_removed", name, over, at)


def referent_joined(reach: Reach, move: Move) -> Mail | None:
    """To those who manage these establishments already: somebody else does too from now on."""
    return _news(reach, "Un nouveau référent gère vos profils", "profiles/referent_joined", move)


def referent_left(reach: Reach, move: Move) -> Mail | None:
    """To those who still manage them: somebody does no more."""
    return _news(reach, "Un référent ne gère plus vos profils", "profiles/referent_left", move)


def _news(reach: Reach, subject: str, template: str, move: Move) -> Mail | None:
    link = f"{settings().base_url}/etablissements"
    return _to(reach, subject, template, move.who, move.over, move.at, by=move.by, link=link)


def _to(reach: Reach, subject: str, template: str, name: str, over: str, at: datetime, **more: str) -> Mail | None:
    address = address_of(code_route(reach))
    context = {"name": name, "over": over, "at": clock.local(at).isoformat(timespec="minutes"), **more}
    return Mail(to=address, subject=subject, template=template, context=context) if address else None
