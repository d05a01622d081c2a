"""The queries of administrators: those of a structure, those of its mothers, those who may be added.

Within one's reach, somebody is found by any part of a name or an address; elsewhere by the exact whole address alone,
so that the search is no directory of other people's structures, and a few times an hour, so that it is none of people.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager

from portal.accounts.models import Account
from portal.folding import words
from portal.identifiers import Refused
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import PERSONS
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures import store
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules import reading
from portal.medimail.structures.rules.tree import Reach
from portal.web.paging import Paging, paging

# Whoever does not find somebody among so many types more of the name: further on, each page would cost more.
MOST_FOUND = 500
_LOADED = contains_eager(Mailbox.structure), contains_eager(Mailbox.account)


@dataclass(frozen=True)
class Found:
    """One page of those who answer to a search, by name, each with structure and account.

    Attributes:
        at: Which page.
        people: Those that it shows.
        has_more: Whether others answer too, further on than one looks.
        is_guess: Whether the answer tells who has an address out of reach, or that nobody has it.
    """

    at: Paging
    people: Sequence[Mailbox] = ()
    has_more: bool = False
    is_guess: bool = False


def candidate(session: Session, mailbox_id: int) -> Mailbox | None:
    """The valid mailbox of this key of a person who signs in to it; its account comes with it, as both are now."""
    query = _eligible(select(Mailbox)).options(contains_eager(Mailbox.account)).where(Mailbox.id == mailbox_id)
    found: Mailbox | None = session.scalar(query.execution_options(populate_existing=True))
    return found


def search(session: Session, reach: Reach, text: str, asked: str | None) -> Found:
    """A page of those within reach who may be added and answer to this text: the first by name, however many."""
    # What folds to no word at all would find everybody.
    wanted = words(text)
    if not wanted:
        return Found(paging(asked, 0))
    matching = store.within(reach), *(Mailbox.search.like(f"%{word}%") for word in wanted)
    # By name as the page is: the index is walked until there are enough, not to its end.
    first = _joined(select(Mailbox.id)).where(*matching).order_by(Mailbox.search, Mailbox.id).limit(MOST_FOUND + 1)
    keys = session.scalars(first).all()
    at = paging(asked, min(len(keys), MOST_FOUND))
    shown = keys[:MOST_FOUND][at.offset : at.offset + at.size]
    query = _joined(select(Mailbox)).where(Mailbox.id.in_(shown)).options(*_LOADED)
    people = session.scalars(query.order_by(Mailbox.search, Mailbox.id)).all() if shown else ()
    return Found(at, people, len(keys) > MOST_FOUND)


def anywhere(session: Session, reach: Reach, text: str, asked: str | None) -> Found:
    """The same, save that whoever has this whole address is found out of reach too: a few times, no more."""
    address = whole(text)
    found = _owner(session, address) if address else None
    if found is None:
        return replace(search(session, reach, text, asked), is_guess=address is not None)
    return Found(paging(asked, 1), [found], is_guess=not reach.holds(found.structure.path))


def whole(text: str) -> str | None:
    """The address that this text is, if it is one whole."""
    address = reading.address(text.strip())
    return None if isinstance(address, Refused) else address


def _owner(session: Session, address: str) -> Mailbox | None:
    query = _joined(select(Mailbox)).where(Mailbox.address == address).options(*_LOADED)
    found: Mailbox | None = session.scalar(query)
    return found


def _joined(query: Select[Any]) -> Select[Any]:
    return _eligible(query).join(Structure, Structure.id == Mailbox.structure_id)


def _eligible(query: Select[Any]) -> Select[Any]:
    """« Un administrateur doit au préalable disposer d’un compte Medimail », valid, and of a person."""
    return query.join(Account, Account.id == Mailbox.account_id).where(
        Mailbox.state == State.VALID, Mailbox.kind.in_(PERSONS), Account.closed_at.is_(None)
    )
