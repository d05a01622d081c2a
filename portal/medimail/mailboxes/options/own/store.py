"""The accounts of a person, and the shared ones that these open."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.medimail.mailboxes.record.models import Connection, Mailbox
from portal.medimail.mailboxes.record.rules.kinds import PERSONS
from portal.medimail.mailboxes.record.rules.states import OPEN


def own(session: Session, account_id: int) -> Sequence[Mailbox]:
    """The mailboxes that this person signs in to, with their structure, the oldest first."""
    query = select(Mailbox).options(joinedload(Mailbox.structure, innerjoin=True))
    return session.scalars(query.where(Mailbox.account_id == account_id).order_by(Mailbox.id)).all()


def shared(session: Session, person_ids: Sequence[int]) -> Sequence[Mailbox]:
    """The shared mailboxes that these mailboxes open, by name, with their structure."""
    opened = select(Connection.shared_id).where(Connection.person_id.in_(person_ids))
    query = select(Mailbox).options(joinedload(Mailbox.structure, innerjoin=True)).where(Mailbox.id.in_(opened))
    return session.scalars(query.order_by(Mailbox.search, Mailbox.id)).all()


def settable(session: Session, account_id: int) -> Sequence[Mailbox]:
    """The open accounts that this person signs in to, whose settings are theirs, the oldest first."""
    query = (
        select(Mailbox)
        .options(joinedload(Mailbox.structure, innerjoin=True))
        .where(Mailbox.account_id == account_id, Mailbox.kind.in_(PERSONS), Mailbox.state.in_(OPEN))
        .order_by(Mailbox.id)
    )
    return session.scalars(query).all()
