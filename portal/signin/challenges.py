"""The challenge between a right password and a session: which one is open, its codes, its tries.

Codes are derived from a key that the database does not hold; a challenge keeps only when each was sent.
"""

import secrets

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import counters
from portal.accounts.counters import Scope, Tally
from portal.accounts.models import Account
from portal.accounts.rules import address_of, code_route
from portal.audit import Event
from portal.config import settings
from portal.keys import mac
from portal.mail import outbox
from portal.signin import mails, rules, store
from portal.signin.models import Challenge
from portal.signin.rules import CodeAsked, Purpose
from portal.web.visitor import Visitor


def current(session: Session, visitor: Visitor, *, lock: bool = False) -> Challenge | None:
    """The challenge that this browser has open."""
    # A code lives 10 minutes after it was sent, and the last of five may be sent late: an hour covers them all.
    since = clock.now() - settings().code_minutes * (settings().code_mails + 1)
    return store.latest(session, visitor.mark, since, lock=lock)


def open_for(session: Session, visitor: Visitor, account: Account, purpose: Purpose, address: str | None) -> Challenge:
    """The open challenge of this browser for this person, or a new one.

    Signing in again in a second tab goes on with the same challenge: codes already mailed stay good.
    """
    found = current(session, visitor, lock=True)
    if found and found.purpose is purpose and _can_go_on(found, account):
        return found
    if found:
        # One at a time in a browser: on a shared PC nobody meets the challenge of the person before.
        found.closed_at = clock.now()
    found = Challenge(
        account_id=account.id,
        browser_mark=visitor.mark,
        purpose=purpose,
        address=address,
        credential_version=account.credential.version,
        salt=secrets.token_urlsafe(32),
        issued=[],
        tries=0,
        created_at=clock.now(),
    )
    session.add(found)
    session.flush()
    return found


def _can_go_on(challenge: Challenge, account: Account) -> bool:
    """Whether a challenge of this person still has a code that is good, or may still be sent one."""
    limits = settings()
    is_theirs = challenge.account_id == account.id and challenge.credential_version == account.credential.version
    has_code = bool(rules.alive(challenge.issued_at, clock.now(), limits.code_minutes))
    return is_theirs and challenge.tries < limits.code_tries and (has_code or len(challenge.issued) < limits.code_mails)


def send_code(
    session: Session, account: Account, challenge: Challenge
) -> rules.MailTooSoon | rules.NoMoreMail | CodeAsked:
    """Mail a further code unless it is too soon or there were too many."""
    now, limits = clock.now(), settings()
    refusal = rules.may_resend(challenge.issued_at, now, wait=limits.code_wait_seconds, most=limits.code_mails)
    if refusal or challenge.address is None:
        return refusal or rules.NoMoreMail()
    recipient = _mails_to(challenge.address, challenge.purpose)
    if not counters.admits(session, recipient, now):
        return rules.NoMoreMail()
    number = len(challenge.issued)
    challenge.issued = [*challenge.issued, now.isoformat()]
    outbox.add(
        session,
        mails.code(
            challenge.address,
            account.full_name,
            challenge.purpose,
            rules.code(_secret(challenge), number),
            asked_at=now,
            ends_at=now + limits.code_minutes,
        ),
    )
    audit.record(session, Event.CODE_SENT, subject=account.id)
    return CodeAsked()


def _mails_to(address: str, purpose: Purpose) -> Tally:
    """The count of what is mailed to an address: codes that anybody may ask for never use up its owner's own."""
    if purpose is Purpose.REGISTER_ADDRESS:
        return Tally(Scope.ADDRESS_MAILS, address, settings().limit_address_mails)
    return Tally(Scope.CODE_MAILS, address, settings().limit_code_mails)


def _secret(challenge: Challenge) -> bytes:
    return mac("code", str(challenge.id), challenge.salt, challenge.browser_mark, challenge.address or "")


def is_right(challenge: Challenge, typed: str) -> bool:
    """Whether what was typed is a code of this challenge that is still alive."""
    numbers = rules.alive(challenge.issued_at, clock.now(), settings().code_minutes)
    return rules.is_right(typed, _secret(challenge), numbers)


def stands(challenge: Challenge, account: Account) -> bool:
    """Whether it may still prove what it is for: an address registered meanwhile is never replaced by another."""
    return challenge.purpose is Purpose.SIGN_IN or address_of(code_route(account.reach)) is None


def may_try(challenge: Challenge, account: Account) -> bool:
    """Whether a code may be tried: some were sent, few were wrong, and what led here still stands."""
    return (
        challenge.account_id == account.id
        and stands(challenge, account)
        and challenge.credential_version == account.credential.version
        and account.closed_at is None
        and bool(challenge.issued)
        and challenge.tries < settings().code_tries
    )


def count_wrong(session: Session, challenge: Challenge, tally: Tally) -> rules.WrongCode | rules.ChallengeOver:
    """Count a wrong code; the fifth ends the challenge."""
    counters.count(session, [tally], clock.now())
    challenge.tries += 1
    audit.record(session, Event.CODE_REFUSED, subject=challenge.account_id)
    left = settings().code_tries - challenge.tries
    if left == 0:
        challenge.closed_at = clock.now()
        return rules.ChallengeOver()
    return rules.WrongCode(left)
