"""What fingers type without thinking: runs along the keyboard or the alphabet, blocks typed again, dates.

Each function yields where such a stretch starts and ends in a text of lower-case letters and digits.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from operator import add

Stretch = tuple[int, int]

SHORTEST = 4

_LINES = (
    *("abcdefghijklmnopqrstuvwxyz", "01234567890"),
    *("azertyuiop", "qsdfghjklm", "wxcvbn", "1a2z3e4r5t6y7u8i9o0p"),
    *("qwertyuiop", "asdfghjkl", "zxcvbnm", "1q2w3e4r5t6y7u8i9o0p"),
)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])"
# Each looks ahead and consumes nothing, so that stretches may overlap.
_YEARS = re.compile(f"(?=({_YEAR}))")
_DATES = re.compile(f"(?=({_DAY}{_YEAR}))")
# Whether any block is typed again over four characters at least: most texts have none, and need no closer look.
_REPEATS = re.compile(r"(.)\1{3}|(..+?)\2")
# At each place, the shortest and the longest block that is typed again at once.
_REPEATED = (re.compile(r"(?=((.+?)\2+))"), re.compile(r"(?=((.+)\2+))"))


def _neighbours() -> dict[str, frozenset[str]]:
    pairs: dict[str, frozenset[str]] = {}
    for line in (*_LINES, *(line[::-1] for line in _LINES)):
        for one, two in pairwise(line):
            pairs[one + two] = pairs.get(one + two, frozenset()) | {line}
    return pairs


_NEIGHBOURS = _neighbours()


def runs(text: str) -> Iterator[Stretch]:
    """Every stretch of at least four neighbours on one line, whole and without its last one.

    The last one may begin a word: « azertyuiopomme ».
    """
    pairs = [*map(_NEIGHBOURS.get, map(add, text, text[1:])), None]
    for start, three in enumerate(zip(pairs, pairs[1:], pairs[2:], strict=False)):
        if None in three:  # nearly always: too short a stretch to count
            continue
        end, lines = start + 1, pairs[start]
        while lines:
            end += 1
            lines = lines & (pairs[end - 1] or frozenset())
        for stop in (end - 1, end):
            if stop - start >= SHORTEST:
                yield start, stop


def repetitions(text: str) -> Iterator[Stretch]:
    """Every stretch that only repeats the block just before it, once or more: « loulou » repeats from its fourth."""
    for pattern in _REPEATED if _REPEATS.search(text) else ():
        for found in pattern.finditer(text):
            if len(found[1]) >= SHORTEST:
                yield found.start() + len(found[2]), found.end(1)


def years(text: str) -> Iterator[Stretch]:
    """Every year from 1900 to 2099."""
    return (found.span(1) for found in _YEARS.finditer(text))


def dates(text: str) -> Iterator[Stretch]:
    """Every date in the French order, day, month and year."""
    return (found.span(1) for found in _DATES.finditer(text))
