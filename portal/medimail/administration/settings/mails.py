"""What somebody is told who becomes a contact of a structure: they were not asked."""

from portal.mail.rules import Mail


def contact_added(address: str, name: str, *, structure: str, by: str, to_whom: str) -> Mail:
    """To a new contact: what they will be sent, who named them, and where to write to be taken off.

    Nobody else is named: the address may have been mistyped.
    """
    return Mail(
        to=address,
        subject="Vous serez prévenu pour une structure Medimail",
        template="medimail/contact_added",
        context={"name": name, "structure": structure, "by": by, "to_whom": to_whom},
    )
