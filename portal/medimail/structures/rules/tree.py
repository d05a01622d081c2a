"""The tree of structures, written as paths: `/1/5/` is structure 5 under structure 1, and whatever begins so is below.

Source 002 p. 3: « cela permet de gérer les comptes par structure « fille » ou structure « mère » ».
"""

from collections.abc import Iterable
from dataclasses import dataclass

ROOT = "/"
# How one that is out of reach is called: one knows that there is one, no more.
SOME_STRUCTURE = "une structure que vous n’administrez pas"


def path_of(mother: str, structure_id: int) -> str:
    """The path of a structure under the one of this path (`ROOT` for none)."""
    return f"{mother}{structure_id}/"


def is_under(path: str, top: str) -> bool:
    """Whether a structure is this one, or one of its daughters at any depth."""
    return path.startswith(top)


def depth(path: str) -> int:
    """How many mothers a structure has above it."""
    return path.count("/") - 2


def lineage(path: str) -> tuple[int, ...]:
    """The keys from the top of the tree down to the structure of this path, itself included."""
    return tuple(int(key) for key in path.strip("/").split("/"))


def below(path: str) -> tuple[str, str]:
    """The range of paths at or below this one, its end left out: `0` is the sign that follows `/`."""
    return path, f"{path[:-1]}0"


@dataclass(frozen=True)
class Reach:
    """How far an administrator goes: everything for the GRADeS, else the structures given and all their daughters.

    « Un administrateur d’une structure mère sera administrateur des structures filles » (source 002 p. 5), and never
    the other way.
    """

    is_grades: bool
    tops: frozenset[str] = frozenset()

    def holds(self, path: str) -> bool:
        """Whether the structure of this path may be seen and administered."""
        return self.is_grades or any(is_under(path, top) for top in self.tops)


def outermost(paths: Iterable[str]) -> frozenset[str]:
    """These paths, without those that another one already covers."""
    kept = list[str]()
    for path in sorted(paths, key=len):
        if not any(is_under(path, top) for top in kept):
            kept.append(path)
    return frozenset(kept)
