"""Every query of the certificates, and of whom they concern."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account, AccountRight
from portal.accounts.rules import Right
from portal.raccordement.certificates.models import CertificateWarning, ServerCertificate
from portal.raccordement.record.models import Member, Raccordement
from portal.raccordement.record.states import CLOSED


def history(session: Session, limit: int = 50) -> Sequence[ServerCertificate]:
    """The certificates, the one in service first."""
    query = select(ServerCertificate).order_by(ServerCertificate.installed_at.desc(), ServerCertificate.id.desc())
    return session.scalars(query.limit(limit)).all()


def current(session: Session) -> ServerCertificate | None:
    """The certificate in service."""
    return next(iter(history(session, limit=1)), None)


def by_fingerprint(session: Session, fingerprint: str) -> ServerCertificate | None:
    """The certificate of this fingerprint."""
    return session.scalar(select(ServerCertificate).where(ServerCertificate.fingerprint == fingerprint))


def warnings_sent(session: Session, certificate_id: int) -> frozenset[int]:
    """The announcements made for a certificate, in days before its end."""
    query = select(CertificateWarning.days).where(CertificateWarning.certificate_id == certificate_id)
    return frozenset(session.scalars(query))


def managers(session: Session) -> Sequence[Account]:
    """Every gestionnaire of a raccordement that is not closed, once each."""
    living = select(Member.account_id).join(Raccordement).where(Raccordement.state.not_in(CLOSED))
    query = select(Account).where(Account.id.in_(living), Account.closed_at.is_(None))
    return session.scalars(query.order_by(Account.id)).all()


def administrators(session: Session) -> Sequence[Account]:
    """The administrators of the portal."""
    holders = select(AccountRight.account_id).where(AccountRight.name == Right.ADMINISTRATOR)
    query = select(Account).where(Account.id.in_(holders), Account.closed_at.is_(None))
    return session.scalars(query.order_by(Account.id)).all()
