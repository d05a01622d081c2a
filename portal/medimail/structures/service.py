"""What the GRADeS does to the tree of structures: create, move, close, open again (source 002 p. 3).

A structure is never deleted. Changes of the tree go one at a time: two of them, right each by itself, could make a loop
together, or put a new daughter under the former path of her mother.
"""

import secrets

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.audit import Event
from portal.db import one_at_a_time
from portal.folding import words
from portal.medimail.structures import appointing, store
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.shaping import (
    Done,
    Kept,
    MotherClosed,
    NameTaken,
    NoSuch,
    Person,
    Shift,
    Stale,
    Unchanged,
    UnderItself,
    may_stand_under,
    shift,
)
from portal.medimail.structures.rules.tree import ROOT, lineage, path_of


def lock_tree(session: Session) -> None:
    """Wait until nobody else changes the tree; read what it is like only then."""
    one_at_a_time(session, "structures")


def folded(name: str) -> str:
    """The name as it is searched, sorted, and told from that of a sister."""
    return " ".join(words(name))


def open_structure(session: Session, by: int | None, name: str, mother: Structure | None = None) -> Structure:
    """Create a structure under this one, or at the top of the tree."""
    structure = Structure(
        name=name,
        folded=folded(name),
        mother_id=mother.id if mother else None,
        # Its path holds its key, which is not known yet: this one is nobody's.
        path=f"{ROOT}{secrets.token_hex(8)}",
        created_at=clock.now(),
    )
    session.add(structure)
    session.flush()
    structure.path = path_of(mother.path if mother else ROOT, structure.id)
    session.flush()
    audit.record(session, Event.STRUCTURE_OPENED, actor=by, after={"structure": name, "cle": structure.id})
    return structure


def create(session: Session, by: int, name: str, mother_id: int | None) -> Done | NoSuch | NameTaken:
    """Create a structure under an open one, or at the top (`None`)."""
    lock_tree(session)
    mother = _open(session, mother_id)
    if mother_id and mother is None:
        return NoSuch()
    if store.has_sister(session, mother_id, folded(name)):
        return NameTaken()
    return Done(open_structure(session, by, name, mother).id)


def _open(session: Session, structure_id: int | None, *, lock: bool = False) -> Structure | None:
    found = store.get(session, structure_id, lock=lock) if structure_id else None
    return found if found and found.closed_at is None else None


def consequences(session: Session, structure: Structure, mother: Structure | None) -> Shift:
    """Whose rights over a structure, and over all that is under it, change if it is put under this mother."""
    before, after = lineage(structure.path)[:-1], lineage(mother.path) if mother else ()
    above = {structure.id, *before, *after}
    called = store.names(session, above)
    people: dict[int, list[Person]] = {key: [] for key in above}
    for account, key in store.administrators(session, above):
        people[key].append(Person(account.id, account.full_name, called[key]))
    # The nearest mother is the one that is named.
    return shift(
        people[structure.id],
        [person for key in reversed(before) for person in people[key]],
        [person for key in reversed(after) for person in people[key]],
    )


def seen(structure: Structure, change: Shift) -> str:
    """What a person saw before confirming a move: where the structure stood, and whose rights it changed."""
    return f"{structure.path}:{change.mark}"


def move(
    session: Session, by: int, structure_id: int, mother_id: int | None, *, shown: str
) -> Done | NoSuch | UnderItself | Unchanged | NameTaken | Stale:
    """Put a structure, and all that is under it, under another mother, if its consequences are those shown."""
    lock_tree(session)
    structure, mother = _open(session, structure_id, lock=True), _open(session, mother_id)
    if structure is None or (mother_id and mother is None):
        return NoSuch()
    if mother and not may_stand_under(structure.path, mother.path):
        return UnderItself()
    if structure.mother_id == mother_id:
        return Unchanged()
    if store.has_sister(session, mother_id, structure.folded):
        return NameTaken()
    change = consequences(session, structure, mother)
    if seen(structure, change) != shown:
        return Stale()
    was = structure.mother_id
    store.rewrite_paths(session, structure, path_of(mother.path if mother else ROOT, structure.id))
    structure.mother_id, structure.version = mother_id, structure.version + 1
    session.flush()
    audit.record(
        session,
        Event.STRUCTURE_MOVED,
        actor=by,
        before={"structure": structure.name, "cle": structure.id, "mere": was},
        after={"structure": structure.name, "cle": structure.id, "mere": mother_id},
    )
    appointing.moved(session, structure, change, by=by)
    return Done(structure.id)


def close(session: Session, by: int, structure: Structure, *, accounts: int) -> Done | Kept:
    """Close a structure that nobody uses any more: it keeps its past, and exists for the GRADeS alone.

    Args:
        session: Of a transaction that holds the tree (`lock_tree`) and the structure.
        by: The account that closes it.
        structure: An open one.
        accounts: How many accounts it lists, counted since it was locked.
    """
    daughters = store.count_daughters(session, structure)
    if accounts or daughters:
        return Kept(accounts, daughters)
    structure.closed_at, structure.version = clock.now(), structure.version + 1
    _record_state(session, by, structure, Event.STRUCTURE_CLOSED, is_open=False)
    appointing.closed(session, structure, by=by)
    return Done(structure.id)


def reopen(session: Session, by: int, structure: Structure) -> Done | MotherClosed | NameTaken:
    """Open again a structure that was closed; the transaction holds the tree and the structure."""
    mother = store.get(session, structure.mother_id) if structure.mother_id else None
    if mother and mother.closed_at:
        return MotherClosed(mother.name)
    if store.has_sister(session, structure.mother_id, structure.folded):
        return NameTaken()
    structure.closed_at, structure.version = None, structure.version + 1
    _record_state(session, by, structure, Event.STRUCTURE_REOPENED, is_open=True)
    appointing.reopened(session, structure, by=by)
    return Done(structure.id)


def _record_state(session: Session, by: int, structure: Structure, event: Event, *, is_open: bool) -> None:
    audit.record(
        session,
        event,
        actor=by,
        before={"structure": structure.name, "cle": structure.id, "ouverte": not is_open},
        after={"structure": structure.name, "cle": structure.id, "ouverte": is_open},
    )
