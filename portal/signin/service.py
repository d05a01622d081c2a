"""Signing in: password first, then the mailed code, then a session.

`begin` and `conclude` are two transactions with the one argon2 computation between them, outside both: a hash takes
20 ms, and a write lock must not be held so long. What is counted, is counted before the hash (see accounts.counters).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import arrivals, counters, sessions, store
from portal.accounts import mails as account_mails
from portal.accounts import service as accounts
from portal.accounts.counters import Scope, Tally
from portal.accounts.hashing import Verdict
from portal.accounts.lifetime import sign_in_reminder
from portal.accounts.models import Account
from portal.accounts.rules import ADMINISTRATION, Level, address_of, code_route
from portal.audit import Event
from portal.config import settings
from portal.mail import outbox
from portal.signin import challenges, rules
from portal.signin.rules import AddressAsked, Again, CodeAsked, Purpose, Refused, SignedIn, Throttled
from portal.web.visitor import Visitor


@dataclass(frozen=True)
class Attempt:
    """A password about to be checked: against `password_hash`, or against nothing when the gate is closed."""

    account_id: int | None
    password_hash: str | None = field(repr=False)
    tallies: list[Tally]
    blocks: bool
    # What closed the gate, and the window in which it did.
    held: tuple[Tally, datetime | None] | None = None


def begin(session: Session, visitor: Visitor, account: Account | None, typed: str) -> Attempt | Throttled:
    """Count the try and say what the password is to be compared with.

    `typed` is the canonical identifier: somebody unknown is counted like anybody else.
    """
    limits, now = settings(), clock.now()
    who = counters.subject(account.id if account else None, typed)
    known = store.browser(session, account.id, visitor.mark) if account else None
    if known:
        own = Tally(Scope.BROWSER, f"{who} {known.mark}", limits.limit_browser)
        held = _held(session, own, counters.count(session, [own], now), now)
        return Attempt(account.id if account else None, _hash(account, held is None), [own], blocks=False, held=held)
    network = Tally(Scope.NETWORK, visitor.network, limits.limit_network)
    origin = Tally(Scope.ACCOUNT_ORIGIN, f"{who} {visitor.network}", limits.limit_account_origin)
    counted = counters.count(session, [origin, network], now)
    if counted[Scope.NETWORK] > network.limit.count:
        return Throttled()
    if held := _held(session, origin, counted, now):
        # Not compared, so not counted against the account: one place alone does not block it in a second.
        return Attempt(account.id if account else None, None, [origin, network], blocks=False, held=held)
    total = Tally(Scope.ACCOUNT, who, limits.limit_account)
    tried = counters.count(session, [total], now)
    held = _held(session, total, tried, now)
    is_open = held is None and not (account and accounts.blocked(account))
    return Attempt(
        account.id if account else None,
        _hash(account, is_open),
        [origin, network, total],
        blocks=tried[Scope.ACCOUNT] >= total.limit.count,
        held=held,
    )


def _held(
    session: Session, tally: Tally, counted: Mapping[Scope, int], now: datetime
) -> tuple[Tally, datetime | None] | None:
    """What keeps a password from being compared: its limit is passed, in this window."""
    if counted[tally.scope] <= tally.limit.count:
        return None
    return tally, counters.window(session, tally, now)


def _hash(account: Account | None, is_open: bool) -> str | None:  # noqa: FBT001 - private, two callers
    return account.credential.password_hash if account and is_open else None


Outcome = Refused | Again | CodeAsked | AddressAsked | SignedIn | rules.NoMoreMail


def conclude(
    session: Session, visitor: Visitor, attempt: Attempt, verdict: Verdict, rehashed: str | None = None
) -> Outcome:
    """Act on the verdict: refuse, or go on to the code, to the registration of an address, or straight to a session.

    `rehashed` is the same password hashed at today's cost, when the one that was checked is of another.
    """
    account = store.get(session, attempt.account_id, lock=True) if attempt.account_id is not None else None
    if attempt.held and counters.window(session, attempt.held[0], clock.now()) != attempt.held[1]:
        # A count is cleared by a right password alone: one sent at the same time was, so this one is worth comparing,
        # even if the count has risen again since. It tells nothing to whoever has none that is right: for them no
        # count is ever cleared.
        return Again()
    # A password changed while this one was being compared is the only one that counts.
    if account is None or not verdict.matches or account.credential.password_hash != attempt.password_hash:
        return _refuse(session, account, attempt)
    account.credential.password_hash = rehashed or attempt.password_hash
    _forgive(session, attempt)
    now = clock.now()
    known = store.browser(session, account.id, visitor.mark)
    rights = frozenset(right.name for right in store.rights(session, account.id))
    expired = accounts.has_expired(account)
    trusted_until = known.trusted_until if known else None
    if not rules.needs_code(trusted_until=trusted_until, now=now, rights=rights, expired=expired):
        store.end_sessions_in(session, visitor.mark)
        return _enter(session, visitor, account)
    address = address_of(code_route(account.reach))
    purpose = Purpose.SIGN_IN if address else Purpose.REGISTER_ADDRESS
    challenge = challenges.open_for(session, visitor, account, purpose, address)
    if address is None:
        return AddressAsked()
    sent = challenges.send_code(session, account, challenge)
    return sent if isinstance(sent, rules.NoMoreMail) and not challenge.issued else CodeAsked()


def _refuse(session: Session, account: Account | None, attempt: Attempt) -> Refused:
    audit.record(session, Event.SIGN_IN_REFUSED, subject=account.id if account else None)
    if account and attempt.blocks and not accounts.blocked(account):
        accounts.block(session, account)
    return Refused()


def _forgive(session: Session, attempt: Attempt) -> None:
    """A right password: the account starts afresh, the network is given back its one try."""
    shared = [t for t in attempt.tallies if t.scope is Scope.NETWORK]
    counters.clear(session, [t for t in attempt.tallies if t.scope is not Scope.NETWORK], give_back=shared)


def resend(
    session: Session, visitor: Visitor
) -> rules.MailTooSoon | rules.NoMoreMail | CodeAsked | rules.ChallengeOver:
    """Mail a further code for the challenge of this browser; the earlier ones stay good."""
    challenge = challenges.current(session, visitor, lock=True)
    if challenge is None or challenge.address is None or challenge.tries >= settings().code_tries:
        return rules.ChallengeOver()
    return challenges.send_code(session, store.get(session, challenge.account_id), challenge)


def register_address(
    session: Session, visitor: Visitor, address: str
) -> rules.NoMoreMail | CodeAsked | rules.ChallengeOver:
    """Mail a code to the MSSanté address that a person without any wishes to register.

    Changing one's mind starts a new challenge, so that a code proves only the address it was mailed to; the
    mails already sent count on, so that nobody is bombed by changing it for ever.
    """
    challenge = challenges.current(session, visitor, lock=True)
    if challenge is None or challenge.purpose is not Purpose.REGISTER_ADDRESS:
        return rules.ChallengeOver()
    sender = Tally(Scope.ADDRESS_MAILS, counters.subject(challenge.account_id), settings().limit_address_mails)
    if not counters.admits(session, sender, clock.now()):
        return rules.NoMoreMail()
    account = store.get(session, challenge.account_id)
    if not challenges.stands(challenge, account):
        return rules.ChallengeOver()
    if challenge.address not in {None, address}:
        challenge.closed_at = clock.now()
        challenge = challenges.open_for(session, visitor, account, Purpose.REGISTER_ADDRESS, address)
    challenge.address = address
    sent = challenges.send_code(session, account, challenge)
    return sent if isinstance(sent, rules.NoMoreMail) else CodeAsked()


def submit_code(
    session: Session, visitor: Visitor, typed: str, *, trust: bool
) -> SignedIn | rules.WrongCode | rules.ChallengeOver | rules.TooManyWrongCodes:
    """Try a code; one alive opens a session, once, however many times it is submitted at the same time."""
    begun = challenges.current(session, visitor)
    if begun is None:
        return rules.ChallengeOver()
    # The account first, as after the password: two locks taken in two orders would wait for each other.
    account = store.get(session, begun.account_id, lock=True)
    challenge = challenges.current(session, visitor, lock=True)
    if challenge is None or not challenges.may_try(challenge, account):
        return rules.ChallengeOver()
    wrong_codes = Tally(Scope.CODES, counters.subject(account.id), settings().limit_codes)
    if counters.is_over(session, wrong_codes, clock.now()):
        challenge.closed_at = clock.now()
        return rules.TooManyWrongCodes()
    if not challenges.is_right(challenge, typed):
        return challenges.count_wrong(session, challenge, wrong_codes)
    challenge.closed_at = clock.now()
    if challenge.purpose is Purpose.REGISTER_ADDRESS:
        _keep_address(session, account, str(challenge.address))
    rights = frozenset(right.name for right in store.rights(session, account.id))
    if accounts.recognise(session, account.id, visitor, trust=trust and not rights & ADMINISTRATION):
        accounts.tell_of_newcomer(session, account, visitor)
    store.end_sessions_in(session, visitor.mark)
    return _enter(session, visitor.renewed(), account)


def _keep_address(session: Session, account: Account, address: str) -> None:
    account.mssante = address
    audit.record(session, Event.ADDRESS_REGISTERED, subject=account.id, actor=account.id, after={"mssante": address})
    accounts.notify(session, account, account_mails.address_registered)


def _enter(session: Session, visitor: Visitor, account: Account) -> SignedIn:
    """Open the session: a whole one, or one that only chooses a new password."""
    expired = accounts.has_expired(account)
    level = Level.RENEW if expired else Level.FULL
    if level is Level.FULL:
        account.credential.sign_ins += 1
        account.credential.signed_in_at = clock.now()
        _warn_of_expiry(session, account)
        arrivals.tell(session, account.id)
    token = sessions.start(session, account, level, visitor)
    audit.record(session, Event.SIGN_IN, subject=account.id, actor=account.id, after={"niveau": level})
    return SignedIn(level, token)


def _warn_of_expiry(session: Session, account: Account) -> None:
    """Tell the person at 10, 5 and 1 sign-ins before the end (promise 12)."""
    credential = account.credential
    due = sign_in_reminder(accounts.password_age(account), accounts.lifetime(), credential.reminded_sign_ins)
    if due is None:
        return
    credential.reminded_sign_ins = due
    mail = account_mails.sign_ins_left(account.reach, account.full_name, sign_ins=due)
    if mail:
        outbox.add(session, mail)
