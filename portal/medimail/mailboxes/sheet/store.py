"""The questions that the pages of one account ask."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.folding import words
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import Connection, Mailbox
from portal.medimail.mailboxes.record.rules.kinds import PERSONS
from portal.medimail.mailboxes.record.rules.states import LIVE
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.tree import Reach

# As many as a person reads in a list of suggestions.
MOST_FOUND = 10
_LEAST = 2


def openers(session: Session, reach: Reach, text: str, but: Collection[str]) -> Sequence[Mailbox]:
    """The persons' accounts within reach that answer to these words, one more than is shown; none for a letter."""
    asked = text.lower().split() if "@" in text else words(text)
    if len("".join(asked)) < _LEAST:
        return ()
    # An index answers by itself what is asked here; whoever is left out is so afterwards.
    query = (
        select(Mailbox.id)
        .join(Structure, Structure.id == Mailbox.structure_id)
        .where(
            structures.within(reach),
            Mailbox.kind.in_(PERSONS),
            Mailbox.state.in_(LIVE),
            *(Mailbox.search.contains(word, autoescape=True) for word in asked),
        )
    )
    keys = session.scalars(query.order_by(Mailbox.search, Mailbox.id).limit(MOST_FOUND + 1 + len(but))).all()
    found = session.scalars(select(Mailbox).where(Mailbox.id.in_(keys)).order_by(Mailbox.search, Mailbox.id))
    return [mailbox for mailbox in found if mailbox.address not in but][: MOST_FOUND + 1]


def named(session: Session, reach: Reach, addresses: Collection[str], own: int | None) -> dict[str, Mailbox]:
    """The accounts of these addresses that are within reach, or open the account `own` already."""
    if not addresses:
        return {}
    already = select(Connection.person_id).where(Connection.shared_id == (own or 0))
    query = (
        select(Mailbox)
        .join(Structure, Structure.id == Mailbox.structure_id)
        .where(Mailbox.address.in_(list(addresses)), or_(structures.within(reach), Mailbox.id.in_(already)))
    )
    return {mailbox.address: mailbox for mailbox in session.scalars(query)}


def person(session: Session, account_id: int | None) -> Account | None:
    """The person of this key: who created the account, or signs in to it; None for nobody."""
    return session.get(Account, account_id) if account_id else None


def names_opening(session: Session, mailbox: Mailbox) -> Sequence[tuple[str, str]]:
    """The last and first names of those who open a shared account; nobody opens a person's but its holder."""
    if mailbox.kind in PERSONS:
        return ()
    return [(opener.last_name, opener.first_name) for opener, _ in records.opening(session, mailbox.id)]
