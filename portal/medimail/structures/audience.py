"""To whom one writes about a structure: those who administer it by a right of their own, and its contacts."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.rules import address_of, code_route
from portal.medimail.structures import store


def reached(people: Iterable[Account]) -> dict[str, str]:
    """The names of these people by the address that each is written to; whoever can be sent nothing is left out."""
    found = {address_of(code_route(account.reach)): account.full_name for account in people}
    return {address: name for address, name in found.items() if address}


def administrators(session: Session, structure_id: int) -> dict[str, str]:
    """Its own administrators; those of its mothers are told nothing (source 002 p. 7)."""
    return reached(account for account, _ in store.administrators(session, [structure_id]))


def grades(session: Session) -> dict[str, str]:
    """The GRADeS, who is told of a structure that has nobody to tell."""
    return reached(store.grades(session))


def contacts(session: Session, structure_id: int) -> dict[str, str]:
    """Its contacts, whom the administrators have named."""
    return {contact.email: contact.name for contact in store.contacts(session, structure_id)}


def told(session: Session, structure_id: int) -> dict[str, str]:
    """Who is told of what happens in a structure, by address."""
    return contacts(session, structure_id) | administrators(session, structure_id)
