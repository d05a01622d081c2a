"""Filling the demonstration, adding physicians to it, starting it again from nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.lifetime import Lifetime, PasswordAge, expires_on, remaining
from portal.accounts.models import Account
from portal.accounts.rules import Nowhere, code_route, name_key
from portal.accounts.service import NewAccount
from portal.demo import certificate, medimail, requests, staff, store
from portal.demo.people import PASSWORD, PEOPLE, Sample, Situation
from portal.demo.physicians import Physician
from portal.demo.rules import Facts, State, states


def seed(session: Session) -> None:
    """Create what is missing of the demonstration; what is there stays as it was left."""
    missing = [sample for sample in PEOPLE if _find(session, sample) is None]
    is_new = not store.has_structures(session)
    # Once: all have the same, and it is no secret.
    password_hash = accounts.hasher().hash_password(PASSWORD) if missing or is_new else ""
    for sample in missing:
        _create(session, sample, password_hash)
    certificate.publish(session)
    requests.write(session)
    staff.write(session)
    medimail.write(session, password_hash)


def _find(session: Session, sample: Sample) -> Account | None:
    """The person of this sample, by what they sign in with; by name, once a change of address has taken that away."""
    return _named(session, sample) or store.account_called(session, sample.kind, sample.last_name, sample.first_name)


def _named(session: Session, sample: Sample) -> Account | None:
    return store.account_named(
        session,
        rpps=sample.rpps,
        certdc_id=sample.certdc_id,
        email=sample.email,
        name_key=name_key(f"{sample.last_name} {sample.first_name}") if sample.specific else None,
    )


def _create(session: Session, sample: Sample, password_hash: str) -> None:
    new = NewAccount(
        kind=sample.kind,
        last_name=sample.last_name,
        first_name=sample.first_name,
        rpps=sample.rpps,
        certdc_id=sample.certdc_id,
        email=sample.email,
        mssante=sample.mssante,
        contact=sample.contact,
        specific=sample.specific,
        rights=frozenset(sample.rights),
        password_hash=password_hash,
        must_change=sample.situation.must_change,
    )
    account = accounts.create(session, new)
    for right in account.rights:
        right.scope = sample.rights[right.name]
    _put(session, account, sample.situation)


def _put(session: Session, account: Account, situation: Situation) -> None:
    """Put the account in the state that time, or wrong passwords, would have led to."""
    life = accounts.lifetime()
    if situation.days_left is not None:
        set_on = _set_on(clock.today() + timedelta(days=situation.days_left), life)
        account.credential.set_at = datetime.combine(set_on, datetime.min.time(), clock.PARIS).replace(hour=12)
        # What was to be told before today has been: the next reminder is the one that the scenario waits for.
        account.credential.reminded_days = situation.days_left
    if situation.sign_ins_left is not None:
        account.credential.sign_ins = life.sign_ins - situation.sign_ins_left
    if situation.blocked:
        accounts.block(session, account)


def _set_on(end: date, life: Lifetime) -> date:
    """The first day of setting that makes a password live until this day: months differ in length."""
    first = end - timedelta(days=31 * life.months + 1)
    days = (first + timedelta(days=n) for n in range(31 * life.months + 2))
    return next(day for day in days if expires_on(PasswordAge(day, 0, must_change=False), life) >= end)


def people(session: Session) -> list[tuple[Sample, list[State]]]:
    """The sample people, with the state that the portal's rules see in each now."""
    found = [(sample, _find(session, sample)) for sample in PEOPLE]
    return [(_as_now(sample, account), states(_facts(account))) for sample, account in found if account]


def find(session: Session, identifier: str) -> Sample | None:
    """The sample person who now signs in with this identifier; None for nobody."""
    return next((sample for sample, _ in people(session) if sample.identifier == identifier), None)


def _as_now(sample: Sample, account: Account) -> Sample:
    """The sample with the address that the account has now: the night changes it when an administrator asks."""
    return replace(sample, email=account.email) if sample.email and account.email else sample


def _facts(account: Account) -> Facts:
    left = remaining(accounts.password_age(account), clock.today(), accounts.lifetime())
    return Facts(
        blocked=accounts.blocked(account),
        must_change=account.credential.must_change,
        days_left=left.days,
        sign_ins_left=left.sign_ins,
        reachable=not isinstance(code_route(account.reach), Nowhere),
    )


def load(session: Session, physicians: Sequence[Physician], password_hash: str) -> None:
    """Make these physicians ready to sign in with this password, whether or not they were there."""
    now = clock.now()
    known = store.known_physicians(session, physicians)
    new = [physician for physician in physicians if physician.rpps not in known]
    if new:
        store.add_physicians(session, new, password_hash=password_hash, now=now)
    if known:
        store.renew_passwords(session, known.values(), password_hash=password_hash, now=now)


def restart(session: Session) -> None:
    """Forget everything that was done, journal included, and make the sample people again."""
    store.empty(session)
    seed(session)
