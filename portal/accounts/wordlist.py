"""The passwords that are tried first, read once, when the first password is chosen.

English and worldwide ones come with zxcvbn (30,000, the most frequent first), French ones from `data/`.
"""

import runpy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from importlib.resources import files
from math import log2

# ASVS 6.2.4 names the 3,000 most common: these and the French ones are what a guesser begins with.
TOP = 3000
STEM = 4


@dataclass(frozen=True)
class WordList:
    """Common passwords in lower-case letters and digits.

    Attributes:
        bits: what each is worth, the logarithm of the number of words in its list: so many tries find it.
        lengths: how long the words that begin with these four characters are.
    """

    bits: dict[str, float]
    lengths: dict[str, tuple[int, ...]]

    def found_in(self, text: str) -> Iterator[tuple[int, int, float]]:
        """Where each word stands in a text: start, end and bits."""
        lengths = self.lengths
        for start in range(len(text) - STEM + 1):
            for length in lengths.get(text[start : start + STEM], ()):
                end = start + length
                bits = self.bits.get(text[start:end])
                if bits is not None and end <= len(text):
                    yield start, end, bits


@cache
def common() -> WordList:
    """Both lists, kept in memory from the first call on."""
    ranked = _worldwide()
    first = {*french(), *ranked[:TOP]}
    bits = dict.fromkeys(ranked, log2(len(ranked))) | dict.fromkeys(first, log2(len(first)))
    lengths: dict[str, tuple[int, ...]] = {}
    alike: dict[tuple[int, ...], tuple[int, ...]] = {}  # few differ: kept once each, they take no memory
    for word in bits:
        known = lengths.get(word[:STEM], ())
        if len(word) not in known:
            more = (*known, len(word))
            lengths[word[:STEM]] = alike.setdefault(more, more)
    return WordList(bits, lengths)


def french() -> list[str]:
    """The French list, in the order of its file."""
    text = (files("portal.accounts") / "data" / "mots-de-passe-francais.txt").read_text(encoding="utf-8")
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]


def _worldwide() -> list[str]:
    # Importing the package would keep its scorer and five other lists in memory (10 MB a process) for this one.
    path = distribution("zxcvbn").locate_file("zxcvbn/frequency_lists.py")
    words = runpy.run_path(str(path))["FREQUENCY_LISTS"]["passwords"]
    return [word for word in words if word.isalnum() and len(word) >= STEM]
