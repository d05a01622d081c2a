"""The queries of registrations: who is known already, where the others go, what is too old."""

from datetime import datetime

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.medimail.mailboxes.joining.models import Joining
from portal.medimail.mailboxes.record import owning
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.sheets import Sheet
from portal.medimail.mailboxes.record.rules.states import VOUCHED
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure


def is_known(session: Session, sheet: Sheet, account_id: int | None) -> bool:
    """Whether somebody is known by this address or number; `account_id`, who registers, left out.

    An address is taken in any state. A number is known once an administrator has vouched for it, or to whoever typed
    it already for themselves: else whoever types that of a physician first would keep the physician out.
    """
    found = owning.whose(session, sheet.address, account_id=account_id)
    if found.is_taken or found.people:
        return True
    numbers = [Mailbox.rpps == sheet.rpps] if sheet.rpps else []
    numbers += [Mailbox.adeli == sheet.adeli] if sheet.adeli else []
    holds = or_(Mailbox.state.in_(VOUCHED), Mailbox.account_id == (account_id or 0))
    if numbers and session.scalar(select(exists().where(or_(*numbers), holds))):
        return True
    named = exists().where(Account.rpps == sheet.rpps, Account.id != (account_id or 0))
    return bool(sheet.rpps) and bool(session.scalar(select(named)))


def top(session: Session, *, lock: bool = False) -> Structure | None:
    """The structure at the top of the tree, the GRADeS's own; None before there is any. Locked if asked, still open."""
    query = select(Structure).where(Structure.mother_id.is_(None), Structure.closed_at.is_(None))
    query = query.order_by(Structure.id).limit(1)
    found = session.scalar(query)
    while lock and found and (held := structures.get(session, found.id, lock=True)) and held.closed_at:
        found = session.scalar(query)
    return found


def purge(session: Session, before: datetime) -> None:
    """Remove the registrations begun before this instant, sent or not."""
    session.execute(delete(Joining).where(Joining.created_at < before))
