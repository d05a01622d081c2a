"""What is done to an account, whoever asks: create it, set its password, block and unblock it, know its browsers."""

from dataclasses import dataclass, field
from datetime import timedelta

from flask import current_app
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import counters, mails, store, tokens
from portal.accounts.counters import Scope, Tally
from portal.accounts.hashing import Hasher
from portal.accounts.lifetime import Lifetime, PasswordAge, is_expired
from portal.accounts.models import Account, AccountRight, Browser, Credential
from portal.accounts.rules import ADMINISTRATION, Kind, Right, address_of, code_route, is_blocked, name_key
from portal.audit import Event
from portal.config import settings
from portal.mail import outbox
from portal.web.visitor import Visitor


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """What an account is made of; identifiers are canonical."""

    kind: Kind
    last_name: str
    first_name: str
    rpps: str | None = None
    certdc_id: str | None = None
    email: str | None = None
    mssante: str | None = None
    contact: str | None = None
    specific: bool = False
    rights: frozenset[Right] = frozenset()
    password_hash: str | None = field(default=None, repr=False)
    must_change: bool = True


def create(session: Session, new: NewAccount, *, actor: int | None = None) -> Account:
    """Create a person's account; an initial password, chosen by somebody else, must be changed at first sign-in.

    Raises:
        IntegrityError: an identifier already names somebody.
    """
    now = clock.now()
    account = Account(
        kind=new.kind,
        last_name=new.last_name,
        first_name=new.first_name,
        rpps=new.rpps,
        certdc_id=new.certdc_id,
        email=new.email,
        mssante=new.mssante,
        contact=new.contact,
        name_key=name_key(f"{new.last_name} {new.first_name}") if new.specific else None,
        created_at=now,
        credential=Credential(password_hash=new.password_hash, set_at=now, must_change=new.must_change),
        rights=[AccountRight(name=right) for right in sorted(new.rights)],
    )
    session.add(account)
    session.flush()
    audit.record(session, Event.ACCOUNT_CREATED, subject=account.id, actor=actor, after={"type": new.kind})
    return account


def give_right(session: Session, account_id: int, right: Right, scope: str = "") -> bool:
    """Give a person a right that they do not hold, over everything or over one thing; whether that signed them out.

    A first right of administration ends their sessions: one may have been opened without the code, in a browser that
    was trusted when there was nothing to administer. The account is locked: of a sign-in at the same instant, either
    it has read the right, or its session is found here.
    """
    store.get(session, account_id, lock=True)
    held = {row.name for row in store.rights(session, account_id)}
    session.add(AccountRight(account_id=account_id, name=right, scope=scope))
    session.flush()
    if right not in ADMINISTRATION or held & ADMINISTRATION:
        return False
    return store.end_sessions(session, account_id) > 0


def set_password(session: Session, account: Account, password_hash: str, *, must_change: bool = False) -> None:
    """Give a new password: its days and sign-ins start again, a block ends, links made before are dead.

    Wrong codes and codes mailed are forgotten too: who had the old password could shut its owner out with them.
    """
    credential = account.credential
    credential.password_hash = password_hash
    credential.set_at = clock.now()
    credential.sign_ins = 0
    credential.must_change = must_change
    credential.reminded_days = credential.reminded_sign_ins = None
    unblock(session, account)
    address = address_of(code_route(account.reach)) or ""
    codes = Tally(Scope.CODES, counters.subject(account.id), settings().limit_codes)
    counters.clear(session, [codes, Tally(Scope.CODE_MAILS, address, settings().limit_code_mails)])


def unblock(session: Session, account: Account) -> None:
    """End a block and forget the wrong passwords that led to it; links made before are dead."""
    account.credential.blocked_at = None
    account.credential.version += 1
    counters.clear(session, [Tally(Scope.ACCOUNT, counters.subject(account.id), settings().limit_account)])


def block(session: Session, account: Account) -> None:
    """Block the password of an account after too many wrong ones, and tell its owner the way out."""
    account.credential.blocked_at = clock.now()
    audit.record(session, Event.ACCOUNT_BLOCKED, subject=account.id)
    notify(session, account, mails.blocked)


def notify(session: Session, account: Account, build: mails.Notice) -> None:
    """Write a notice to the person's own address, when there is one."""
    mail = build(account.reach, account.full_name, clock.now())
    if mail:
        outbox.add(session, mail)


def hasher() -> Hasher:
    """The password hasher of the current application."""
    return current_app.extensions["portal_hasher"]  # type: ignore[no-any-return]


def blocked(account: Account) -> bool:
    """Whether the account is blocked now."""
    return is_blocked(account.credential.blocked_at, clock.now(), settings().block_hours)


def lifetime() -> Lifetime:
    """How long passwords live here (source 000: 18 months or 90 sign-ins)."""
    return Lifetime(months=settings().password_months, sign_ins=settings().password_sign_ins)


def password_age(account: Account) -> PasswordAge:
    """What decides whether a password has expired."""
    credential = account.credential
    return PasswordAge(
        set_on=clock.local(credential.set_at).date(),
        sign_ins=credential.sign_ins,
        must_change=credential.must_change,
    )


def has_expired(account: Account) -> bool:
    """Whether the password must be replaced before anything else."""
    return is_expired(password_age(account), clock.today(), lifetime())


def words_about(account: Account) -> list[str]:
    """The words on which this person's password must not be built."""
    known = [account.last_name, account.first_name, account.rpps, account.certdc_id]
    known += [account.email, account.mssante, account.contact]
    return [word for word in known if word]


def recognise(session: Session, account_id: int, visitor: Visitor, *, trust: bool = False) -> bool:
    """Note that this browser is the person's own: its wrong passwords are counted apart from an attacker's.

    Answers whether it is a newcomer beside others, of which the person is to be told.

    It is known by its next mark, which the caller sends once this is committed: the one that it came with may have
    been planted in it.
    """
    now = clock.now()
    store.rename_mark(session, visitor.mark, visitor.next_mark)
    known = store.browser(session, account_id, visitor.next_mark)
    is_newcomer = known is None and store.has_browser(session, account_id)
    if known is None:
        known = Browser(account_id=account_id, mark=visitor.next_mark, label=visitor.label, created_at=now, seen_at=now)
        session.add(known)
    known.seen_at = now
    if trust:
        known.trusted_until = now + timedelta(days=settings().trust_days)
        audit.record(
            session,
            Event.BROWSER_TRUSTED,
            subject=account_id,
            actor=account_id,
            after={"navigateur": known.label},
        )
    return is_newcomer


def tell_of_newcomer(session: Session, account: Account, visitor: Visitor) -> None:
    """Tell a person that a browser never seen before has just signed in, and how to disown it (promise 21)."""
    now = clock.now()
    token = tokens.DISOWNING.write(account, at=now)
    # From the settings, never from the request: a forged Host header must not end up in a mail.
    link = f"{settings().base_url}/mot-de-passe/pas-moi/{token}"
    mail = mails.new_browser(account.reach, account.full_name, now, label=visitor.label, link=link)
    if mail:
        outbox.add(session, mail)
