"""How the structures of a list are put in order: as a tree or one under another, with the totals of their daughters.

An administrator reaches a few structures, the GRADeS all of them: some two thousand lines, arranged in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portal.folding import words
from portal.labelled import Labelled
from portal.medimail.structures.rules.tree import lineage

MAX_TEXT = 100


class View(Labelled):
    """What is listed, and how."""

    TREE = "arbre", "Arborescence"
    LIST = "liste", "Liste"
    CLOSED = "fermees", "Fermées"


class Sort(Labelled):
    """What the lines are put in order by."""

    NAME = "nom", "Nom de la structure"
    MOTHER = "parente", "Structure parente"
    OWN = "total", "Total utilisateurs"
    WHOLE = "ensemble", "Avec ses filles"


@dataclass(frozen=True)
class Filters:
    """What the address asks of the list."""

    view: View = View.TREE
    text: str = ""
    sort: Sort = Sort.NAME
    descending: bool = False

    def sorted_by(self, sort: Sort) -> "Filters":
        """The same lines, flat and in this order; in the other direction if that order is the one in place."""
        flat = View.LIST if self.view is View.TREE else self.view
        turned = not self.descending if self.sort is sort and self.view is flat else False
        return replace(self, view=flat, sort=sort, descending=turned)

    @property
    def address(self) -> dict[str, str]:
        """These filters as the arguments of an address; what goes without saying is left out."""
        order = f"-{self.sort.value}" if self.descending else self.sort.value
        asked = {
            "vue": self.view.value if self.view is not View.TREE else "",
            "q": self.text,
            "tri": order if self.view is not View.TREE and (self.sort is not Sort.NAME or self.descending) else "",
        }
        return {name: value for name, value in asked.items() if value}


def read_filters(view: str, text: str, order: str) -> Filters:
    """The filters of these words; what cannot be read goes without saying."""
    sort = next((sort for sort in Sort if sort.value == order.removeprefix("-")), Sort.NAME)
    return Filters(
        view=next((one for one in View if one.value == view), View.TREE),
        text=text[:MAX_TEXT],
        sort=sort,
        descending=order.startswith("-"),
    )


@dataclass(frozen=True)
class Place:
    """A structure as the database has it, with the accounts of its own."""

    id: int
    path: str
    name: str
    folded: str
    mother_id: int | None
    mother: str
    own: int = 0


@dataclass(frozen=True)
class Line:
    """A structure as a list shows it.

    Attributes:
        place: Itself.
        whole: Its accounts and those of its daughters at any depth.
        depth: How many of its mothers stand above it in the list.
        is_found: False for a mother that is only shown for her daughter's sake.
    """

    place: Place
    whole: int
    depth: int = 0
    is_found: bool = True


def wholes(places: Iterable[Place]) -> Mapping[int, int]:
    """How many accounts each structure has with its daughters, whichever of its mothers are in the list."""
    found: defaultdict[int, int] = defaultdict(int)
    for place in places:
        for key in lineage(place.path):
            found[key] += place.own
    return found


def arrange(places: Sequence[Place], filters: Filters) -> list[Line]:
    """The lines of the list under these filters, in order."""
    below = wholes(places)
    sought = words(filters.text)
    found = [place for place in places if _answers(place, sought)]
    if filters.view is View.TREE:
        return _as_tree(places, found, below)
    lines = [Line(place, below[place.id]) for place in found]
    lines.sort(key=lambda line: (line.place.folded, line.place.id))
    lines.sort(key=_KEYS[filters.sort], reverse=filters.descending)
    return lines


_KEYS = {
    Sort.NAME: lambda line: line.place.folded,
    Sort.MOTHER: lambda line: words(line.place.mother),
    Sort.OWN: lambda line: line.place.own,
    Sort.WHOLE: lambda line: line.whole,
}


def _answers(place: Place, sought: Sequence[str]) -> bool:
    """Whether each word sought begins a word of the name."""
    name = f" {place.folded}"
    return all(f" {word}" in name for word in sought)


def _as_tree(places: Sequence[Place], found: Sequence[Place], below: Mapping[int, int]) -> list[Line]:
    """What was found under its mothers, each level by name; a mother outside the list leaves her daughters on top."""
    chosen = {place.id for place in found}
    needed = {key for place in found for key in lineage(place.path)}
    daughters: defaultdict[int | None, list[Place]] = defaultdict(list)
    listed = {place.id for place in places}
    for place in sorted(places, key=lambda one: (one.folded, one.id)):
        if place.id in needed:
            daughters[place.mother_id if place.mother_id in listed else None].append(place)
    return [Line(place, below[place.id], depth, place.id in chosen) for place, depth in _walk(daughters)]


def _walk(daughters: Mapping[int | None, Sequence[Place]]) -> Iterator[tuple[Place, int]]:
    waiting = [(place, 0) for place in reversed(daughters.get(None, ()))]
    while waiting:
        place, depth = waiting.pop()
        yield place, depth
        waiting += [(one, depth + 1) for one in reversed(daughters.get(place.id, ()))]


def page_of(lines: Sequence[Line], offset: int, size: int) -> list[Line]:
    """One page of the list; one of a tree opens with the mothers of its first line."""
    shown = list(lines[offset : offset + size])
    if not shown or not shown[0].depth:
        return shown
    above = set(lineage(shown[0].place.path)[:-1])
    return [*(replace(line, is_found=False) for line in lines[:offset] if line.place.id in above), *shown]
