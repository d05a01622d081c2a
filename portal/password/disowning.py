"""« Ce n’est pas moi »: what the link of the notice of a new browser does, once its reader has said so (promise 21)."""

from functools import partial

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import store, tokens
from portal.accounts.models import Account
from portal.accounts.rules import Nowhere, reset_route
from portal.audit import Event
from portal.config import settings
from portal.password import rules, service
from portal.password.rules import Dead, Disowned


def opened(session: Session, token: str, *, lock: bool = False) -> Account | Dead:
    """The person whose sign-in a link disowns, as long as it does; looking consumes nothing."""
    read = tokens.DISOWNING.read_dated(token, partial(store.find_by_key, session, lock=lock))
    if read is None:
        return Dead()
    account, told_at = read
    return account if clock.now() < told_at + rules.DISOWNING else Dead()


def disown(session: Session, token: str) -> Disowned | Dead:
    """End every session, forget every browser, and have the password replaced: somebody else knows it.

    The link is spent: the version of the credential moves.
    """
    account = opened(session, token, lock=True)
    if isinstance(account, Dead):
        return account
    account.credential.must_change = True
    account.credential.version += 1
    ended = store.end_sessions(session, account.id)
    store.forget_browsers(session, account.id)
    audit.record(
        session, Event.SIGN_IN_DISOWNED, subject=account.id, actor=account.id, after={"sessions_fermees": ended}
    )
    if isinstance(reset_route(account.reach, mssante_only=settings().reset_mssante_only), Nowhere):
        return Disowned(None)
    return Disowned(service.opening(session, account)[0])
