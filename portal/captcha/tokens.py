"""The token of a captcha: a name drawn by chance and an hour, signed. The digits are derived from the name by a key.

Nothing is stored until it is answered, and nothing of the digits is in it: who reads a page or a log learns none.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from portal import clock
from portal.captcha import rules
from portal.keys import mac, sign, unsign

_PURPOSE = "captcha"


@dataclass(frozen=True)
class Captcha:
    """One captcha.

    Attributes:
        name: What tells it from all others; it is answered once.
        text: The digits to copy.
        noise: The secret that decides how they are drawn and said, so that asking twice shows the same.
    """

    name: str
    text: str = field(repr=False)
    noise: bytes = field(repr=False)


def write_token() -> str:
    """The token of a new captcha."""
    return sign(_PURPOSE, [secrets.token_urlsafe(12), int(clock.now().timestamp())])


def read_token(token: str) -> Captcha | None:
    """The captcha of a token, None when it is too old or was not made here."""
    found = unsign(_PURPOSE, token)
    if found is None:
        return None
    name, issued = found
    if not rules.is_alive(datetime.fromtimestamp(issued, UTC), clock.now()):
        return None
    return Captcha(name, rules.text(mac("captcha text", name)), mac("captcha noise", name))
