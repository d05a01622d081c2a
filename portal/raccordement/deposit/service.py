"""Sending a draft: one transaction makes the account, deposits the request and writes the mails."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import counters
from portal.accounts import store as people
from portal.accounts.counters import Scope, Tally
from portal.accounts.models import Account
from portal.config import settings
from portal.mail import outbox
from portal.password import service as passwords
from portal.raccordement.deposit import mails, store
from portal.raccordement.deposit.drafts import Open
from portal.raccordement.deposit.rules import DELAYS_SINCE, AlreadyAsked, Incomplete, Sent, TooManyDeposits
from portal.raccordement.picker import service as picker
from portal.raccordement.picker.rules import Choice, NothingPicked
from portal.raccordement.record import members, rules
from portal.raccordement.record import service as record_service
from portal.raccordement.record import store as records
from portal.raccordement.record.models import Raccordement
from portal.raccordement.record.rules import ESTABLISHMENTS, AddressClosed
from portal.web.visitor import Visitor


def lacking(session: Session, record: Raccordement, choice: Choice) -> Incomplete | None:
    """What a draft still lacks before it may be sent."""
    numbers = [row.finess_et for row in record.establishments]
    missing = tuple(name for name in rules.missing(record.values, numbers) if name != ESTABLISHMENTS)
    wrong = picker.faults(session, choice) or ([] if numbers else [NothingPicked()])
    return Incomplete(missing, tuple(wrong)) if missing or wrong else None


def send(
    session: Session, visitor: Visitor, found: Open, *, choose: Callable[[str], str], sign_in: str
) -> Sent | Incomplete | AlreadyAsked | TooManyDeposits | AddressClosed:
    """Deposit a draft, locked by the caller.

    Args:
        session: Of one transaction: the account, the request and the mails come together or not at all.
        visitor: Who sends.
        found: The draft.
        choose: Turns a token into the full address of the page where a password is chosen.
        sign_in: The full address of the sign-in page.

    Raises:
        IntegrityError: an account of this address is being made by somebody quicker; the same again finds it.
    """
    record = found.record
    lacks = lacking(session, record, found.choice)
    if lacks:
        return lacks
    known = people.find(session, record.email)
    same = _asked_before(session, record, known) if known else None
    if same:
        return AlreadyAsked(str(same.number))
    if _too_many(session, visitor, record.email):
        return TooManyDeposits()
    if known is None and people.is_closed(session, record.email):
        return AddressClosed()
    account = members.account_of(session, record.email, last_name=record.last_name, first_name=record.first_name)
    record_service.deposit(session, record, account)
    _mail_parameters(session, record, account, choose=choose, sign_in=sign_in)
    return Sent(str(record.number))


def _asked_before(session: Session, record: Raccordement, account: Account) -> Raccordement | None:
    """The living request of this person for the same system and one of the same juridical establishments."""
    mine = {living.id for living in store.living(session, account.id)}
    return next((same for same in records.duplicates(session, record) if same.id in mine), None)


def _too_many(session: Session, visitor: Visitor, email: str) -> bool:
    limits = settings()
    tallies = [
        Tally(Scope.DEPOSITS, email, limits.limit_deposits),
        Tally(Scope.DEPOSITS_NETWORK, visitor.network, limits.limit_deposits_network),
    ]
    counted = counters.count(session, tallies, clock.now())
    return any(counted[tally.scope] > tally.limit.count for tally in tallies)


def _mail_parameters(
    session: Session, record: Raccordement, account: Account, *, choose: Callable[[str], str], sign_in: str
) -> None:
    """Tell the identifier; an account that never had a password is given a link to choose one."""
    link, ends_at = sign_in, None
    if account.credential.password_hash is None:
        token, ends_at = passwords.opening(session, account)
        link = choose(token)
    mail = mails.parameters(record.email, account.full_name, number=str(record.number), link=link, ends_at=ends_at)
    outbox.add(session, mail)


def usual_delay(session: Session, now: datetime) -> int | None:
    """The usual delay of a decision, in days; None as long as too few were taken."""
    return rules.usual_delay(records.delays(session, now - DELAYS_SINCE))
