"""The queries of the demonstration: whom it has already made, everything at once, nothing at all."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account, AccountRight, Credential
from portal.accounts.rules import Kind, Right
from portal.db import Base
from portal.demo.physicians import Physician
from portal.medimail.structures.models import Structure
from portal.profiles.record.models import Profile
from portal.raccordement.record.models import Raccordement


def account_named(
    session: Session, *, rpps: str | None, certdc_id: str | None, email: str | None, name_key: str | None
) -> Account | None:
    """The person, closed or not, whom one of these names; None names nobody."""
    columns = {Account.rpps: rpps, Account.certdc_id: certdc_id, Account.email: email, Account.name_key: name_key}
    named = or_(*(column == value for column, value in columns.items() if value))
    query = select(Account).options(joinedload(Account.credential, innerjoin=True)).where(named)
    return session.scalar(query)


def account_called(session: Session, kind: Kind, last_name: str, first_name: str) -> Account | None:
    """The first person of this kind who bears these names, closed or not."""
    query = select(Account).options(joinedload(Account.credential, innerjoin=True))
    named = query.where(Account.kind == kind, Account.last_name == last_name, Account.first_name == first_name)
    return session.scalars(named.order_by(Account.id).limit(1)).first()


def instructor(session: Session) -> Account | None:
    """The first of those who instruct."""
    holders = select(AccountRight.account_id).where(AccountRight.name == Right.INSTRUCTOR)
    return session.scalars(select(Account).where(Account.id.in_(holders)).order_by(Account.id)).first()


def has_requests(session: Session) -> bool:
    """Whether there is a request already, sample or not."""
    return session.scalar(select(Raccordement.id).limit(1)) is not None


def has_profiles(session: Session) -> bool:
    """Whether somebody has a profile already, sample or not."""
    return session.scalar(select(Profile.id).limit(1)) is not None


def has_structures(session: Session) -> bool:
    """Whether there is a structure of Medimail already, sample or not."""
    return session.scalar(select(Structure.id).limit(1)) is not None


def known_physicians(session: Session, physicians: Iterable[Physician]) -> Mapping[str, int]:
    """The keys of those who have an account, by RPPS."""
    query = select(Account.rpps, Account.id).where(Account.rpps.in_([p.rpps for p in physicians]))
    return {str(rpps): key for rpps, key in session.execute(query)}


def add_physicians(session: Session, physicians: Sequence[Physician], *, password_hash: str, now: datetime) -> None:
    """Create their accounts, all at once, with this password."""
    rows = [
        {
            "kind": Kind.HEALTH_PROFESSIONAL,
            "rpps": p.rpps,
            "mssante": p.mssante,
            "last_name": p.last_name,
            "first_name": p.first_name,
            "created_at": now,
        }
        for p in physicians
    ]
    keys = session.scalars(insert(Account).returning(Account.id, sort_by_parameter_order=True), rows)
    secrets = [{"account_id": key, "password_hash": password_hash, "set_at": now} for key in keys]
    session.execute(insert(Credential), secrets)


def renew_passwords(session: Session, account_ids: Iterable[int], *, password_hash: str, now: datetime) -> None:
    """Give these accounts this password, new again."""
    values = {"password_hash": password_hash, "set_at": now, "sign_ins": 0, "must_change": False}
    session.execute(update(Credential).where(Credential.account_id.in_(list(account_ids))).values(values))


# Reference data is imported, not made by the demo: it takes its time to load, and nobody plays with it.
_IMPORTED = "portal.registers."


def empty(session: Session) -> None:
    """Drop and create again every table but those of the registers, in the transaction of this session.

    Rows could not simply be deleted: the journal refuses it, which is what it is for.
    """
    tables = [
        mapper.local_table for mapper in Base.registry.mappers if not mapper.class_.__module__.startswith(_IMPORTED)
    ]
    connection = session.connection()
    Base.metadata.drop_all(connection, tables)  # type: ignore[arg-type] # a mapped class has a Table
    Base.metadata.create_all(connection, tables)  # type: ignore[arg-type] # the same
