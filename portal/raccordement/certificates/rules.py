"""What a server certificate must be before it is handed out, and when its end is announced (source 004 p. 14)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

# Days before the end at which it is announced, the nearest last.
WARNINGS = (60, 30, 7)
MAX_PEM = 32 * 1024
MIN_RSA_BITS = 2048
_PEM_KEY = b"PRIVATE KEY-----"


@dataclass(frozen=True)
class Certificate:
    """A server certificate that may be handed out; `pem` holds it and its chain, and no key."""

    pem: str = field(repr=False)
    fingerprint: str
    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime


@dataclass(frozen=True)
class Unusable:
    """Why a file cannot be handed out, and what to do."""

    reason: str


def read(pem: bytes, key: bytes, now: datetime) -> Certificate | Unusable:
    """Read an uploaded certificate; the key, when given, is only compared with it, never kept.

    Args:
        pem: the certificate, alone or followed by its chain, in PEM.
        key: its private key in PEM, or nothing.
        now: the instant at which it must be valid, or become so later.
    """
    if _PEM_KEY in pem:
        return Unusable(
            "Ce fichier contient une clé privée\u00a0: déposez le certificat seul, et ne partagez jamais sa clé."
        )
    try:
        leaf, *chain = x509.load_pem_x509_certificates(pem)
    except ValueError:
        return Unusable("Ce fichier n’est pas un certificat au format PEM («\u00a0-----BEGIN CERTIFICATE-----\u00a0»).")
    problem = _problem(leaf, chain, now) or (_key_problem(leaf, key) if key else None)
    if problem:
        return Unusable(problem)
    return Certificate(
        pem="".join(c.public_bytes(serialization.Encoding.PEM).decode() for c in [leaf, *chain]),
        fingerprint=leaf.fingerprint(hashes.SHA256()).hex(),
        subject=_readable(leaf.subject),
        issuer=_readable(leaf.issuer),
        names=_names(leaf),
        not_before=leaf.not_valid_before_utc,
        not_after=leaf.not_valid_after_utc,
    )


def _readable(name: x509.Name) -> str:
    """CN=certdc.example, O=Organisation: the nearest part first, each on its own."""
    return ", ".join(part.rfc4514_string() for part in reversed(name.rdns))


def _problem(leaf: x509.Certificate, chain: list[x509.Certificate], now: datetime) -> str | None:
    if leaf.not_valid_after_utc <= now:
        return f"Ce certificat a expiré le {leaf.not_valid_after_utc:%d/%m/%Y}\u00a0: déposez celui qui le remplace."
    if _is_authority(leaf):
        return "Le premier certificat du fichier est celui d’une autorité\u00a0: placez d’abord celui du serveur."
    if isinstance(key := leaf.public_key(), rsa.RSAPublicKey) and key.key_size < MIN_RSA_BITS:
        return (
            f"La clé de ce certificat est trop courte ({key.key_size} bits)\u00a0: il en faut {MIN_RSA_BITS} au moins."
        )
    if any(below.issuer != above.subject for below, above in pairwise([leaf, *chain])):
        return "Les certificats du fichier ne se suivent pas\u00a0: d’abord le serveur, puis l’autorité qui l’a signé."
    return None


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (x509.ExtensionNotFound, ValueError):
        return False


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    return tuple(names.get_values_for_type(x509.DNSName))


def _key_problem(leaf: x509.Certificate, key: bytes) -> str | None:
    try:
        private = serialization.load_pem_private_key(key, password=None)
    except (ValueError, TypeError):
        return "La clé n’est pas une clé privée PEM sans mot de passe."
    public = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if private.public_key().public_bytes(*public) != leaf.public_key().public_bytes(*public):
        return "Cette clé n’est pas celle de ce certificat."
    return None


def warning_due(not_after: datetime, now: datetime, sent: frozenset[int]) -> int | None:
    """The announcement that is due and was not made, None otherwise; nothing more is said once it has expired.

    A night that was missed is made up for by the nearest announcement alone.
    """
    left = not_after - now
    due = [days for days in WARNINGS if timedelta() < left <= timedelta(days=days)]
    return None if not due or min(due) in sent else min(due)


def spelt(fingerprint: str) -> str:
    """A fingerprint as other tools show it: pairs in capitals, separated by colons."""
    return ":".join(fingerprint[at : at + 2] for at in range(0, len(fingerprint), 2)).upper()
