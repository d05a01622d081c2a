"""The link and the code that unblock an account or open the choice of a new password (source 000, promise 7)."""

import base64
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

# How long the link of a new account waits for its first password.
OPENING = timedelta(days=7)
# The link that a référent has sent: its owner asked for nothing, and may be on leave until tomorrow.
HANDED = timedelta(hours=24)
# How long « ce n’est pas moi » opens: a week of leave, and the journal is still fresh.
DISOWNING = timedelta(days=7)
CODE_LENGTH = 8
# Crockford's alphabet: no I, L, O or U, which are misread or misheard.
_ALPHABET = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_MISREAD = str.maketrans("ILO", "110")


@dataclass(frozen=True)
class Dead:
    """The link or the code opens nothing: expired, used, or made before the credential changed."""


@dataclass(frozen=True)
class WrongCode:
    """The code is not the one that was mailed, or nothing was: nobody is told which."""

    tries_left: int


@dataclass(frozen=True)
class CodeSpent:
    """Too many codes were wrong: none is tried any more, while the link of the same mail stays good."""


@dataclass(frozen=True)
class Proved:
    """The person who asked holds the mailbox; the token opens the choice."""

    token: str = field(repr=False)


@dataclass(frozen=True)
class Disowned:
    """Every session is ended and the password must be replaced: here and now by this token, else at the next sign-in.

    There is a token when the link came to the MSSanté address, which alone may replace a password (source 000).
    """

    token: str | None = field(repr=False)


@dataclass(frozen=True)
class TooManyAsked:
    """Too many requests came from this network."""


@dataclass(frozen=True)
class Done:
    """It is done."""


def code(secret: bytes) -> str:
    """The 8 characters (40 bits) that stand for a link when it is read on one machine and used on another."""
    return base64.b32encode(secret[:5]).decode().translate(_ALPHABET)


def canonical_code(typed: str) -> str:
    """A typed code without spaces and dashes, in upper case, its usual misreadings put right."""
    return "".join(c for c in typed.upper() if c.isalnum()).translate(_MISREAD)


def is_right(typed: str, secret: bytes) -> bool:
    """Whether this is the code, compared in constant time."""
    return hmac.compare_digest(canonical_code(typed).encode(), code(secret).encode())


def is_alive(ends_at: datetime, closed_at: datetime | None, now: datetime) -> bool:
    """Whether a request may still be used."""
    return closed_at is None and now < ends_at
