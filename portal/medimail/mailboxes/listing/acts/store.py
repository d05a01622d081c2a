"""Who is told of what happens to an account, and where an account may go."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.rules import address_of, code_route
from portal.folding import words
from portal.medimail.mailboxes.record import store as mailboxes
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import PERSONS
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Contact, Structure
from portal.medimail.structures.rules.tree import Reach

MOST_FOUND = 20


def holders(session: Session, mailbox: Mailbox) -> Sequence[tuple[str, str]]:
    """Who is told of this account, each with an address and a name: its person, or those who open a shared one.

    The address of a shared one may be fictitious (source 002 p. 9): nothing is sent there.
    """
    if mailbox.kind in PERSONS:
        return [(mailbox.address, mailbox.full_name)]
    return [(person.address, person.full_name) for person, _ in mailboxes.opening(session, mailbox.id)]


def administrators(session: Session, structure_id: int) -> dict[str, str]:
    """Who is told of what happens in a structure: its own administrators and its contacts, by address."""
    found = {}
    for account, _ in structures.administrators(session, [structure_id]):
        if address := address_of(code_route(account.reach)):
            found[address] = account.full_name
    contacts = select(Contact).where(Contact.structure_id == structure_id).order_by(Contact.id)
    return {contact.email: contact.name for contact in session.scalars(contacts)} | found


def places(session: Session, reach: Reach, text: str, *, but: int | None = None) -> Sequence[Structure]:
    """The open structures within reach whose name has these words, the first twenty by name."""
    query = select(Structure).where(structures.within(reach), Structure.closed_at.is_(None))
    for word in words(text):
        query = query.where(Structure.folded.contains(word, autoescape=True))
    if but is not None:
        query = query.where(Structure.id != but)
    return session.scalars(query.order_by(Structure.folded, Structure.id).limit(MOST_FOUND)).all()
