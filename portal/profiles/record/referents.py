"""The référents of an establishment (« Administration paramètres et profils »): add and remove, never the last one."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import service as accounts
from portal.accounts import store as people
from portal.accounts.models import Account, AccountRight
from portal.accounts.rules import Reach, Right
from portal.audit import Event
from portal.mail import outbox
from portal.mail.rules import Mail
from portal.profiles.record import mails
from portal.profiles.record.models import Profile
from portal.profiles.record.rules.acts import Done, LastReferent, NotYours, Unchanged
from portal.profiles.record.rules.perimeter import Perimeter
from portal.registers.models import Establishment

_Notice = Callable[[Reach, str, str, datetime], Mail | None]
_News = Callable[[Reach, mails.Move], Mail | None]


def of(session: Session, held: Perimeter, finess_et: str) -> Sequence[tuple[Account, str]]:
    """Who manages this establishment, and by which scope: its own number, or that of its EJ."""
    scopes = {finess_et, held.territorials.get(finess_et, finess_et)}
    return _holders(session, scopes)


def _holders(session: Session, scopes: set[str], *, lock: bool = False) -> Sequence[tuple[Account, str]]:
    query = select(Account, AccountRight.scope).join(AccountRight, AccountRight.account_id == Account.id)
    held = (AccountRight.name == Right.REFERENT, AccountRight.scope.in_(scopes), Account.closed_at.is_(None))
    ordered = query.where(*held).order_by(Account.last_name, Account.first_name, Account.id)
    # Two référents who leave at the same instant must not both find the other one there.
    locked = ordered.with_for_update(of=AccountRight) if lock else ordered
    return [(account, scope) for account, scope in session.execute(locked)]


def candidate(session: Session, held: Perimeter, account_id: int, *, lock: bool = False) -> Account | None:
    """Who may be made référent: somebody who has a profile in the perimeter, or manages a part of it already.

    Nobody, or somebody else's staff, answers the same: None.
    """
    if not _is_of_the_staff(session, held, account_id) and not _manages(session, held, account_id):
        return None
    account = people.get(session, account_id, lock=lock)
    return None if account.closed_at else account


def _is_of_the_staff(session: Session, held: Perimeter, account_id: int) -> bool:
    inside = Profile.finess_et.in_(list(held.territorials))
    return session.scalar(select(Profile.id).where(Profile.account_id == account_id, inside).limit(1)) is not None


def _manages(session: Session, held: Perimeter, account_id: int) -> bool:
    return any(held.covers(right.name, right.scope) for right in people.rights(session, account_id))


def add(session: Session, held: Perimeter, by: int, account_id: int, scope: str) -> Done | Unchanged | NotYours:
    """Make somebody référent of this EJ or ET; they are told, and so are those who manage it already."""
    # Locked: sent twice at once, the second finds the right there.
    account = candidate(session, held, account_id, lock=True) if held.may_hand(scope) else None
    if account is None:
        return NotYours()
    if holds(session, account.id, scope):
        return Unchanged()
    told = others(session, held, scope, but={account.id, by})
    accounts.give_right(session, account.id, Right.REFERENT, scope)
    audit.record(session, Event.REFERENT_ADDED, subject=account.id, actor=by, after={"etablissement": scope})
    _tell(session, account, scope, mails.referent_added)
    _spread(session, told, mails.referent_joined, _move(session, account, by, scope))
    return Done(account.id)


def holds(session: Session, account_id: int, scope: str) -> bool:
    """Whether this person is référent by this very number."""
    return any(r.name is Right.REFERENT and r.scope == scope for r in people.rights(session, account_id))


def remove(session: Session, held: Perimeter, by: int, account_id: int, scope: str) -> Done | NotYours | LastReferent:
    """Take this scope back from a référent; « never oneself as the last »: somebody must remain.

    Of an ET, whoever manages its EJ remains too.
    """
    if not held.may_hand(scope):
        return NotYours()
    holders = _holders(session, {scope, held.territorials.get(scope, scope)}, lock=True)
    if (account_id, scope) not in {(account.id, found) for account, found in holders}:
        return NotYours()
    if not any(account.id != account_id for account, _ in holders):
        return LastReferent()
    people.take_back(session, account_id, Right.REFERENT, scope)
    audit.record(session, Event.REFERENT_REMOVED, subject=account_id, actor=by, before={"etablissement": scope})
    account = people.get(session, account_id)
    _tell(session, account, scope, mails.referent_removed)
    _spread(
        session,
        others(session, held, scope, but={account_id, by}),
        mails.referent_left,
        _move(session, account, by, scope),
    )
    return Done()


def others(session: Session, held: Perimeter, scope: str, *, but: set[int]) -> Sequence[Account]:
    """Those who manage all or a part of this, each once, but for some."""
    parts = {et for et, ej in held.territorials.items() if scope in {et, ej}}
    holders = _holders(session, {scope, held.territorials.get(scope, scope), *parts})
    return list({account.id: account for account, _ in holders if account.id not in but}.values())


def _move(session: Session, account: Account, by: int, scope: str) -> mails.Move:
    actor = people.get(session, by).full_name
    return mails.Move(account.full_name, "" if by == account.id else actor, _over(session, scope), clock.now())


def _spread(session: Session, told: Sequence[Account], notice: _News, move: mails.Move) -> None:
    for account in told:
        mail = notice(account.reach, move)
        if mail:
            outbox.add(session, mail)


def _tell(session: Session, account: Account, scope: str, notice: _Notice) -> None:
    mail = notice(account.reach, account.full_name, _over(session, scope), clock.now())
    if mail:
        outbox.add(session, mail)


def _over(session: Session, scope: str) -> str:
    """What this number stands for: one establishment, or all those of a legal entity, which bears no name here."""
    place = session.get(Establishment, scope)
    named = f"{place.full_name}, FINESS" if place else "tous les établissements de l’entité juridique"
    return f"{named} {scope}"
