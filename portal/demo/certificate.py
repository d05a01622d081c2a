"""A server certificate for the demonstration: made on the spot, signed by itself, of no value elsewhere."""

from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy.orm import Session

from portal import clock
from portal.raccordement.certificates import rules, service
from portal.raccordement.certificates import store as certificates

HOST = "certdc.demo.example"
# Long enough for the clock to be moved to each announcement of its end.
LIFE = timedelta(days=75)


def publish(session: Session) -> None:
    """Install one, unless one is there."""
    if certificates.current(session):
        return
    found = rules.read(_sign(), b"", clock.now())
    if isinstance(found, rules.Certificate) and (administrators := certificates.administrators(session)):
        service.install(session, found, by=administrators[0].id)


def _sign() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Démonstration"),
            x509.NameAttribute(NameOID.COMMON_NAME, HOST),
        ]
    )
    now = clock.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LIFE)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)
