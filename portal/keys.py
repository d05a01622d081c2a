"""Keyed digests and sealed bytes: one purpose, one key, all derived from the secret key; none opens for another."""

import base64
import hashlib
import hmac
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from itsdangerous import BadSignature, URLSafeSerializer

from portal.config import settings

_NONCE = 12


class Unsealable(ValueError):  # noqa: N818 - it says what the bytes are
    """These bytes were not sealed by this portal for this purpose and place, or its key of then is gone."""


def mac(purpose: str, *parts: str) -> bytes:
    """HMAC-SHA256 (32 bytes) of these parts under the key of this purpose.

    The parts are length-prefixed, so that ("ab", "c") and ("a", "bc") differ.
    """
    key = _derived(settings().secret_keys[0], purpose)
    return hmac.digest(key, _joined(parts), hashlib.sha256)


def _derived(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), f"portail:{purpose}".encode(), hashlib.sha256)


def _joined(parts: tuple[str, ...]) -> bytes:
    return b"".join(len(p.encode()).to_bytes(4, "big") + p.encode() for p in parts)


def seal(purpose: str, content: bytes, *place: str) -> bytes:
    """These bytes under AES-256-GCM: unreadable without the secret key, and at home in this place only."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_derived(settings().secret_keys[0], purpose)).encrypt(nonce, content, _joined(place))


def unseal(purpose: str, sealed: bytes, *place: str) -> bytes:
    """The bytes that `seal` was given; those that an older key sealed are still read.

    Raises:
        Unsealable: they are not as they were sealed, or not in their place.
    """
    for secret in settings().secret_keys:
        try:
            return AESGCM(_derived(secret, purpose)).decrypt(sealed[:_NONCE], sealed[_NONCE:], _joined(place))
        except (InvalidTag, ValueError):  # or too short to be anything
            continue
    raise Unsealable


def sign(purpose: str, said: object) -> str:
    """What is said, as JSON can say it, and the proof that this portal said it for this purpose.

    What names a row is written by `portal.tokens`: a number that is signed still names whatever row has it next.
    """
    return str(_signer(purpose).dumps(said))


def unsign(purpose: str, token: str) -> Any:
    """What was said for this purpose, None when it was not here; what an older key signed is still read."""
    try:
        return _signer(purpose).loads(token)
    except BadSignature:
        return None


def _signer(purpose: str) -> URLSafeSerializer:
    # itsdangerous takes keys from the oldest to the one that signs.
    keys = list(reversed(settings().secret_keys))
    return URLSafeSerializer(keys, salt=f"portail:{purpose}", signer_kwargs={"digest_method": hashlib.sha256})


def digest(*parts: str) -> str:
    """128 bits of the SHA-256 of these parts, for whoever signs them with a key: of itself it proves nothing."""
    return base64.urlsafe_b64encode(hashlib.sha256(_joined(parts)).digest()[:16]).rstrip(b"=").decode()
