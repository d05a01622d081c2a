"""The announcements of a certificate: it was renewed, it is about to end."""

from datetime import datetime

from portal import clock
from portal.mail.rules import Mail


def renewed(address: str, *, fingerprint: str, not_after: datetime, link: str) -> Mail:
    """The certificate changed: information systems must trust the new one."""
    return Mail(
        to=address,
        subject="Le certificat serveur CertDC est renouvelé",
        template="raccordement/certificate_renewed",
        context=_context(fingerprint, not_after, link),
    )


def ending(address: str, *, fingerprint: str, not_after: datetime, link: str) -> Mail:
    """The certificate ends soon: prepare for its renewal."""
    return Mail(
        to=address,
        subject=f"Le certificat serveur CertDC expire le {clock.local(not_after):%d/%m/%Y}",
        template="raccordement/certificate_ending",
        context=_context(fingerprint, not_after, link),
    )


def _context(fingerprint: str, not_after: datetime, link: str) -> dict[str, str]:
    at = clock.local(not_after).isoformat(timespec="minutes")
    return {"fingerprint": fingerprint, "not_after": at, "link": link}
