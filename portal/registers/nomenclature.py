"""The professions and specialties that a mailbox account may bear: two short lists, read once from what is shipped.

Source 003 section 1 says in which register each profession is; the labels are those of the loadusers file.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from portal.registers.sources import shipped


@dataclass(frozen=True)
class Profession:
    """A profession.

    Attributes:
        label: Its name, which is its key: half of them bear no code.
        code: Its code in TRE_G15, empty for those of Medimail alone.
        register: `RPPS`, `ADELI`, or empty when its people are in neither.
        category: `sante`, `usage de titre`, `social`, `administratif` or `medico-social`.
    """

    label: str
    code: str
    register: str
    category: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(shipped(name).read_text(encoding="utf-8")), delimiter=";")


@lru_cache(1)
def professions() -> Mapping[str, Profession]:
    """Every profession by its label, in the order of the nomenclature."""
    found = (
        Profession(row["libelle"], row["code"], row["repertoire"], row["categorie"]) for row in _rows("professions.csv")
    )
    return MappingProxyType({profession.label: profession for profession in found})


@lru_cache(1)
def specialties() -> tuple[str, ...]:
    """Every specialty's label, in the order of the nomenclature."""
    return tuple(row["libelle"] for row in _rows("specialites.csv"))
