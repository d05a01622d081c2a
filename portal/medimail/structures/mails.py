"""What the administrators of a structure are told when one of them comes or goes."""

from collections.abc import Mapping

from portal.accounts.models import Account
from portal.accounts.rules import address_of, code_route
from portal.mail.rules import Json, Mail


def added(account: Account, *, structure: str, by: str, link: str, is_signed_out: bool) -> Mail | None:
    """To the person who now administers a structure; None where they can be sent nothing.

    `is_signed_out` when their sessions ended with it: whoever was at work is told why.
    """
    context: dict[str, Json] = {"name": account.full_name, "structure": structure, "by": by, "link": link}
    context["is_signed_out"] = is_signed_out
    return _to(account, "Vous administrez maintenant une structure Medimail", "medimail/administrator_added", context)


def removed(account: Account, *, structure: str, by: str, is_rejected: bool = False) -> Mail | None:
    """To the person who administers it no more; `is_rejected` when another mail tells what became of their mailbox."""
    context: dict[str, Json] = {"name": account.full_name, "structure": structure, "by": by, "is_rejected": is_rejected}
    return _to(account, "Vous n’administrez plus une structure Medimail", "medimail/administrator_removed", context)


def told(account: Account, *, says: str, structure: str, by: str, link: str) -> Mail | None:
    """To another administrator of the structure: an act in their common name shows."""
    context = {"name": account.full_name, "says": says, "structure": structure, "by": by, "link": link}
    return _to(account, "Les administrateurs de votre structure ont changé", "medimail/administrators_changed", context)


def shaped(account: Account, *, change: str, structure: str, mother: str, by: str, link: str) -> Mail | None:
    """To whom a change of the tree gives a structure, or takes it.

    `change` is "gained" or "lost", as it was put under a mother or away from her, "closed" or "reopened".
    """
    context = {
        "name": account.full_name,
        "change": change,
        "structure": structure,
        "mother": mother,
        "by": by,
        "link": link,
    }
    return _to(account, f"Vous {_NOW[change]} une structure Medimail", "medimail/structure_shaped", context)


_NOW = {
    "gained": "administrez maintenant",
    "lost": "n’administrez plus",
    "closed": "n’administrez plus",
    "reopened": "administrez de nouveau",
}


def _to(account: Account, subject: str, template: str, context: Mapping[str, Json]) -> Mail | None:
    address = address_of(code_route(account.reach))
    return Mail(to=address, subject=subject, template=template, context=context) if address else None
