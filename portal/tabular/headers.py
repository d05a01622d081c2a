"""Which column is which: by name, whatever accents, case, order and apostrophes; never by place."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.folding import words
from portal.identifiers.refused import Refused
from portal.tabular.refusals import quoted, refusal

# « N° », « Nº », « No » and « Num. » are one word; folding alone would make three of them.
_NUMBER_SIGNS = str.maketrans({"°": "o ", "º": "o "})
_NUMBER_WORDS = {"n", "no", "num", "numero", "nr"}
_LONGEST_NAME = 80
_ABSENT = -1


@dataclass(frozen=True)
class Wanted:
    """A column that the reader of the file knows.

    Attributes:
        name: As the model and the reports write it.
        synonyms: Other names under which it may come.
        mandatory: Whether a file without it is refused.
        secret: Whether its values may leave in a report: those of a password never do.
    """

    name: str
    synonyms: tuple[str, ...] = ()
    mandatory: bool = False
    secret: bool = False


@dataclass(frozen=True)
class Layout:
    """Where the columns are.

    Attributes:
        positions: Of each column wanted, in the order of the asking; -1 for one that the file does not have.
        width: How many cells a line has at least: up to the last column that has a name.
        length: How many it has at most: as many as the header, unnamed columns included.
        ignored: The names of the columns that nobody asked for.
    """

    positions: tuple[int, ...]
    width: int
    length: int
    ignored: tuple[str, ...]

    @property
    def found(self) -> int:
        """How many of the columns wanted are there."""
        return len(self.positions) - self.positions.count(_ABSENT)


@dataclass(frozen=True)
class Mismatch:
    """This is not the header that was asked for.

    Attributes:
        found: How many columns were recognised all the same.
        refused: What to tell the person if nothing better is found.
    """

    found: int
    refused: Refused


def fold(name: str) -> str:
    """What makes two names the same."""
    folded = words(name.translate(_NUMBER_SIGNS))
    return " ".join("no" if word in _NUMBER_WORDS else word for word in folded)


def match(head: Sequence[str], columns: Sequence[Wanted]) -> Layout | Mismatch:
    """Find each column in the header of a file."""
    known = {fold(name): at for at, column in enumerate(columns) for name in (column.name, *column.synonyms)}
    places: dict[int, list[int]] = {}
    ignored: list[str] = []
    for place, name in enumerate(head):
        wanted = known.get(fold(name))
        if wanted is not None:
            places.setdefault(wanted, []).append(place)
        elif name.strip():
            ignored.append(" ".join(name.split())[:_LONGEST_NAME])
    doubled = [columns[at].name for at, found in sorted(places.items()) if len(found) > 1]
    if doubled:
        return Mismatch(len(places), refusal("colonnes_doubles", names=quoted(doubled)).refused)
    missing = [column.name for at, column in enumerate(columns) if column.mandatory and at not in places]
    if missing or not places:
        return Mismatch(len(places), _missing(missing or [column.name for column in columns]))
    width = max(at for at, name in enumerate(head) if name.strip()) + 1
    positions = tuple(places.get(at, [_ABSENT])[0] for at in range(len(columns)))
    return Layout(positions, width, len(head), tuple(ignored))


def _missing(names: Sequence[str]) -> Refused:
    kind = "la colonne" if len(names) == 1 else "les colonnes"
    return refusal("colonnes_absentes", names=f"{kind} {quoted(names)}").refused
