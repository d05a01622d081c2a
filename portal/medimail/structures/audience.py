"""To whom one writes about a structure: those who administer it by a right of their own, and its contacts."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.rules import address_of, code_route
from portal.medimail.structures import store
from portal.medimail.structures.models import Structure


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


def nearest(session: Session, structure: Structure) -> dict[str, str]:
    """Its administrators; those of its nearest mother that has some when it has none, then the GRADeS.

    For what somebody has to act upon: the source keeps from those of a mother the notices of validation alone (p. 7).
    """
    for one in (structure, *reversed(store.above(session, structure))):
        if people := administrators(session, one.id):
            return people
    return grades(session)


def contacts(session: Session, structure_id: int) -> dict[str, str]:
    """Its contacts, whom the administrators have named."""
    return {contact.email: contact.name for contact in store.contacts(session, structure_id)}


def told(session: Session, structure_id: int) -> dict[str, str]:
    """Who is told of what happens in a structure, by address."""
    return contacts(session, structure_id) | administrators(session, structure_id)


def answering(session: Session, structure: Structure) -> dict[str, str]:
    """With whom one may talk of what happened in a structure, by address: there is always somebody."""
    return contacts(session, structure.id) | nearest(session, structure)
