"""The chain of the journal: each row is linked to all those before it by a plain digest, and sealed by a keyed one.

The link needs no key, so a seal made today proves the oldest row, even one sealed by a key that has since gone. It
covers a digest of what tells of people, not the values: they may be erased, and the head says up to which row.
"""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, StrEnum, auto
from functools import lru_cache
from typing import NamedTuple

from portal.audit import erasable, texts
from portal.audit.rules import Event

GENESIS = "0" * 64
_LINK = b"portail:journal:2\n"
_WITNESS_LENGTH = 16


class Row(NamedTuple):
    """One row as it is stored; `id` is its place in the chain, from 1 on."""

    id: int
    at: datetime
    event: str
    actor_id: int | None
    subject_id: int | None
    address: str | None
    request_id: str | None
    before: str | None
    after: str | None
    salt: str | None
    commitment: str
    previous: str
    key: str
    digest: str

    @property
    def people(self) -> tuple[int | str | None, ...]:
        """What tells of people, in the order of `erasable.COLUMNS`."""
        return self[3:9]


_SALTED = Row._fields.index("commitment")  # what comes before it is said of the row; what follows, made of that


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain stands: so many rows, the link of the last one, and how many have forgotten people."""

    rows: int
    link: str
    erased: int
    key: str
    seal: str


EMPTY = Head(0, GENESIS, 0, "", "")


class Key(NamedTuple):
    """A sealing key and the short name under which rows remember it."""

    name: str
    secret: bytes


@dataclass(frozen=True, slots=True)
class Witness:
    """What was noted outside the database: that at so many rows the link began so."""

    rows: int
    start: str

    def __str__(self) -> str:
        return f"{self.rows}-{self.start}"


@dataclass(frozen=True, slots=True)
class Sound:
    """Every row is there, in its place, as it was written.

    Attributes:
        rows: How many.
        witness: To note outside the database: later, it proves that these rows are still those of today.
        erased: How many of them, from the first on, the portal has made forget people.
        taken_over: The last row that says that the head before it was sealed by a key unknown to the portal.
    """

    rows: int
    witness: Witness
    erased: int = 0
    taken_over: int | None = None


class Standing(Enum):
    """What the seal of a head is worth to whoever is about to seal the next one."""

    GENUINE = auto()
    UNKNOWN = auto()
    FORGED = auto()


class Fault(StrEnum):
    """What is wrong with the row that is named."""

    ALTERED = "modifiee"
    EITHER = "modifiee_ou_la_suivante"
    ERASED = "effacee"
    EARLY = "effacee_trop_tot"
    MISSING = "retiree"
    MOVED = "deplacee"
    ADDED = "ajoutee"
    HEAD = "tete"
    NO_HEAD = "sans_tete"
    UNPROVED = "sans_preuve"
    WITNESS = "temoin"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row that is not as it was written, and what is wrong with it."""

    row_id: int
    why: Fault


def sealing_key(secret: str) -> Key:
    """The journal's own key, derived from a secret key of the application: it opens nothing else."""
    derived = hmac.digest(secret.encode(), b"portail:audit", hashlib.sha256)
    return Key(hmac.digest(derived, b"name", hashlib.sha256).hex()[:8], derived)


def link(previous: str, row: Row) -> str:
    """The digest of this row and, through `previous`, of all those before it (hexadecimal SHA-256)."""
    return _link(previous, row.at, row.event, row.commitment)


def _link(previous: str, at: datetime, event: str, commitment: str) -> str:
    text = texts.listed((previous, _instant(at), event, commitment))
    return hashlib.sha256(_LINK + text.encode()).hexdigest()


# The rows of one act bear the same.
@lru_cache(16)
def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest(key: Key, chained: str) -> str:
    """The seal of a row: only who holds the key can make it."""
    return hmac.digest(key.secret, b"row\n" + chained.encode(), hashlib.sha256).hex()


def sealed(key: Key, rows: int, chained: str, erased: int) -> Head:
    """A head and its seal: without it, removing the last rows, or erasing more of them, would not be seen."""
    text = f"head\n{rows}\n{chained}\n{erased}"
    return Head(rows, chained, erased, key.name, hmac.digest(key.secret, text.encode(), hashlib.sha256).hex())


def standing(head: Head, keys: Iterable[Key]) -> Standing:
    """Whether one of these keys has sealed this head: the next seal would make good whatever it finds."""
    if head == EMPTY:
        return Standing.GENUINE
    known = {key.name: key for key in keys}
    if head.key not in known:
        return Standing.UNKNOWN
    expected = sealed(known[head.key], head.rows, head.link, head.erased)
    return Standing.GENUINE if hmac.compare_digest(head.seal, expected.seal) else Standing.FORGED


def append(head: Head, rows: Iterable[Row], key: Key) -> tuple[list[Row], Head]:
    """Number, chain and seal new rows after this head; their id and all that follows their salt are filled in."""
    count, chained = head.rows, head.link
    written = []
    for row in rows:
        commitment = erasable.commitment(row.salt or "", row.people)
        previous, chained, count = chained, _link(chained, row.at, row.event, commitment), count + 1
        seal = digest(key, chained)
        written.append(Row._make((count, *row[1:_SALTED], commitment, previous, key.name, seal)))
    return written, sealed(key, count, chained, head.erased)


def check(
    rows: Iterable[Row],
    head: Head | None,
    keys: Sequence[Key],
    noted: Witness | None = None,
    *,
    kept_since: datetime | None = None,
) -> Sound | Broken:
    """Follow the chain from its first row, in the order of ids, and name the first row that breaks it.

    Memory does not grow with the journal. A row whose key is unknown (retired since) is proved by the next seal
    that is known, since the link of every row covers all those before it.

    Args:
        rows: All the rows, by ascending id.
        head: The head of the same instant; None when it is gone.
        keys: Every key that may have sealed a row or the head, in any order.
        noted: A witness noted earlier, to be found again on the way.
        kept_since: No row from this instant on may have forgotten people, whatever the head says.
    """
    walk = _Walk({key.name: key for key in keys}, head or EMPTY, noted, kept_since)
    for row in rows:
        if head is None:
            return Broken(row.id, Fault.NO_HEAD)
        if why := walk.step(row):
            return why
    return walk.arrive(head)


class _Walk:
    """How far the chain has been followed."""

    def __init__(self, keys: dict[str, Key], head: Head, noted: Witness | None, kept_since: datetime | None) -> None:
        self.keys = keys
        self.expected = head.rows
        self.erased = head.erased
        self.noted = noted
        self.kept_since = kept_since
        self.count = 0
        self.link = GENESIS
        self.unproved: int | None = None  # the first row since the last known seal
        self.taken_over: int | None = None

    def step(self, row: Row) -> Broken | None:
        """Go one row further, or say what stops here."""
        here = self.count + 1
        if row.id != here:
            return Broken(row.id, Fault.ADDED) if row.id < here else Broken(here, Fault.MISSING)
        if here > self.expected:
            return Broken(here, Fault.ADDED)
        key = self.keys.get(row.key)
        if row.previous != self.link:
            return self._torn(row, key)
        self.count, self.link = here, link(self.link, row)
        if key is None:
            self.unproved = self.unproved or here
        elif not hmac.compare_digest(row.digest, digest(key, self.link)):
            return Broken(here, Fault.ALTERED)
        else:
            self.unproved = None
        if row.event == Event.JOURNAL_TAKEN_OVER:
            self.taken_over = here
        return self._forgetful(row) or self._unlike_witness()

    def _torn(self, row: Row, key: Key | None) -> Broken:
        """A row that does not follow the one before: which of the two is to blame."""
        if key is None:
            return Broken(self.count, Fault.EITHER) if self.unproved else Broken(row.id, Fault.ALTERED)
        if not hmac.compare_digest(row.digest, digest(key, link(row.previous, row))):
            return Broken(row.id, Fault.ALTERED)
        # This row is genuine: it does not belong here, unless it is the one before, yet unproved, that lies.
        return Broken(self.count, Fault.ALTERED) if self.unproved else Broken(row.id, Fault.MOVED)

    def _forgetful(self, row: Row) -> Broken | None:
        """What tells of people is as it was written, or was erased whole, by the portal, in its time."""
        if not erasable.holds(row.salt, row.people, row.commitment):
            return Broken(row.id, Fault.ALTERED)
        if row.salt is None and row.id > self.erased:
            return Broken(row.id, Fault.ERASED)
        if row.salt is None and self.kept_since and row.at >= self.kept_since:
            return Broken(row.id, Fault.EARLY)
        return None

    def _unlike_witness(self) -> Broken | None:
        if self.noted and self.count == self.noted.rows and not self.link.startswith(self.noted.start):
            return Broken(self.count, Fault.WITNESS)
        return None

    def arrive(self, head: Head | None) -> Sound | Broken:
        """At the last row, compare with the head."""
        if self.count < self.expected:
            return Broken(self.count + 1, Fault.MISSING)
        if self.noted and self.count < self.noted.rows:
            return Broken(self.count + 1, Fault.MISSING)
        if head and (why := self._head_fault(head)):
            return Broken(self.unproved or self.count, why)
        witness = Witness(self.count, self.link[:_WITNESS_LENGTH])
        return Sound(self.count, witness, self.erased, self.taken_over)

    def _head_fault(self, head: Head) -> Fault | None:
        key = self.keys.get(head.key)
        if key is None:
            return Fault.UNPROVED
        genuine = hmac.compare_digest(head.seal, sealed(key, self.count, self.link, self.erased).seal)
        return None if genuine else Fault.HEAD
