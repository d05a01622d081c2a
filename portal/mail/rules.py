"""What a mail is, and when to try it again: decisions on plain values.

A mail that does not leave at once is tried again for 24 hours; one with a deadline never leaves after it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"

MAX_ADDRESS = 254
MAX_SUBJECT = 200

# One plain address: no display name, no quoting, no list: nothing that begins another recipient.
_ADDRESS = re.compile(r"[^\s<>()\[\]\\\",:;@]+@[^\s<>()\[\]\\\",:;@]+")
_TEMPLATE = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)*")

_DOTS = "•••••"

PATIENCE = timedelta(hours=24)
STEPS = (
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=1),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=10),
    timedelta(minutes=15),
)
# Somebody waits before a screen for a mail that has a deadline: it is never left aside longer than this.
HURRY = timedelta(minutes=1)
# The share of a step by which tries of different mails are kept apart.
JITTER = 0.2
_GOLDEN = 0.6180339887498949

MAX_REASON = 200
_SHOUTED = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")
_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_FIRST_PERMANENT = 500
_SERVICE_CLOSING = 421
# Replies about our own access: RFC 4954 for 530 to 538; RFC 3463 calls X.7.X « security or policy status ».
_ACCESS = range(530, 540)
_POLICY = re.compile(r"5\.7\.")


@dataclass(frozen=True)
class Mail:
    """A message to one person; `context` is what its template shows.

    The subject stays in the outbox after the sending and shows on locked screens: no code, no link in it.

    Raises:
        ValueError: the address is not one plain address, the subject is not one line, the template is not a
            name, or the deadline has no zone. What was refused is not repeated: the message may reach a log.
    """

    to: str = field(repr=False)
    subject: str
    template: str
    context: Mapping[str, Json] = field(repr=False)
    not_after: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse whatever could add a header, a recipient or a path."""
        if not is_address(self.to):
            raise ValueError("a mail goes to one plain address")
        _check_form(self.subject, self.template)
        if self.not_after and self.not_after.tzinfo is None:
            raise ValueError("a deadline has a zone")


# An import says the same to thousands of people.
@lru_cache(64)
def _check_form(subject: str, template: str) -> None:
    if not subject or len(subject) > MAX_SUBJECT or _breaks_lines(subject):
        raise ValueError(f"a subject is one line of at most {MAX_SUBJECT} characters")
    if not _TEMPLATE.fullmatch(template):
        raise ValueError("a template is named `room/message`")


def is_address(text: str) -> bool:
    """Whether this is one plain address, and nothing that a mail server could read otherwise."""
    return len(text) <= MAX_ADDRESS and _ADDRESS.fullmatch(text) is not None and not _breaks_lines(text)


def _breaks_lines(text: str) -> bool:
    # What can all be printed breaks nothing: most texts need no look at each character.
    return not text.isprintable() and any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in text)


def masked(address: str) -> str:
    """The address as it may be shown: `m•••••n@chu-demo.mssante.fr`; the dots do not tell the length."""
    local, at, domain = address.partition("@")
    match len(local):
        case 0 | 1:
            shown = _DOTS
        case 2 | 3:
            shown = f"{local[0]}{_DOTS}"
        case _:
            shown = f"{local[0]}{_DOTS}{local[-1]}"
    return f"{shown}{at}{domain}"


class Stage(Enum):
    """What the server was asked when it said no."""

    CONNECTION = "connexion"
    SENDER = "expéditeur"
    RECIPIENT = "destinataire"
    CONTENT = "message"


@dataclass(frozen=True)
class Sent:
    """The server has taken charge of the mail."""


@dataclass(frozen=True)
class Refused:
    """Permanent: the server will never take this mail."""

    reason: str


@dataclass(frozen=True)
class Delayed:
    """Temporary, for this mail: the server asks for another try, or somebody has a setting to mend."""

    reason: str


@dataclass(frozen=True)
class Unreachable:
    """Temporary, for every mail: nothing goes through this server for now."""

    reason: str


Failure: TypeAlias = Refused | Delayed | Unreachable
Outcome: TypeAlias = Sent | Failure


def judge(stage: Stage, code: int, text: str) -> Failure:
    """What the refusal of a server means for the mail (RFC 5321 §4.2.1, RFC 3463 §3).

    Only a 5xx about the recipient or the message is final: one about our access, our sender or a policy is
    mended by an administrator, and the mails must not be lost meanwhile.
    """
    reason = _reason(stage, code, text)
    if stage is Stage.CONNECTION or code == _SERVICE_CLOSING:
        return Unreachable(reason)
    ours = stage is Stage.SENDER or code in _ACCESS or _POLICY.match(text.strip())
    return Refused(reason) if code >= _FIRST_PERMANENT and not ours else Delayed(reason)


def _reason(stage: Stage, code: int, text: str) -> str:
    if stage is Stage.CONTENT:
        # By now the server has read the message and may quote it: its words are left out, codes are enough.
        enhanced = _ENHANCED.match(text)
        return f"{stage.value} : {code}{' ' + enhanced[1] if enhanced else ''}"
    line = " ".join(_SHOUTED.sub(lambda found: masked(found[0]), text).split())
    return f"{stage.value} : {code} {''.join(c for c in line if c.isprintable())}"[:MAX_REASON]


@dataclass(frozen=True)
class Tries:
    """How long a mail has been trying: `count` includes the try that has just failed."""

    count: int
    created_at: datetime
    not_after: datetime | None


@dataclass(frozen=True)
class Again:
    """Try again at this instant."""

    at: datetime


@dataclass(frozen=True)
class GiveUp:
    """Never try again: somebody has to know."""


@dataclass(frozen=True)
class Drop:
    """Never try again: the mail would come too late to be of use."""


def is_stale(not_after: datetime | None, now: datetime) -> bool:
    """Whether the deadline has passed: what the mail carries no longer works."""
    return not_after is not None and now >= not_after


def after(failure: Failure, tries: Tries, now: datetime, *, spread: float) -> Again | GiveUp | Drop:
    """What to do of a mail that has just failed.

    Args:
        failure: what the transport reported.
        tries: the mail's history.
        now: the instant of the failure.
        spread: from 0 up to 1, where this mail falls among those that failed with it.
    """
    if isinstance(failure, Refused):
        return GiveUp()
    step = STEPS[min(tries.count, len(STEPS)) - 1]
    if tries.not_after:
        step = min(step, HURRY)
    at = now + step * (1 + JITTER * spread)
    if is_stale(tries.not_after, at):
        return Drop()
    return Again(at) if at < tries.created_at + PATIENCE else GiveUp()


def spread(mail_id: int) -> float:
    """From 0 up to 1: consecutive mails fall as far from each other as can be (golden ratio sequence)."""
    return mail_id * _GOLDEN % 1
