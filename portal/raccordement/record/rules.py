"""What a move, an update, an invitation may be: decisions on plain values (source 004 p. 3-6)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import TypeAlias

from portal import naming
from portal.folding import words
from portal.identifiers import Refused
from portal.raccordement.record.states import MOVES, Action, Move, Role, State

MAX_REASON = 2000
MAX_MESSAGE = 4000
MAX_ESTABLISHMENTS = 200

# The fields of the source's form, in its order, with its labels; their longest text.
FIELDS: Mapping[str, tuple[str, int]] = {
    "last_name": ("Nom", 100),
    "first_name": ("Prénom", 100),
    "function": ("Fonction", 100),
    "email": ("Courriel", 254),
    "phone": ("Téléphone", 20),
    "address": ("Adresse", 200),
    "postal_code": ("Code postal", 5),
    "commune": ("Commune", 100),
    "si_name": ("Nom du système d’information", 100),
    "si_version": ("N°\u00a0de version", 50),
    "comments": ("Commentaires", 2000),
}
# Those that mails carry to others.
NAMING: Mapping[str, naming.Rule] = {
    "last_name": naming.person,
    "first_name": naming.person,
    "si_name": naming.thing,
}
ESTABLISHMENTS = "establishments"
LABELS = {name: label for name, (label, _) in FIELDS.items()} | {ESTABLISHMENTS: "Établissements rattachés"}
# Whoever proved an address keeps it: another is confirmed by its owner, as a member.
FIXED = frozenset({"email"})
OPTIONAL = frozenset({"comments"})

Values: TypeAlias = Mapping[str, str]
Changes: TypeAlias = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Illegal:
    """This role may not do that in this state."""

    state: State


@dataclass(frozen=True)
class ReasonMissing:
    """The action needs a reason: the other side must know what to do."""


@dataclass(frozen=True)
class Stale:
    """Somebody else acted first: who, what, when."""

    who: str
    what: str
    at: datetime


@dataclass(frozen=True)
class AlreadyDone:
    """The same press of the same button arrived twice: it has moved, once."""


@dataclass(frozen=True)
class Moved:
    """It has moved."""

    to: State


@dataclass(frozen=True)
class Updated:
    """These fields changed."""

    changes: Changes = field(repr=False)


@dataclass(frozen=True)
class Unchanged:
    """Nothing differs from what is kept."""


@dataclass(frozen=True)
class Locked:
    """Nothing may be changed in this state."""

    state: State


def decide(state: State, role: Role, action: Action, reason: str) -> Move | Illegal | ReasonMissing:
    """Whether this role may do this now, and where it leads."""
    move = MOVES.get((state, role, action))
    if move is None:
        return Illegal(state)
    if move.reason and not reason.strip():
        return ReasonMissing()
    return move


def changes(before: Values, after: Values) -> Changes:
    """The fields that differ, with both values, in the order of the form."""
    return {
        name: (before.get(name, ""), after[name])
        for name in LABELS
        if name in after and before.get(name, "") != after[name]
    }


def missing(values: Values, establishments: Sequence[str]) -> list[str]:
    """The mandatory fields that a draft still lacks before it may be sent; a name that mails may not carry is none."""
    lacking = [name for name in FIELDS if name not in OPTIONAL and not _holds(name, values.get(name, "").strip())]
    return lacking if establishments else [*lacking, ESTABLISHMENTS]


def _holds(name: str, value: str) -> bool:
    rule = NAMING.get(name)
    return bool(value) and not (rule and isinstance(rule(value), Refused))


def system_key(name: str) -> str:
    """What two names of one information system share: case, accents and signs do not matter."""
    return " ".join(words(name))


def number(record_id: int, year: int) -> str:
    """The number of a request, that a person can read on the telephone: R-2026-00042."""
    return f"R-{year}-{record_id:05d}"


def is_overdue(since: datetime, now: datetime, delay: timedelta) -> bool:
    """Whether a record has waited longer than the instructeurs promise."""
    return now - since > delay


# The middle of fewer delays than this is no habit.
FEWEST_DELAYS = 5


def usual_delay(delays: Sequence[tuple[datetime, datetime]]) -> int | None:
    """The median of the delays between these pairs of instants, in days, a day begun counting whole.

    None below `FEWEST_DELAYS`: there is no usual delay yet.
    """
    if len(delays) < FEWEST_DELAYS:
        return None
    middle = median((end - start) / timedelta(days=1) for start, end in delays)
    return max(1, math.ceil(middle))


@dataclass(frozen=True)
class TooManySent:
    """As much was sent to the instructeurs as one person may in so short a time."""


@dataclass(frozen=True)
class AddressClosed:
    """The address is that of an account that was closed: only a person can open it again."""


@dataclass(frozen=True)
class LastMember:
    """A record never has nobody."""


@dataclass(frozen=True)
class NotAMember:
    """This person is not on the record, or is no more."""
