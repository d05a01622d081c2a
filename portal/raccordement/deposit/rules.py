"""What becomes of an address, of a draft and of a request that is sent: outcomes, on plain values."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.raccordement.picker.rules import Wrong

# A draft that nobody has touched for so long is forgotten; the link that was mailed with it dies the same day.
DRAFT_LIFE = timedelta(days=30)
# Nobody fills in so many at once; whoever would, fills the table.
MAX_DRAFTS = 10
# The usual delay is that of the last 90 days.
DELAYS_SINCE = timedelta(days=90)


@dataclass(frozen=True)
class ToChoose:
    """There are drafts or requests of this address already: the person says what to go on with."""


@dataclass(frozen=True)
class Opened:
    """The browser has this draft open."""

    record_id: int


@dataclass(frozen=True)
class TooManyDrafts:
    """The address has as many drafts as it may."""


@dataclass(frozen=True)
class Gone:
    """Nothing is open here: no address proved in this browser, or a draft that is no more."""


@dataclass(frozen=True)
class Deposited:
    """The request has been sent: there is no draft any more."""


@dataclass(frozen=True)
class Lapsed:
    """The address was proved too long ago to show the draft; what is typed is still kept."""


@dataclass(frozen=True)
class Kept:
    """The draft is as the page shows it; the version that it now has, and since when."""

    version: int
    at: datetime


@dataclass(frozen=True)
class Overtaken:
    """Another tab has written these fields since the page was made: nothing was kept of this one."""

    labels: tuple[str, ...]
    version: int
    at: datetime


@dataclass(frozen=True)
class Incomplete:
    """Mandatory fields are empty, or the choice of establishments cannot be sent."""

    missing: tuple[str, ...]
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True)
class AlreadyAsked:
    """The same person has a living request for the same system and an establishment of this one: its number."""

    number: str


@dataclass(frozen=True)
class TooManyDeposits:
    """As many requests as allowed were sent, by this address or from this network."""


@dataclass(frozen=True)
class Sent:
    """The request is deposited, under this number."""

    number: str


def is_alive(changed_at: datetime, now: datetime) -> bool:
    """Whether a draft may still be opened."""
    return now < changed_at + DRAFT_LIFE
