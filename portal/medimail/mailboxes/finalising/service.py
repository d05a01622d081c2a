"""Finalising a registration: a new account with its password, or the account that the person proves to be theirs.

An administrator writes numbers and addresses: neither gives anything until somebody has proved to be the person of
the account that bears them already. For the same reason the number is not written on the account that is made here.
"""

from functools import partial

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import counters
from portal.accounts import service as accounts
from portal.accounts import store as people
from portal.accounts.counters import Scope, Tally
from portal.accounts.models import Account
from portal.accounts.rules import Kind as Person
from portal.accounts.rules import address_of, code_route
from portal.audit import Event
from portal.config import settings
from portal.limits import Limit
from portal.mail import outbox
from portal.medimail.mailboxes.finalising import mails, rules, store
from portal.medimail.mailboxes.finalising.rules import (
    Dead,
    Done,
    KnownAccount,
    Link,
    NewAccount,
    Opening,
    Stranger,
    TooManyReports,
)
from portal.medimail.mailboxes.record import copying, inviting, knowing, moving, tokens
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules import terms
from portal.medimail.mailboxes.record.rules.states import Action, Who
from portal.medimail.structures import audience

# An account has a few fields: whoever finds more than this wrong in a day has the telephone.
REPORTS = Limit.parse("5/24h")


def opened(session: Session, token: str, *, lock: bool = False) -> tuple[Mailbox, NewAccount | KnownAccount] | Dead:
    """The mailbox of a link that still opens it, and what it asks for; looking consumes nothing."""
    mailbox = tokens.LINK.read(token, partial(records.get, session, lock=lock))
    if mailbox is None:
        return Dead()
    ends_at = inviting.ends_at(mailbox.relaunched_at) if mailbox.relaunched_at else None
    if not rules.is_alive(Link(mailbox.kind, mailbox.state, ends_at), clock.now()):
        return Dead()
    asks = _asks(session, mailbox)
    return asks if isinstance(asks, Dead) else (mailbox, asks)


def _asks(session: Session, mailbox: Mailbox) -> Opening:
    named, people_there = store.by_number(session, mailbox), records.people_of(session, mailbox.address)
    reached = people_there[0] if people_there else None
    account_id = rules.whose(named.id if named else None, reached.id if reached else None)
    if account_id is None:
        return NewAccount()
    known = named or reached
    # Nobody can sign in to a closed account, and nobody else may take what was its own.
    return Dead() if known and known.closed_at else KnownAccount(account_id)


def as_account(mailbox: Mailbox) -> Account:
    """The account that would be made, not written: what a password must not be built on is read off it."""
    return Account(
        kind=Person.MAILBOX_HOLDER,
        last_name=mailbox.last_name,
        first_name=mailbox.first_name,
        rpps=mailbox.rpps,
        certdc_id=None,
        email=mailbox.address,
        mssante=mailbox.mssante,
        contact=None,
    )


def finalise(session: Session, token: str, password_hash: str) -> Done | Dead | KnownAccount:
    """Make the account and open the mailbox to it; of two at once, the second finds the link dead.

    Raises:
        IntegrityError: somebody took the address at this very instant: tried again, they are found.
    """
    found = opened(session, token, lock=True)
    if isinstance(found, Dead):
        return found
    mailbox, asks = found
    if isinstance(asks, KnownAccount):  # since the page was shown
        return asks
    knowing.hold_delegations(session)
    account = accounts.create(
        session,
        accounts.NewAccount(
            kind=Person.MAILBOX_HOLDER,
            last_name=mailbox.last_name,
            first_name=mailbox.first_name,
            email=mailbox.address,
            mssante=mailbox.mssante,
            password_hash=password_hash,
            must_change=False,
        ),
    )
    _open(session, mailbox, account, Event.MAILBOX_FINALISED)
    return Done()


def attach(session: Session, token: str, account_id: int) -> Done | Dead | Stranger:
    """Open the mailbox to the account of whoever is signed in, if it is the one that the registration names."""
    found = opened(session, token, lock=True)
    if isinstance(found, Dead):
        return found
    mailbox, asks = found
    if asks != KnownAccount(account_id):
        return Stranger()
    knowing.hold_delegations(session)
    account = people.get(session, account_id, lock=True)
    used = {person.email for person in records.people_of(session, mailbox.address)}
    if account.email is None and mailbox.address not in used:
        account.email = mailbox.address
    _open(session, mailbox, account, Event.MAILBOX_ATTACHED)
    address = address_of(code_route(account.reach))
    if address:
        structure = mailbox.structure.name
        mail = mails.attached(address, account.full_name, mailbox=mailbox.address, structure=structure, at=clock.now())
        outbox.add(session, mail)
    return Done()


def _open(session: Session, mailbox: Mailbox, account: Account, event: Event) -> None:
    mailbox.account_id = account.id
    mailbox.finalised_at = clock.now()
    mailbox.terms_version = terms.VERSION
    session.flush()
    moving.move(session, mailbox, Who.HOLDER, Action.FINALISE, actor=account.id)
    # Done by nobody: the person is told too.
    copying.end(session, None, account)
    after = {"adresse": mailbox.address, "structure": mailbox.structure.name, "conditions": terms.VERSION}
    audit.record(session, event, subject=account.id, actor=account.id, after=after)


def report(session: Session, token: str, text: str) -> Done | Dead | TooManyReports:
    """Send the administrators of the structure what its person finds wrong; the link stays good."""
    found = opened(session, token, lock=True)
    if isinstance(found, Dead):
        return found
    mailbox, _ = found
    tally = Tally(Scope.MAILBOX_REPORTS, str(mailbox.id), REPORTS)
    if not counters.admits(session, tally, clock.now()):
        return TooManyReports()
    link, structure = f"{settings().base_url}/comptes/{mailbox.id}", mailbox.structure.name
    told = audience.nearest(session, mailbox.structure)
    for to, name in told.items():
        mail = mails.report(to, name=name, holder=mailbox.full_name, structure=structure, text=text, link=link)
        outbox.add(session, mail)
    audit.record(session, Event.MAILBOX_REPORTED, after={"adresse": mailbox.address, "messages": len(told)})
    return Done()
