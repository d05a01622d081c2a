"""Sessions kept on the server: the browser holds a random token in its signed cookie, the database its digest.

Flask-Login carries the token; a session that is ended, idle or too old is nobody's at the very next request.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import ColumnElement, Row, Select, bindparam, insert, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import store
from portal.accounts.models import Account, AccountRight, SignedInSession
from portal.accounts.rules import Kind, Level, World
from portal.config import settings
from portal.db import looking, table_of, transaction
from portal.web import guards
from portal.web.visitor import Visitor

# Being seen is written once a minute at most: a page costs no write, and 30 minutes stay 30 within one.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Person(UserMixin):
    """Who is signed in, as every page sees them."""

    account_id: int
    session_id: int
    display_name: str
    level: Level
    created_at: datetime
    token: str = field(repr=False)
    rights: frozenset[str] = frozenset()
    worlds: frozenset[World] = frozenset()

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the token of the session, never the person's key."""
        return self.token

    @property
    def must_renew(self) -> bool:
        """Whether this session opens only the choice of a new password."""
        return self.level is Level.RENEW


@dataclass(frozen=True)
class _Ticket(UserMixin):
    """What Flask-Login needs to write the cookie; the person is read back from it at the next request."""

    token: str = field(repr=False)

    def get_id(self) -> str:
        return self.token


def digest(token: str) -> str:
    """What the database keeps of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


# On the table: nothing of the session is read back before the next request.
_OPEN = insert(table_of(SignedInSession))


def start(session: Session, account: Account, level: Level, visitor: Visitor) -> str:
    """Open a session for this person in this browser; the token that carries it, new whatever came before."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    opened = {
        "token_digest": digest(token),
        "account_id": account.id,
        "level": level,
        "browser_mark": visitor.mark,
        "label": visitor.label,
        "created_at": now,
        "seen_at": now,
    }
    session.execute(_OPEN, opened)
    return token


def enter(token: str) -> None:
    """Put this browser in the session of this token; what its cookie held before is forgotten.

    Called once the transaction that opened the session is committed: a cookie never names what is not there.
    """
    cookie.clear()
    login_user(_Ticket(token))


def leave(session: Session) -> None:
    """End the session of this browser, on the server as in the cookie."""
    store.end_session(session, current_user.account_id, current_user.session_id)
    forget()


def forget() -> None:
    """Empty the cookie of this browser."""
    logout_user()
    cookie.clear()


def load(token: str) -> Person | None:
    """The person of this token, if the session is still open; called by Flask-Login at each request."""
    with looking() as connection:
        found = connection.execute(current_app.extensions["portal_open_session"], {"digest": digest(token)}).all()
    if not found or not is_open(found[0]):
        return None
    session_id, account_id, level, created_at, seen_at, last, first, _, *has = found[0]
    if clock.now() - seen_at > SEEN_EVERY:
        with transaction() as session:
            session.execute(update(SignedInSession).where(SignedInSession.id == session_id).values(seen_at=clock.now()))
    rights = frozenset(row.name for row in found if row.name)
    worlds = frozenset(world for world, is_theirs in zip(World, has, strict=True) if is_theirs)
    return Person(account_id, session_id, f"{first} {last}", level, created_at, token, rights, worlds)


def _open_session(worlds: Mapping[World, ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    """The session, the person's name, rights and worlds: one query, since every page of a person asks it."""
    named = (Account.last_name, Account.first_name, AccountRight.name)
    told = (worlds[world].label(f"has_{world}") for world in World)
    opened = (SignedInSession.id, SignedInSession.account_id, SignedInSession.level)
    return (
        select(*opened, SignedInSession.created_at, SignedInSession.seen_at, *named, *told)
        .join(Account, Account.id == SignedInSession.account_id)
        .outerjoin(AccountRight, AccountRight.account_id == Account.id)
        .where(SignedInSession.token_digest == bindparam("digest"), Account.closed_at.is_(None))
    )


# Those whom the establishments declare (source 001): whatever else they are, they keep that kind.
_OF_CERTDC = Account.kind.in_((Kind.HEALTH_PROFESSIONAL, Kind.STAFF))


def is_open(row: SignedInSession | Row[*tuple[Any, ...]]) -> bool:
    """Whether a session has neither been idle for too long nor lived its day."""
    now, limits = clock.now(), settings()
    return now - row.seen_at <= limits.idle_minutes and now - row.created_at <= limits.session_minutes


def not_ended(session: Session, session_id: int) -> bool:
    """Whether nobody has ended this session since the request began; asked under the lock of its account."""
    return session.get(SignedInSession, session_id) is not None


def purge(session: Session) -> None:
    """Remove the sessions that nobody can use any more."""
    now, limits = clock.now(), settings()
    store.purge_sessions(session, seen_before=now - limits.idle_minutes, created_before=now - limits.session_minutes)


class _Manager(LoginManager):
    """Flask-Login without its « remember me » cookie, which is never given here: a forged one made it raise."""

    def _load_user_from_remember_cookie(self, _cookie: str) -> None:
        """Whatever the cookie of that name holds, it says nothing of anybody."""


def init(app: Flask, medimail: ColumnElement[bool]) -> None:
    """Put Flask-Login over these sessions; who is of Medimail is asked of its room, of which accounts know nothing."""
    app.extensions["portal_open_session"] = _open_session({World.CERTDC: _OF_CERTDC, World.MEDIMAIL: medimail})
    # Its own context processor reads the session for every template, that of « the database is down » included.
    manager = _Manager(app, add_context_processor=False)
    # Its own protection ties a session to an address: a telephone changes address in a corridor.
    manager.session_protection = None
    manager.user_loader(load)
    manager.unauthorized_handler(guards.ask_to_sign_in)
    app.context_processor(lambda: {"current_user": current_user})
