"""How the files of the registers are laid out: the extract `etalab-cs1100502` of FINESS, the tables of Etalab.

FINESS has no header: its first line is `finess;etalab;111;<date>`, then each line opens with its kind.
"""

import csv
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

STRUCTURE = "structureet"
REGION_COLUMNS = ("code", "nom")
DEPARTEMENT_COLUMNS = ("code", "nom", "region")
COMMUNE_COLUMNS = ("code", "nom", "codes_postaux", "departement", "region")

_HEADER_FIELDS = 4


class Structureet(NamedTuple):
    """The fields of a `structureet` line, after its kind, in their order; « » where FINESS says nothing."""

    nofinesset: str
    nofinessej: str
    rs: str
    rslongue: str
    complrs: str
    compldistrib: str
    numvoie: str
    typvoie: str
    voie: str
    compvoie: str
    lieuditbp: str
    commune: str
    departement: str
    libdepartement: str
    ligneacheminement: str
    telephone: str
    telecopie: str
    categetab: str
    libcategetab: str
    categagretab: str
    libcategagretab: str
    siret: str
    codeape: str
    codemft: str
    libmft: str
    codesph: str
    libsph: str
    dateouv: str
    dateautor: str
    datemaj: str


_FIELDS = len(Structureet._fields)
# Each line ends with a separator; some editions put a school number (numuai) after it, which nothing here needs.
_COUNTS = (_FIELDS + 1, _FIELDS + 2)


@dataclass(frozen=True)
class OtherKind:
    """A line that is not about a structure."""

    kind: str


@dataclass(frozen=True)
class Malformed:
    """A line that cannot be told into its fields."""

    fields: int


def read_header(text: str) -> date | None:
    """The day of the extract, or None when this is not the first line of one."""
    fields = [field.strip() for field in text.split(";")]
    if fields[0] != "finess" or len(fields) < _HEADER_FIELDS:
        return None
    try:
        return date.fromisoformat(fields[3])
    except ValueError:
        return None


def read_line(text: str) -> Structureet | OtherKind | Malformed:
    """Tell a line of FINESS into its fields."""
    kind = text.partition(";")[0].strip()
    if kind != STRUCTURE:
        return OtherKind(kind)
    fields = _split(text, _COUNTS)
    if len(fields) not in _COUNTS:
        return Malformed(len(fields))
    return Structureet._make(" ".join(field.split()) for field in fields[1 : _FIELDS + 1])


def read_names(text: str, wanted: Sequence[str]) -> tuple[str, ...] | None:
    """The names of the columns of a table, or None when one that is wanted is not there."""
    names = tuple(name.strip().lower() for name in text.split(";"))
    return names if set(wanted) <= set(names) else None


def read_row(text: str, names: Sequence[str]) -> Mapping[str, str] | Malformed:
    """Tell a line of a table into its fields."""
    fields = _split(text, (len(names),))
    if len(fields) != len(names):
        return Malformed(len(fields))
    return {name: field.strip() for name, field in zip(names, fields, strict=True)}


def _split(text: str, counts: Container[int]) -> list[str]:
    """Split on semicolons; quotes are those of CSV where they make sense, plain characters where they do not."""
    plain = text.split(";")
    if '"' not in text:
        return plain
    try:
        [quoted] = csv.reader([text], delimiter=";", strict=True)
    except (csv.Error, ValueError):
        return plain
    return quoted if len(quoted) in counts else plain
