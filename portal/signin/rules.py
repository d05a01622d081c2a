"""From password to session: which codes are alive, what a try is worth, what comes next (promises 1 and 8)."""

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import pyotp

from portal.accounts.rules import ADMINISTRATION, Level, Right

CODE_DIGITS = 6


class Purpose(StrEnum):
    """What a mailed code proves."""

    SIGN_IN = "connexion"
    REGISTER_ADDRESS = "adresse"


@dataclass(frozen=True)
class Refused:
    """Unknown, wrong, blocked or without a password: the same answer for all, on purpose."""


@dataclass(frozen=True)
class Again:
    """Not compared, among many sent at once of which one was right since: begin anew."""


@dataclass(frozen=True)
class Throttled:
    """Too many wrong passwords from this network."""


@dataclass(frozen=True)
class CodeAsked:
    """The password was right; a code has been mailed."""


@dataclass(frozen=True)
class AddressAsked:
    """The password was right, but no address can receive a code: one must be registered first."""


@dataclass(frozen=True)
class SignedIn:
    """The person is proved; a session of this level is open under this token."""

    level: Level
    token: str = field(repr=False)


@dataclass(frozen=True)
class WrongCode:
    """The code is not one of those alive; so many tries are left."""

    tries_left: int


@dataclass(frozen=True)
class ChallengeOver:
    """The challenge has ended: too many tries, too old, already used, or never begun in this browser."""


@dataclass(frozen=True)
class TooManyWrongCodes:
    """So many codes were wrong for this account that none is tried any more today."""


@dataclass(frozen=True)
class MailTooSoon:
    """A code has just been sent; the next may be asked for at this instant."""

    at: datetime


@dataclass(frozen=True)
class NoMoreMail:
    """As many codes as allowed were sent, for this challenge or to this address."""


def code(secret: bytes, number: int) -> str:
    """The code of the mail of this number (from 0) under this secret: RFC 4226."""
    return pyotp.HOTP(base64.b32encode(secret).decode(), digits=CODE_DIGITS).at(number)


def alive(issued: Sequence[datetime], now: datetime, life: timedelta) -> list[int]:
    """The numbers of the codes sent less than `life` ago; a later one never kills an earlier one."""
    return [number for number, at in enumerate(issued) if now < at + life]


def is_right(typed: str, secret: bytes, numbers: Sequence[int]) -> bool:
    """Whether what was typed is one of these codes; every one is compared, in constant time."""
    matches = [hmac.compare_digest(typed.encode(), code(secret, n).encode()) for n in numbers]
    return any(matches)


def may_resend(
    issued: Sequence[datetime], now: datetime, *, wait: timedelta, most: int
) -> MailTooSoon | NoMoreMail | None:
    """None when a further code may be mailed for this challenge, else why not."""
    if not issued:
        return None
    if now < issued[-1] + wait:
        return MailTooSoon(issued[-1] + wait)
    return NoMoreMail() if len(issued) >= most else None


def needs_code(*, trusted_until: datetime | None, now: datetime, rights: frozenset[Right], expired: bool) -> bool:
    """Whether the mailed code is asked for: always, but in a browser trusted by somebody who administers nothing.

    An expired password proves too little alone: the code comes before the choice of a new one (promise 12).
    """
    trusted = trusted_until is not None and now < trusted_until
    return expired or not trusted or bool(rights & ADMINISTRATION)
