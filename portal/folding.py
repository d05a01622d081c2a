"""How names are compared: accents, case, hyphens and apostrophes ignored, œ and æ written out."""

import re
import unicodedata
from itertools import filterfalse

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def words(text: str) -> list[str]:
    """The words of a text, in lower case, without accents."""
    if not text or max(text) < _BEYOND:  # every name of Western Europe, and all numbers
        return text.translate(_LATIN).split()
    return _spaced(text).split()


def _spaced(text: str) -> str:
    # Decomposing first: it may bring capitals out of letters that have no case of their own (𝑨).
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    letters = "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", plain)))
    return _BETWEEN_WORDS.sub(" ", letters)


# Below the first accent that joins a letter before it, each character is read alone: once for all.
_BEYOND = "\u0250"
_LATIN = {code: _spaced(chr(code)) for code in range(ord(_BEYOND))}
