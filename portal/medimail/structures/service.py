"""What is done to the tree of structures: the GRADeS creates them (source 002 p. 3)."""

import secrets

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.audit import Event
from portal.folding import words
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.tree import ROOT, path_of


def open_structure(session: Session, by: int | None, name: str, mother: Structure | None = None) -> Structure:
    """Create a structure under this one, or at the top of the tree."""
    structure = Structure(
        name=name,
        folded=" ".join(words(name)),
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
