"""What people are told of what a référent did to their account; no message carries a secret."""

from datetime import datetime

from portal import clock
from portal.accounts.mails import password_changed
from portal.accounts.rules import Kind, Reach
from portal.mail.rules import Mail, masked


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
