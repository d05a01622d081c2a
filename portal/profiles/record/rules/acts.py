"""What becomes of an act on a team or on a référent: one line of a file never does these (source 001)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Done:
    """It is done; `key` is that of what was made, 0 where nothing was."""

    key: int = 0


@dataclass(frozen=True)
class Unchanged:
    """It was so already."""


@dataclass(frozen=True)
class NotYours:
    """Outside the perimeter, or not there at all: the two are not told apart."""


@dataclass(frozen=True)
class NameTaken:
    """Another team of the establishment has this name, but for accents or case."""


@dataclass(frozen=True)
class NameRefused:
    """The name cannot be kept: see the code `equipe_invalide`."""


@dataclass(frozen=True)
class NotEmpty:
    """So many profiles are still in the team."""

    profiles: int


@dataclass(frozen=True)
class LastReferent:
    """Nobody else would manage this establishment."""


@dataclass(frozen=True)
class Emptied:
    """So many profiles were deleted, and so many kept without a team."""

    deleted: int
    kept: int


@dataclass(frozen=True)
class Fate:
    """What emptying a team does to its profiles, by key."""

    deleted: frozenset[int]
    kept: frozenset[int]


@dataclass(frozen=True)
class StillGood:
    """The person's own password has not expired: only they may change it."""


@dataclass(frozen=True)
class Guarded:
    """The account opens more than the référent holds: see the code `compte_protege`."""


@dataclass(frozen=True)
class Stale:
    """Somebody has changed it since it was shown; nothing was done."""
