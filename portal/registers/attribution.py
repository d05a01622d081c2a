"""Whom the Licence Ouverte asks to name for the registers in place, and of which day they are (data/LICENCES.md).

FINESS is kept by the Agence du numérique en santé, whose repository ansforge/finess publishes its flows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.registers.models import Edition, Register
from portal.web.dates import day

# The digests of the files that are shipped, whose edition is known.
SAE_2023 = "5bee38ddcf02d7d00e0a6164849fb2ef36cc1ccc96aebefbbce9a4b6dd0d82ae"
COMMUNES_2026 = "97f0d9a2dcea558001ebdbf910939cce128d34773af336bbba13d51629052d1c"


@dataclass(frozen=True)
class Credit:
    """A register: what it is, who makes it, of which day it is."""

    name: str
    producer: str
    edition: str


def credits_of(editions: Iterable[Edition]) -> list[Credit]:
    """The credits of these editions, in the order of `Register`."""
    found = {Register(edition.register): edition for edition in editions}
    return [_credit(register, found[register]) for register in Register if register in found]


def _credit(register: Register, edition: Edition) -> Credit:
    match register:
        case Register.FINESS if edition.sha256 == SAE_2023:
            producer = "DREES, Statistique annuelle des établissements de santé (SAE) 2023"
            return Credit("Établissements de santé", producer, _day(edition))
        case Register.FINESS:
            return Credit("Établissements (répertoire FINESS)", "Agence du numérique en santé", _day(edition))
        case Register.COMMUNES:
            producer = "Etalab, d’après l’INSEE et La Poste"
            said = "2026" if edition.sha256 == COMMUNES_2026 else _day(edition)
            return Credit("Communes, départements, régions", producer, said)


def _day(edition: Edition) -> str:
    if edition.published_on:
        return f"extraction du {day(edition.published_on)}"
    return f"importé le {day(edition.imported_at.date())}"
