"""Every query of people, browsers and sessions."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, exists, or_, select, update
from sqlalchemy.orm import Session, contains_eager

from portal.accounts.models import Account, AccountRight, Browser, Credential, SignedInSession
from portal.accounts.rules import Closer, Right
from portal.db import table_of

# What each sign-in asks is built once: made anew each time, a statement costs three times what it does to run.
_PEOPLE = select(Account).join(Account.credential).options(contains_eager(Account.credential))
_NAMED = _PEOPLE.where(
    or_(*(name == bindparam("named") for name in (Account.rpps, Account.certdc_id, Account.email))),
    Account.closed_at.is_(None),
)
_CALLED = _PEOPLE.where(Account.name_key == bindparam("key"), Account.closed_at.is_(None))
_ONE = _PEOPLE.where(Account.id == bindparam("account"))
# Not FOR UPDATE: whoever adds a session or a request that points here need not wait.
_ONE_LOCKED = _ONE.with_for_update(key_share=True).execution_options(populate_existing=True)
_RIGHTS = select(AccountRight).where(AccountRight.account_id == bindparam("account")).order_by(AccountRight.name)
_BROWSER = select(Browser).where(Browser.account_id == bindparam("account"), Browser.mark == bindparam("known"))

# Closed by an operator, whoever else keeps it closed; nobody named is an operator (`Account.closer`).
SHUT_BY_OPERATOR = and_(
    Account.closed_at.is_not(None), or_(Account.closed_by.is_(None), Account.closed_by != Closer.MEDIMAIL)
)

_BROWSERS, _SESSIONS = table_of(Browser), table_of(SignedInSession)
_RENAME = update(_BROWSERS).where(_BROWSERS.c.mark == bindparam("old")).values(mark=bindparam("new"))
_DISTRUST = update(_BROWSERS).where(_BROWSERS.c.account_id == bindparam("account")).values(trusted_until=None)
_OF_ONE = (_SESSIONS.c.account_id == bindparam("account"), _SESSIONS.c.id != bindparam("kept"))
_END_ALL = delete(_SESSIONS).where(*_OF_ONE).returning(_SESSIONS.c.id)
_END_IN = delete(_SESSIONS).where(_SESSIONS.c.browser_mark == bindparam("known"))


def find(session: Session, identifier: str) -> Account | None:
    """The person whom this canonical identifier names (RPPS, CertDc identifier or e-mail address), if not closed."""
    return session.scalar(_NAMED, {"named": identifier})


def find_even_closed(session: Session, identifier: str) -> Account | None:
    """The person whom this canonical identifier names, closed or not."""
    names = (Account.rpps, Account.certdc_id, Account.email)
    return session.scalar(_PEOPLE.where(or_(*(name == identifier for name in names))))


def is_closed(session: Session, email: str) -> bool:
    """Whether this address names an account that was closed: nobody else may have it."""
    return bool(session.scalar(select(exists().where(Account.email == email, Account.closed_at.is_not(None)))))


def find_by_name(session: Session, key: str) -> Account | None:
    """The « compte spécifique » of this name key."""
    return session.scalar(_CALLED, {"key": key})


def get(session: Session, account_id: int, *, lock: bool = False) -> Account:
    """The person of this key, with the credential; locked against other writers if asked.

    Raises:
        NoResultFound: there is nobody of this key.
    """
    return session.scalars(_ONE_LOCKED if lock else _ONE, {"account": account_id}).one()


def of_keys(session: Session, account_ids: Collection[int]) -> Sequence[Account]:
    """The accounts of these keys, in their order."""
    return session.scalars(select(Account).where(Account.id.in_(account_ids)).order_by(Account.id)).all()


def find_by_key(session: Session, account_id: int, *, lock: bool = False) -> Account | None:
    """The person of this key with the credential, if there is one who is not closed; locked if asked."""
    account = session.scalar(_ONE_LOCKED if lock else _ONE, {"account": account_id})
    return account if account and account.closed_at is None else None


def rights(session: Session, account_id: int) -> list[AccountRight]:
    """What this person may do, by name."""
    return list(session.scalars(_RIGHTS, {"account": account_id}))


def take_back(session: Session, account_id: int, right: Right, scope: str) -> None:
    """Remove this right of a person over this scope, and no other."""
    mine = (AccountRight.account_id == account_id, AccountRight.name == right, AccountRight.scope == scope)
    session.execute(delete(AccountRight).where(*mine))


def browser(session: Session, account_id: int, mark: str) -> Browser | None:
    """The browser of this mark, if this person has proved it to be theirs."""
    return session.scalar(_BROWSER, {"account": account_id, "known": mark})


def browsers(session: Session, account_id: int) -> list[Browser]:
    """The browsers of a person, the last seen first."""
    query = select(Browser).where(Browser.account_id == account_id).order_by(Browser.seen_at.desc(), Browser.id)
    return list(session.scalars(query))


def has_browser(session: Session, account_id: int) -> bool:
    """Whether a browser is known as this person's."""
    return session.scalar(select(Browser.id).where(Browser.account_id == account_id).limit(1)) is not None


def forget_browsers(session: Session, account_id: int) -> None:
    """Forget every browser of a person: none is told from a stranger's any more."""
    session.execute(delete(Browser).where(Browser.account_id == account_id))


def rename_mark(session: Session, old: str, new: str) -> None:
    """Give a browser its next mark, for everybody who is recognised in it."""
    session.execute(_RENAME, {"old": old, "new": new})


def end_sessions_in(session: Session, mark: str) -> None:
    """End what is open in this browser: it opens something else."""
    session.execute(_END_IN, {"known": mark})


def distrust_browsers(session: Session, account_id: int) -> None:
    """Ask every browser of this person for the code again."""
    session.execute(_DISTRUST, {"account": account_id})


def open_sessions(session: Session, account_id: int) -> list[SignedInSession]:
    """The sessions of a person, the last seen first."""
    query = select(SignedInSession).where(SignedInSession.account_id == account_id)
    return list(session.scalars(query.order_by(SignedInSession.seen_at.desc(), SignedInSession.id)))


def end_session(session: Session, account_id: int, session_id: int) -> bool:
    """End this session of a person; False when it is not theirs, or has just been ended by somebody quicker."""
    query = delete(SignedInSession).where(SignedInSession.id == session_id, SignedInSession.account_id == account_id)
    return session.scalar(query.returning(SignedInSession.id)) is not None


def forget_browser(session: Session, account_id: int, browser_id: int) -> str | None:
    """Forget this browser of a person; its label, None when it is not theirs or is already forgotten."""
    query = delete(Browser).where(Browser.id == browser_id, Browser.account_id == account_id)
    return session.scalar(query.returning(Browser.label))


def end_sessions(session: Session, account_id: int, *, keep: int | None = None) -> int:
    """End the sessions of a person, all or all but one; how many there were."""
    return len(session.execute(_END_ALL, {"account": account_id, "kept": keep or 0}).all())


def purge_sessions(session: Session, *, seen_before: datetime, created_before: datetime) -> None:
    """Remove the sessions that have expired."""
    old = or_(SignedInSession.seen_at < seen_before, SignedInSession.created_at < created_before)
    session.execute(delete(SignedInSession).where(old))


def with_old_passwords(
    session: Session, *, since: datetime, until: datetime, after: int, limit: int = 500
) -> list[int]:
    """The keys of the next accounts whose password was set between these instants, in order."""
    query = (
        select(Credential.account_id)
        .join(Account)
        .where(
            Credential.set_at > since,
            Credential.set_at < until,
            Credential.account_id > after,
            Account.closed_at.is_(None),
        )
        .order_by(Credential.account_id)
        .limit(limit)
    )
    return list(session.scalars(query))
