"""Six digits that the eye and the ear tell apart, and what a person may type for them (promise 23).

There is no 1: it is misread beside a 7, and « un » is the one name of a digit that any noise covers.
"""

import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

OFF = "none"  # the value of PORTAL_CAPTCHA that asks for none
ALPHABET = "023456789"
LENGTH = 6
# Long enough for the longest form, filled in with an interruption; whoever comes later is given another image.
LIFE = timedelta(hours=2)

_WORDS = {
    "zero": "0",
    "deux": "2",
    "trois": "3",
    "quatre": "4",
    "cinq": "5",
    "six": "6",
    "sept": "7",
    "huit": "8",
    "neuf": "9",
}
# What a digit is taken for. A 1 is never drawn: whoever types one has read a 7.
_LOOK_ALIKES = str.maketrans("OoDQ1IilTZzASsbGBgq", "0000777772245566899")
_PIECE = re.compile("|".join(_WORDS) + r"|[^\W_]", re.IGNORECASE)


@dataclass(frozen=True)
class Right:
    """What was typed is what the image shows and the voice says."""


@dataclass(frozen=True)
class Wrong:
    """It is not, and this captcha will not be asked again."""


@dataclass(frozen=True)
class Dead:
    """The captcha has been answered already, rightly or not, or is too old, or was not made here."""


def text(secret: bytes) -> str:
    """The digits that a secret of 32 bytes stands for."""
    number = int.from_bytes(secret, "big")
    digits = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[place])
    return "".join(digits)


def canonical(typed: str) -> str:
    """What was typed, as digits: look-alikes, names of digits and digits of other scripts are read as what they mean.

    Spaces and marks are left out; a letter that stands for no digit stays, so that a text with one is never right.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", typed) if not unicodedata.combining(c))
    return "".join(_digit(piece) for piece in _PIECE.findall(plain))


def _digit(piece: str) -> str:
    if piece.lower() in _WORDS:
        return _WORDS[piece.lower()]
    value = unicodedata.digit(piece, None)
    return (piece if value is None else str(value)).translate(_LOOK_ALIKES)


def is_right(typed: str, wanted: str) -> bool:
    """Whether this is the text, compared in constant time."""
    return hmac.compare_digest(canonical(typed).encode(), wanted.encode())


def is_alive(issued_at: datetime, now: datetime) -> bool:
    """Whether a captcha made then may still be answered."""
    return issued_at <= now < issued_at + LIFE
