"""Which accounts an administrator may have a reset link sent to: asked by the list, the sheet and the act itself."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Account, AccountRight
from portal.config import settings
from portal.medimail.mailboxes.record.models import AddressChange, Mailbox
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.resets import Known, Obstacle, Sending, sending
from portal.password import service as password


def sending_to(session: Session, account_id: int | None) -> Sending | Obstacle:
    """Where a link asked for this person goes, or why it does not leave."""
    if account_id is None:
        return sending(None)
    return sendings(session, [account_id])[account_id]


def sendings(session: Session, account_ids: Collection[int]) -> Mapping[int, Sending | Obstacle]:
    """The same of each of these persons, by one question."""
    if not account_ids:
        return {}
    mine = Mailbox.account_id == Account.id
    right = exists().where(AccountRight.account_id == Account.id)
    # Nor one made MED to get round the rule: the mailbox remembers what it was.
    other = exists().where(mine, or_(Mailbox.kind != Kind.MED, Mailbox.was_professional))
    since = clock.now() - timedelta(days=settings().reset_address_days)
    done = and_(AddressChange.state == ChangeState.DONE, AddressChange.done_at > since)
    moving = exists().where(
        mine, AddressChange.mailbox_id == Mailbox.id, or_(AddressChange.state == ChangeState.ASKED, done)
    )
    query = select(Account, right, other, moving).where(Account.id.in_(account_ids))
    return {
        account.id: sending(_person(account, has_right=has_right, is_med=not is_other, is_moving=is_moving))
        for account, has_right, is_other, is_moving in session.execute(query)
    }


def _person(account: Account, *, has_right: bool, is_med: bool, is_moving: bool) -> Known:
    return Known(
        is_closed=account.closed_at is not None,
        has_route=password.may_send_link(account),
        has_own=password.may_send_link(account, at_own=True),
        is_known_elsewhere=any((account.rpps, account.certdc_id, account.name_key)),
        has_right=has_right,
        is_med=is_med,
        is_moving=is_moving,
    )
