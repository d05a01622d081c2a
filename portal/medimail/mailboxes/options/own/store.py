"""The accounts of a person, and the shared ones that these open."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account
from portal.medimail.mailboxes.record.models import Connection, Mailbox
from portal.medimail.mailboxes.record.rules.kinds import PERSONS
from portal.medimail.mailboxes.record.rules.states import OPEN

# What a person may set: the open accounts that they sign in to.
_SETTABLE = (Mailbox.kind.in_(PERSONS), Mailbox.state.in_(OPEN))


def has_some() -> ColumnElement[bool]:
    """Whether the person of the account that a query reads has settings of their own, in that query."""
    return select(Mailbox.id).where(Mailbox.account_id == Account.id, *_SETTABLE).correlate(Account).exists()


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
        .where(Mailbox.account_id == account_id, *_SETTABLE)
        .order_by(Mailbox.id)
    )
    return session.scalars(query).all()
