"""What a change of the tree comes to: done, or why not, and whose rights it gives and takes (source 002 p. 3)."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from portal.medimail.structures.rules.tree import is_under

NAMESAKE = (
    "Une autre structure porte déjà ce nom, ailleurs dans l’arborescence\u00a0: le nom ne suffit plus à dire de "
    "laquelle on parle. Donnez à l’une des deux un nom qui la distingue."
)


@dataclass(frozen=True)
class Done:
    """It is done; the key of the structure."""

    key: int


@dataclass(frozen=True)
class NoSuch:
    """There is no such structure, or no such open mother."""


@dataclass(frozen=True)
class NameTaken:
    """A sister already has this name."""


@dataclass(frozen=True)
class UnderItself:
    """The mother chosen is the structure, or one of its daughters."""


@dataclass(frozen=True)
class Unchanged:
    """It already stands there, or so."""


@dataclass(frozen=True)
class Stale:
    """It is no longer as it was shown."""


@dataclass(frozen=True)
class Kept:
    """It cannot be closed: it still has accounts, or daughters that are open."""

    accounts: int
    daughters: int


@dataclass(frozen=True)
class MotherClosed:
    """It cannot be opened again under a mother that is closed."""

    name: str


@dataclass(frozen=True)
class Person:
    """An administrator, and the structure that makes them one."""

    account_id: int
    name: str
    structure: str


@dataclass(frozen=True)
class Shift:
    """Whose rights over a structure a move changes.

    Attributes:
        gains: Administrators of its new mothers who could not administer it.
        loses: Administrators of its former mothers who no longer can.
    """

    gains: tuple[Person, ...]
    loses: tuple[Person, ...]

    @property
    def mark(self) -> str:
        """What tells these people from any others."""
        keys = ",".join(str(p.account_id) for p in self.gains), ",".join(str(p.account_id) for p in self.loses)
        return hashlib.sha256("|".join(keys).encode()).hexdigest()[:16]


def shift(own: Collection[Person], before: Collection[Person], after: Collection[Person]) -> Shift:
    """Who gains and who loses, between the administrators above a structure before and after; its own keep theirs."""
    kept = {person.account_id for person in own}
    were = kept | {person.account_id for person in before}
    will = kept | {person.account_id for person in after}
    return Shift(
        gains=tuple(_once(person for person in after if person.account_id not in were)),
        loses=tuple(_once(person for person in before if person.account_id not in will)),
    )


def _once(people: Iterable[Person]) -> list[Person]:
    """Each person by the first structure that makes them an administrator."""
    seen: dict[int, Person] = {}
    for person in people:
        seen.setdefault(person.account_id, person)
    return sorted(seen.values(), key=lambda person: person.account_id)


def may_stand_under(path: str, mother: str) -> bool:
    """Whether the structure of this path may be put under that one: not under itself, nor under a daughter."""
    return not is_under(mother, path)
