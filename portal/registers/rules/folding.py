"""How names are compared: accents, case, hyphens and apostrophes ignored, « St » read as « Saint ».

`CH d’Ussel` and `ch d ussel` are one; so are `St-Étienne` and `SAINT ETIENNE`.
"""

import re
from dataclasses import dataclass

from portal.folding import words
from portal.identifiers import Refused, finess, siret

_SAINTS = {"st": "saint", "ste": "sainte"}
# Registers drop them as often as people type them: « CH USSEL », « CH d’Ussel ».
_LINKS = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"})

_SEPARATORS = re.compile(r"[\s.\u2010\u2011-]+")
_NUMBER = re.compile(r"[0-9][0-9AB]?[0-9]{3,12}")
_POSTAL_CODE = re.compile(r"[0-9]{5}")
_COMMUNE = re.compile(r"[0-9]{5}|2[AB][0-9]{3}")
# Establishments stand under the city or under its arrondissement, as their extract says: each finds both.
_ARRONDISSEMENTS = {"75056": "751", "13055": "132", "69123": "6938"}
_ARRONDISSEMENT = re.compile(r"(75)1(0[1-9]|1[0-9]|20)|(13)2(0[1-9]|1[0-6])|(69)38([1-9])")


def fold(text: str) -> str:
    """The text under which a name is found, whatever way it is typed."""
    return " ".join(_SAINTS.get(word, word) for word in words(text))


def searchable(*texts: str | None) -> str:
    """Texts to be searched by the beginnings of their words: each word has a space before it."""
    return "".join(f" {fold(text)}" for text in texts if text)


@dataclass(frozen=True)
class ByNumber:
    """Find what bears a number that begins so (FINESS EJ or ET, SIREN, SIRET), or stands at such a place.

    Attributes:
        prefixes: The beginnings of numbers.
        postal_codes: Whole ones.
        communes: INSEE codes, or what those of a city's arrondissements begin with.
    """

    prefixes: tuple[str, ...]
    postal_codes: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ByWords:
    """Find what has, for each group, a word that begins with one of its prefixes; the groups are as typed."""

    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Nothing:
    """Nothing was asked."""


Query = ByNumber | ByWords | Nothing


def read_query(text: str) -> Query:
    """What a person looks for: four digits or more are a number, anything else words."""
    number = _SEPARATORS.sub("", text).upper()
    if _NUMBER.fullmatch(number):
        return ByNumber(_prefixes(number), _postal_codes(number), _communes(number))
    asked = words(text)
    if not asked:
        return Nothing()
    telling = [word for word in asked if word not in _LINKS] or asked
    return ByWords(tuple((_SAINTS[word], word) if word in _SAINTS else (word,) for word in dict.fromkeys(telling)))


def _postal_codes(number: str) -> tuple[str, ...]:
    """The number as a postal code, and the one of the arrondissement whose INSEE code it may be."""
    if not _POSTAL_CODE.fullmatch(number):
        return ()
    found = _ARRONDISSEMENT.fullmatch(number)
    city, rank = (part for part in found.groups() if part) if found else ("", "")
    return (number, f"{city}0{int(rank):02}") if found else (number,)


def _communes(number: str) -> tuple[str, ...]:
    if not _COMMUNE.fullmatch(number):
        return ()
    return (number, _ARRONDISSEMENTS[number]) if number in _ARRONDISSEMENTS else (number,)


def _prefixes(number: str) -> tuple[str, ...]:
    """The number and, where a spreadsheet may have dropped its first zero, what it was: the person then chooses."""
    meant = (finess.parse(number), siret.parse(number))
    return (number, *(other.proposal for other in meant if isinstance(other, Refused) and other.proposal))
