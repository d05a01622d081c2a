"""Unblocking an account, resetting a forgotten password, changing a known one.

A request is written whether or not the identifier names somebody; only the worker's mail tells them apart, and it
goes to the MSSanté address alone (source 000). Only `unblock` and `reset`, both behind a POST, consume anything.
"""

import secrets
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import counters, sessions, store
from portal.accounts import mails as account_mails
from portal.accounts import service as accounts
from portal.accounts.counters import Scope, Tally
from portal.accounts.models import Account
from portal.accounts.rules import Level, address_of, reset_route
from portal.audit import Event
from portal.config import settings
from portal.keys import mac
from portal.mail import outbox
from portal.password import mails, rules
from portal.password import store as requests
from portal.password.models import ResetRequest
from portal.password.rules import CodeSpent, Dead, Done, Proved, TooManyAsked, WrongCode
from portal.password.tokens import LINK
from portal.web.visitor import Visitor


def request_reset(session: Session, visitor: Visitor, identifier: str) -> ResetRequest | TooManyAsked:
    """Note the request; mail a link and a code if the person may be reached, nothing otherwise."""
    limits, now = settings(), clock.now()
    network = Tally(Scope.RESETS_NETWORK, visitor.network, limits.limit_resets_network)
    if not counters.admits(session, network, now):
        return TooManyAsked()
    account = store.find(session, identifier)
    request = _open(session, account, visitor, now + limits.link_minutes)
    sent = account is not None and _mail_link(session, account, request)
    audit.record(session, Event.RESET_ASKED if sent else Event.RESET_NOT_SENT, subject=request.account_id)
    return request


def _open(session: Session, account: Account | None, visitor: Visitor | None, ends_at: datetime) -> ResetRequest:
    request = ResetRequest(
        account_id=account.id if account else None,
        browser_mark=visitor.mark if visitor else "",
        browser_label=visitor.label if visitor else "",
        salt=secrets.token_urlsafe(32),
        credential_version=account.credential.version if account else None,
        tries=0,
        created_at=clock.now(),
        ends_at=ends_at,
    )
    session.add(request)
    session.flush()
    return request


def opening(session: Session, account: Account) -> tuple[str, datetime]:
    """The token of a link by which the owner of a new account chooses its first password, and when it dies.

    No browser waits for it, so no code goes with it.
    """
    request = _open(session, account, None, clock.now() + rules.OPENING)
    return LINK.write(request), request.ends_at


def send_link(
    session: Session,
    account: Account,
    *,
    by: int,
    asker: str = mails.REFERENT,
    at_own: bool = False,
) -> bool:
    """Mail a link to its owner at the request of somebody who sees nothing of it; False when none could leave.

    Args:
        session: The transaction.
        account: The person.
        by: The account of who asks.
        asker: Who asks, as the mail says it.
        at_own: Whether the caller's rule lets the link go to the address that a Medimail holder signs in with.
    """
    address = None if account.closed_at else _address(session, account, at_own=at_own)
    if address is None:
        return False
    request = _open(session, account, None, clock.now() + rules.HANDED)
    outbox.add(
        session, mails.handed(address, account.full_name, link=_link(request), ends_at=request.ends_at, asker=asker)
    )
    # No address is kept here: the journal says which kind it was.
    sent_to = {"envoi": "adresse MSSanté" if address == account.mssante else "adresse du compte"}
    audit.record(session, Event.RESET_ASKED, subject=account.id, actor=by, after=sent_to)
    return True


def may_send_link(account: Account, *, at_own: bool = False) -> bool:
    """Whether there is anywhere to send this person a link: an open account, and the address that the rule asks for."""
    route = reset_route(account.reach, mssante_only=settings().reset_mssante_only, at_own=at_own)
    return account.closed_at is None and address_of(route) is not None


def _address(session: Session, account: Account, *, at_own: bool = False) -> str | None:
    """Where a link may go; None when nowhere, or when too many went there already."""
    limits = settings()
    address = address_of(reset_route(account.reach, mssante_only=limits.reset_mssante_only, at_own=at_own))
    if address is None:
        return None
    recipient = Tally(Scope.RESET_MAILS, address, limits.limit_reset_mails)
    counted = counters.count(session, [recipient], clock.now())[Scope.RESET_MAILS]
    return address if counted <= recipient.limit.count else None


def _mail_link(session: Session, account: Account, request: ResetRequest) -> bool:
    address = _address(session, account)
    if address is None:
        return False
    outbox.add(
        session,
        mails.reset(
            address,
            account.full_name,
            link=_link(request),
            code=rules.code(_secret(request)),
            ends_at=request.ends_at,
        ),
    )
    return True


def _link(request: ResetRequest) -> str:
    # From the settings, never from the request: a forged Host header must not end up in a mail.
    return f"{settings().base_url}/mot-de-passe/lien/{LINK.write(request)}"


def _secret(request: ResetRequest) -> bytes:
    return mac("reset code", str(request.id), request.salt, request.browser_mark)


def waiting(session: Session, visitor: Visitor, *, lock: bool = False) -> ResetRequest | None:
    """The request that this browser waits for."""
    return requests.latest(session, visitor.mark, clock.now(), lock=lock)


def submit_code(session: Session, visitor: Visitor, typed: str) -> Proved | WrongCode | CodeSpent | Dead:
    """Try the code of the mail on the waiting page; a request made for nobody answers like any other."""
    request = waiting(session, visitor, lock=True)
    if request is None:
        return Dead()
    if request.tries >= settings().code_tries:
        return CodeSpent()
    if rules.is_right(typed, _secret(request)) and request.account_id is not None:
        return Proved(LINK.write(request))
    request.tries += 1
    left = settings().code_tries - request.tries
    return WrongCode(left) if left else CodeSpent()


def opened(session: Session, token: str, *, lock: bool = False) -> tuple[ResetRequest, Account] | Dead:
    """The request and the person of a link that still opens something; looking consumes nothing."""
    request = LINK.read(token, partial(requests.get, session, lock=lock))
    if request is None or request.account_id is None:
        return Dead()
    if not rules.is_alive(request.ends_at, request.closed_at, clock.now()):
        return Dead()
    account = store.get(session, request.account_id, lock=lock)
    if account.closed_at or account.credential.version != request.credential_version:
        return Dead()
    return request, account


def unblock(session: Session, visitor: Visitor, token: str) -> Done | Dead:
    """Unblock the account and keep the password, unless it has expired."""
    found = opened(session, token, lock=True)
    if isinstance(found, Dead) or accounts.has_expired(found[1]):
        return Dead()
    request, account = found
    accounts.unblock(session, account)
    audit.record(session, Event.ACCOUNT_UNBLOCKED, subject=account.id, actor=account.id)
    _settle(session, visitor, request, account)
    accounts.notify(session, account, account_mails.unblocked)
    return Done()


def reset(session: Session, visitor: Visitor, token: str, password_hash: str) -> Done | Dead:
    """Give the account a new password; the next sign-in asks for the code all the same (ASVS 6.4.3)."""
    found = opened(session, token, lock=True)
    if isinstance(found, Dead):
        return found
    request, account = found
    accounts.set_password(session, account, password_hash)
    store.distrust_browsers(session, account.id)
    audit.record(session, Event.PASSWORD_RESET, subject=account.id, actor=account.id)
    _settle(session, visitor, request, account)
    accounts.notify(session, account, account_mails.password_changed)
    return Done()


def _settle(session: Session, visitor: Visitor, request: ResetRequest, account: Account) -> None:
    """What both endings share: the link is spent, sessions end, and this browser is known as the owner's.

    Recognised, it is out of reach of an attack that goes on (promise 8). The browser that asked is not, unless the
    code was typed there: somebody else may have asked.
    """
    request.closed_at = clock.now()
    store.end_sessions(session, account.id)
    accounts.recognise(session, account.id, visitor)


def change(session: Session, account: Account, password_hash: str, *, keep_session: int) -> None:
    """Change a password whose owner has just proved it; the other sessions end."""
    accounts.set_password(session, account, password_hash)
    store.end_sessions(session, account.id, keep=keep_session)
    audit.record(session, Event.PASSWORD_CHANGED, subject=account.id, actor=account.id)
    accounts.notify(session, account, account_mails.password_changed)


def renew(session: Session, visitor: Visitor, account: Account, password_hash: str) -> str:
    """Replace an expired or initial password and open the whole session; its token.

    The session that could only do this ends with the others: a higher level never keeps an identifier.
    """
    accounts.set_password(session, account, password_hash)
    account.credential.sign_ins += 1
    store.end_sessions(session, account.id)
    audit.record(session, Event.PASSWORD_CHANGED, subject=account.id, actor=account.id)
    accounts.notify(session, account, account_mails.password_changed)
    return sessions.start(session, account, Level.FULL, visitor)


def count_proof(session: Session, account: Account) -> str | None:
    """Count a try at the current password; the hash to compare it with, None when there were too many."""
    tally = _proofs(account)
    counted = counters.count(session, [tally], clock.now())[Scope.PROOFS]
    return account.credential.password_hash if counted <= tally.limit.count else None


def forget_proofs(session: Session, account: Account) -> None:
    """The current password was right: forget the tries before it."""
    counters.clear(session, [_proofs(account)])


def _proofs(account: Account) -> Tally:
    # By account, not by browser: whoever holds a stolen session chooses the cookies that go with it.
    return Tally(Scope.PROOFS, counters.subject(account.id), settings().limit_browser)
