"""Installing a server certificate and announcing its end; whoever must know is told in the same transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts.models import Account
from portal.accounts.rules import address_of, code_route
from portal.audit import Event
from portal.config import settings
from portal.mail import outbox
from portal.mail.rules import Mail
from portal.raccordement.certificates import mails, store
from portal.raccordement.certificates.models import CertificateWarning, ServerCertificate
from portal.raccordement.certificates.rules import Certificate, spelt, warning_due


@dataclass(frozen=True)
class Installed:
    """It is in service; so many gestionnaires were told."""

    told: int


@dataclass(frozen=True)
class AlreadyInstalled:
    """This very certificate is the one in service."""


def install(session: Session, certificate: Certificate, *, by: int) -> Installed | AlreadyInstalled:
    """Put a certificate in service; every gestionnaire SI is told of a renewal (source 004 p. 14).

    One that was replaced comes back in service: it is the way back from a wrong one.

    Raises:
        IntegrityError: the same certificate is being installed by somebody quicker.
    """
    before = store.current(session)
    if before and before.fingerprint == certificate.fingerprint:
        return AlreadyInstalled()
    row = store.by_fingerprint(session, certificate.fingerprint) or _row(certificate)
    row.installed_at, row.installed_by = clock.now(), by
    session.add(row)
    session.flush()
    audit.record(
        session,
        Event.CERTIFICATE_INSTALLED,
        actor=by,
        before={"empreinte": before.fingerprint} if before else None,
        after={"empreinte": row.fingerprint, "fin": clock.local(row.not_after).date()},
    )
    return Installed(_tell(session, store.managers(session), mails.renewed, row) if before else 0)


def _row(certificate: Certificate) -> ServerCertificate:
    return ServerCertificate(
        pem=certificate.pem,
        fingerprint=certificate.fingerprint,
        subject=certificate.subject,
        issuer=certificate.issuer,
        not_before=certificate.not_before,
        not_after=certificate.not_after,
    )


def warn(session: Session) -> int:
    """Announce that the certificate in service ends soon; how many were told. Run twice, it tells once."""
    certificate = store.current(session)
    if certificate is None:
        return 0
    sent = store.warnings_sent(session, certificate.id)
    due = warning_due(certificate.not_after, clock.now(), sent)
    if due is None:
        return 0
    session.add(CertificateWarning(certificate_id=certificate.id, days=due, sent_at=clock.now()))
    session.flush()
    return _tell(session, [*store.administrators(session), *store.managers(session)], mails.ending, certificate)


def _tell(
    session: Session, people: Iterable[Account], build: Callable[..., Mail], certificate: ServerCertificate
) -> int:
    found = {address_of(code_route(account.reach)) for account in people} - {None}
    for address in sorted(str(address) for address in found):
        mail = build(
            address,
            fingerprint=spelt(certificate.fingerprint),
            not_after=certificate.not_after,
            link=f"{settings().base_url}/raccordement/certificat",
        )
        outbox.add(session, mail)
    return len(found)
