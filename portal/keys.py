"""Keyed digests: one purpose, one key, all derived from the secret key; a digest of one purpose opens nothing else."""

import hashlib
import hmac

from itsdangerous import URLSafeSerializer

from portal.config import settings


def mac(purpose: str, *parts: str) -> bytes:
    """HMAC-SHA256 (32 bytes) of these parts under the key of this purpose.

    The parts are length-prefixed, so that ("ab", "c") and ("a", "bc") differ.
    """
    key = hmac.digest(settings().secret_keys[0].encode(), f"portail:{purpose}".encode(), hashlib.sha256)
    message = b"".join(len(p.encode()).to_bytes(4, "big") + p.encode() for p in parts)
    return hmac.digest(key, message, hashlib.sha256)


def signer(purpose: str) -> URLSafeSerializer:
    """A signer of cookies and links for one purpose; what an older key signed is still read."""
    # itsdangerous takes keys from the oldest to the one that signs.
    keys = list(reversed(settings().secret_keys))
    return URLSafeSerializer(keys, salt=f"portail:{purpose}", signer_kwargs={"digest_method": hashlib.sha256})
