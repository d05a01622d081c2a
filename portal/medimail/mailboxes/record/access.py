"""Which accounts a person may see: those of the structures within their reach."""

from flask import abort
from sqlalchemy.orm import Session

from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.states import Action, Who, move_of
from portal.medimail.structures import access
from portal.medimail.structures.rules.tree import Reach, is_under


def reached(session: Session, mailbox_id: int, *, lock: bool = False, held: Reach | None = None) -> Mailbox:
    """The mailbox of this key; `held` is how far the person administers, where the caller knows it.

    Raises:
        NotFound: its structure is out of the person's reach, or there is none.
    """
    found = store.get(session, mailbox_id, lock=lock)
    held = held or access.reach(session)
    return found if found and held.holds(found.structure.path) else abort(404)


def allowing(session: Session, mailbox_id: int, action: Action, *, lock: bool = False) -> Mailbox:
    """The mailbox of this key, where its state lets an administrator do this to it.

    Raises:
        NotFound: it is out of the person's reach, it does not allow the action any more, or there is none.
    """
    found = reached(session, mailbox_id, lock=lock)
    return found if move_of(found.state, found.kind, Who.ADMINISTRATOR, action) else abort(404)


def reached_below(session: Session, structure_id: int, mailbox_id: int, *, lock: bool = False) -> Mailbox:
    """The mailbox of this key, in this structure or one of its daughters.

    Raises:
        NotFound: the structure is out of the person's reach, the mailbox is elsewhere, or there is none.
    """
    at = access.structure(session, structure_id)
    found = store.get(session, mailbox_id, lock=lock)
    return found if found and is_under(found.structure.path, at.path) else abort(404)
