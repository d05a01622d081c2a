"""What a password is worth to somebody who guesses by words rather than by letters.

The password is cut into pieces, in the way that makes it cheapest: common passwords, words of the person or of the
service, keyboard runs, repetitions, years, and what is left, character by character. A piece is worth the logarithm
of the number of pieces of its kind, so decoration is seen through: « Motdepasse2024! » is a word, a year and a mark.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum, auto
from math import inf, log2
from string import digits
from typing import NamedTuple

from portal.accounts import patterns, wordlist


class Kind(Enum):
    """What a guessable piece of a password is."""

    COMMON = auto()
    OWN = auto()
    PATTERN = auto()


@dataclass(frozen=True)
class Estimate:
    """How many bits a password is worth at most, and the kinds of guessable pieces that it is then made of."""

    bits: float
    kinds: frozenset[Kind]


_NONE: frozenset[Kind] = frozenset()


class _Piece(NamedTuple):
    start: int
    end: int
    bits: float
    kind: Kind | None


# The number of choices behind each piece. 37 marks and 10 digits are the counts of CNIL 2022-100: sixteen digits
# then reach its 50 bits, as it says that they do.
MARK = log2(37)
DIGIT = log2(10)
LETTER = log2(36)  # a digit among letters is one character of 36, as they are
OWN = log2(32)
YEAR = log2(100)
DATE = log2(366) + YEAR
RUN = log2(256)
AGAIN = log2(4)  # twice, three times…
MARK_AGAIN = log2(2)  # the same separator as before, or none

JUDGED = 64  # characters; what is typed beyond them adds nothing to the estimate, and nothing to its cost
SHORTEST_OWN = 3

# The row of digits of a French keyboard when Shift is forgotten.
_UNSHIFTED = re.compile(r"[&é\"'(\-è_çà]{4,}")
_SHIFT = str.maketrans("&é\"'(-è_çà", "1234567890")
_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_NO_MARK: frozenset[str] = frozenset()
_MARKS_AS_LETTERS = frozenset("@$€")
_READINGS = tuple(str.maketrans("034578@$€1", "oeastbase" + one) for one in "il")


def estimate(password: str, own: AbstractSet[str]) -> Estimate:
    """What this password is worth to somebody who knows these words of the person and of the service.

    Case and accents count for nothing; separators are priced apart, so that « mot-de-passe » is « motdepasse ».
    """
    folded = fold(password)[:JUDGED]
    taken = (_NO_MARK, _MARKS_AS_LETTERS.intersection(folded))
    readings = [_letters(folded, kept) for kept in dict.fromkeys(taken)]
    estimates = [_cheapest(text, own, _marks_worth(marks)) for text, marks in readings]
    return min(estimates, key=lambda e: e.bits)


def own_words(about: Iterable[str]) -> frozenset[str]:
    """The words by which somebody is known: names, identifiers, the parts of an address.

    Any four digits in a row of a number are such a word too: people take the end of theirs.
    """
    words: list[str] = []
    for text in about:
        parts = _WORD.findall(fold(text))
        words += parts
        words.append("".join(parts))
        words += [four for part in parts if part.isdigit() for four in _fours(part)]
    return frozenset([word for word in words if len(word) >= SHORTEST_OWN])


def _fours(number: str) -> list[str]:
    return [number[start : start + 4] for start in range(len(number) - 3)]


def fold(text: str) -> str:
    """The text without case, accents nor ligatures."""
    composed = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    shifted = _UNSHIFTED.sub(_shift, composed)
    if shifted.isascii():  # nothing to take off: so are most passwords, and all identifiers
        return shifted
    plain = unicodedata.normalize("NFKD", shifted.translate(_LIGATURES))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _shift(found: re.Match[str]) -> str:
    typed = found[0].translate(_SHIFT)
    # « créé-à » is a word, « &é"'( » is 12345.
    return typed if any(patterns.runs(typed)) else found[0]


def _letters(folded: str, kept: AbstractSet[str]) -> tuple[str, str]:
    """The letters and digits of a text (and these marks, taken for letters), then the marks left over."""
    text = "".join([c for c in folded if c.isalnum() or c in kept])
    return text, "".join([c for c in folded if not c.isalnum() and c not in kept])


def _marks_worth(marks: str) -> float:
    different = len(set(marks))
    return different * MARK + (len(marks) - different) * MARK_AGAIN


def _cheapest(text: str, own: AbstractSet[str], bits: float) -> Estimate:
    """The cheapest way through the text, a piece after another, on top of these bits."""
    ways: dict[int, list[_Piece]] = {}
    for piece in (*_words(text, own), *_patterns(text)):
        ways.setdefault(piece.start, []).append(piece)
    least = [bits] + [inf] * len(text)
    kinds = [_NONE] * len(least)
    for start, worth in enumerate(_characters(text)):
        so_far = least[start]
        if so_far + worth < least[start + 1]:
            least[start + 1], kinds[start + 1] = so_far + worth, kinds[start]
        for piece in ways.get(start, ()):
            total = so_far + piece.bits
            if total < least[piece.end]:
                least[piece.end] = total
                kinds[piece.end] = kinds[start] | {piece.kind} if piece.kind else kinds[start]
    return Estimate(least[-1], kinds[-1])


def _characters(text: str) -> list[float]:
    """What each is worth alone: digits before the first letter or after the last one are mere digits."""
    worth = [LETTER if character.isalnum() else MARK for character in text]
    first, last = len(text) - len(text.lstrip(digits)), len(text.rstrip(digits))
    worth[:first] = [DIGIT] * first
    worth[last:] = [DIGIT] * (len(text) - last)
    return worth


def _words(text: str, own: AbstractSet[str]) -> Iterator[_Piece]:
    common = wordlist.common()
    for reading in dict.fromkeys((text, *(text.translate(table) for table in _READINGS))):
        for start, end, bits in common.found_in(reading):
            yield _Piece(start, end, bits, Kind.COMMON)
        for word in [word for word in own if word in reading]:
            for found in re.finditer(re.escape(word), reading):
                yield _Piece(found.start(), found.end(), OWN, Kind.OWN)


def _patterns(text: str) -> Iterator[_Piece]:
    yield from (_Piece(*stretch, RUN, Kind.PATTERN) for stretch in patterns.runs(text))
    yield from (_Piece(*stretch, AGAIN, Kind.PATTERN) for stretch in patterns.repetitions(text))
    # Years and dates are blamed for nothing: they are digits like others, only fewer.
    yield from (_Piece(*stretch, YEAR, None) for stretch in patterns.years(text))
    yield from (_Piece(*stretch, DATE, None) for stretch in patterns.dates(text))
