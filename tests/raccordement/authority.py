"""A real certification authority, which signs whatever a test asks for."""

from datetime import datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
ROOT_KEY = ec.generate_private_key(ec.SECP256R1())
_NAMES = [x509.DNSName("certdc.example"), x509.IPAddress(ip_address("127.0.0.1"))]
ROOT_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Autorité d’essai")])


def name(common_name: str) -> x509.Name:
    """A name of one part."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def new_key() -> Key:
    """A private key."""
    return ec.generate_private_key(ec.SECP256R1())


def pem_of(key: Key) -> bytes:
    """A key as a file."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def sign(
    now: datetime,
    *,
    key: Key | None = None,
    days: float = 365,
    begins: timedelta = timedelta(days=-1),
    authority: bool = False,
    subject: x509.Name | None = None,
) -> bytes:
    """A certificate in PEM, of `certdc.example` unless told otherwise, that ends in so many days."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject or name("certdc.example"))
        .issuer_name(ROOT_NAME)
        .public_key((key or new_key()).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(now + begins, now + timedelta(days=days - 1)))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(_NAMES), critical=False)
    )
    return builder.sign(ROOT_KEY, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def root(now: datetime) -> bytes:
    """The authority's own certificate."""
    return sign(now, key=ROOT_KEY, authority=True, subject=ROOT_NAME, days=3650)
