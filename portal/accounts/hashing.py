"""argon2id, at the same cost for everybody: one computation a check, whether or not the person exists.

Parameters: OWASP's m = 19 MiB, t = 2, p = 1 (ASVS 5.0 §11.4.2, ANSSI-PG-078 R28 and R29); measured in docs/adr/0004.
"""

import secrets
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError, VerifyMismatchError
from argon2.low_level import ARGON2_VERSION

from portal.accounts.policy import TooLong, canonical

SALT_BYTES = 16
DIGEST_BYTES = 32


@dataclass(frozen=True)
class Cost:
    """What a computation takes; tests may ask for less."""

    memory_kib: int = 19_456
    passes: int = 2
    lanes: int = 1


@dataclass(frozen=True)
class Verdict:
    """Whether the password is right, and whether its hash should be made again at the current cost."""

    matches: bool
    needs_rehash: bool = False


REFUSED = Verdict(matches=False)


class PasswordTooLongError(ValueError):
    """The policy was not asked before hashing."""


class Hasher:
    """Hashes and verifies at one cost; the application holds one."""

    def __init__(self, cost: Cost | None = None) -> None:
        """Prepare for this cost, the real one unless a test asks for less."""
        self.cost = cost or Cost()
        self._argon2 = PasswordHasher(
            time_cost=self.cost.passes,
            memory_cost=self.cost.memory_kib,
            parallelism=self.cost.lanes,
            hash_len=DIGEST_BYTES,
            salt_len=SALT_BYTES,
        )
        self._nobody = _nobody(self.cost)

    def hash_password(self, text: str) -> str:
        """The encoded hash of a password that the policy has accepted, NFKC, nothing cut.

        Raises:
            PasswordTooLongError: it has more than 128 characters, or more than 1 kB as typed.
        """
        secret = _secret(text)
        if secret is None:
            raise PasswordTooLongError
        return self._argon2.hash(secret)

    def verify(self, stored: str | None, text: str) -> Verdict:
        """Whether this password is the one of the stored hash, in exactly one computation of argon2.

        Without a hash, with one that cannot be read, or for a password that nobody can have, the computation is
        made all the same, for nothing: the time taken does not tell who exists.
        """
        secret = _secret(text)
        if stored is None or secret is None:
            return self._refuse()
        try:
            self._argon2.verify(stored, secret)
        except VerifyMismatchError:
            return REFUSED
        except (VerificationError, ValueError):
            # Nothing was computed: argon2 could not read the stored hash.
            return self._refuse()
        return Verdict(matches=True, needs_rehash=self._argon2.check_needs_rehash(stored))

    def _refuse(self) -> Verdict:
        with suppress(VerifyMismatchError):
            self._argon2.verify(self._nobody, b"")
        return REFUSED


def _secret(text: str) -> bytes | None:
    known = canonical(text)
    return None if isinstance(known, TooLong) else known.encode("utf-8", "surrogatepass")


def _nobody(cost: Cost) -> str:
    """A hash that no password has, at this cost: both its salt and its digest are drawn at random."""
    salt, digest = (_base64(secrets.token_bytes(size)) for size in (SALT_BYTES, DIGEST_BYTES))
    parameters = f"m={cost.memory_kib},t={cost.passes},p={cost.lanes}"
    return f"$argon2id$v={ARGON2_VERSION}${parameters}${salt}${digest}"


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode("ascii").rstrip("=")
