"""An initial password given to one person, from the page of a profile.

Wider than a line of a file by one case: an initial password that was lost before it served may be given again. Here a
person asks for it once and sees what it does; a file imported twice would do it twice.
"""

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import service as accounts
from portal.accounts import store as people
from portal.accounts.models import Account
from portal.audit import Event
from portal.mail import outbox
from portal.profiles.record import mails, store
from portal.profiles.record.rules.acts import Done, Guarded, NotYours, StillGood
from portal.profiles.record.rules.perimeter import Perimeter


def may_be_given(
    session: Session, held: Perimeter, profile_id: int, *, lock: bool = False
) -> Account | NotYours | Guarded | StillGood:
    """The account of this profile if it needs an initial password, or why it gets none."""
    profile = store.get(session, held, profile_id)
    if profile is None:
        return NotYours()
    account = people.get(session, profile.account_id, lock=lock)
    rights = people.rights(session, account.id)
    if account.closed_at or not all(held.covers(right.name, right.scope) for right in rights):
        return Guarded()
    # An initial password counts as expired: its owner has not made it theirs yet.
    needs_one = account.credential.password_hash is None or accounts.has_expired(account)
    return account if needs_one else StillGood()


def give(
    session: Session, held: Perimeter, by: int, profile_id: int, password_hash: str
) -> Done | NotYours | Guarded | StillGood:
    """Set an initial password, that the policy has accepted; it must be changed at the first sign-in."""
    account = may_be_given(session, held, profile_id, lock=True)
    if not isinstance(account, Account):
        return account
    accounts.set_password(session, account, password_hash, must_change=True)
    people.end_sessions(session, account.id)
    audit.record(session, Event.PASSWORD_GIVEN, subject=account.id, actor=by)
    notice = mails.password_given(account.mssante, account.full_name, clock.now()) if account.mssante else None
    if notice:
        outbox.add(session, notice)
    return Done(account.id)
