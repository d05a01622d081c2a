"""How names are compared: accents, case, hyphens and apostrophes ignored, œ and æ written out."""

import re
import unicodedata
from itertools import filterfalse

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def words(text: str) -> list[str]:
    """The words of a text, in lower case, without accents."""
    if text.isascii():  # most names, and all numbers: nothing to decompose
        return _BETWEEN_WORDS.sub(" ", text.lower()).split()
    # Decomposing first: it may bring capitals out of letters that have no case of their own (𝑨).
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    letters = "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", plain)))
    return _BETWEEN_WORDS.sub(" ", letters).split()
