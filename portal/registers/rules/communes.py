"""Which line of the three tables of the découpage administratif is kept (INSEE codes, Etalab's layout)."""

import re
from collections.abc import Container, Mapping
from typing import NamedTuple

from portal.registers.rules import folding
from portal.registers.rules.problems import Problem

_COMMUNE = re.compile(r"[0-9]{5}|2[AB][0-9]{3}")
_DEPARTEMENT = re.compile(r"[0-9]{2,3}|2[AB]")
_REGION = re.compile(r"[0-9]{2,3}")
_POSTAL_CODE = re.compile(r"[0-9]{5}")
_LOST_ZERO = re.compile(r"[0-9]{4}|[0-9]")
_LABELS = {
    "region": "Le code de région",
    "departement": "Le code de département",
    "commune": "Le code de commune",
}


class RegionRow(NamedTuple):
    """The columns of `Region`."""

    code: str
    name: str


class DepartementRow(NamedTuple):
    """The columns of `Departement`."""

    code: str
    name: str
    region_code: str


class CommuneRow(NamedTuple):
    """The columns of `Commune`."""

    code: str
    name: str
    postal_codes: str
    departement_code: str
    search: str
    current: bool = True


def region(line: Mapping[str, str]) -> RegionRow | Problem:
    """Read a line of `code;nom`."""
    if problem := _unlike(line, _REGION, "region"):
        return problem
    return RegionRow(line["code"], line["nom"])


def departement(line: Mapping[str, str], regions: Container[str]) -> DepartementRow | Problem:
    """Read a line of `code;nom;region`, where the région must be known."""
    if problem := _unlike(line, _DEPARTEMENT, "departement"):
        return problem
    if line["region"] not in regions:
        return Problem("region_inconnue", f"La région « {line['region']} » n’est pas dans la table des régions.")
    return DepartementRow(line["code"], line["nom"], line["region"])


def commune(line: Mapping[str, str], departements: Container[str]) -> CommuneRow | Problem:
    """Read a line of `code;nom;codes_postaux;departement;region`, where the département must be known."""
    if problem := _unlike(line, _COMMUNE, "commune"):
        return problem
    postal_codes = line["codes_postaux"].split()
    for postal_code in postal_codes:
        if not _POSTAL_CODE.fullmatch(postal_code):
            return _misshapen("code_postal", "Le code postal", postal_code)
    if line["departement"] not in departements:
        sentence = f"Le département « {line['departement']} » n’est pas dans la table des départements."
        return Problem("departement_inconnu", sentence)
    name = line["nom"]
    return CommuneRow(line["code"], name, " ".join(postal_codes), line["departement"], folding.searchable(name))


def _unlike(line: Mapping[str, str], shape: re.Pattern[str], what: str) -> Problem | None:
    if not shape.fullmatch(line["code"]):
        return _misshapen(f"code_{what}", _LABELS[what], line["code"])
    return None if line["nom"] else Problem(f"nom_{what}", f"Le nom manque après le code « {line['code']} ».")


def _misshapen(code: str, what: str, text: str) -> Problem:
    if _LOST_ZERO.fullmatch(text):
        sentence = (
            f"{what} « {text} » est trop court : un tableur a sans doute effacé le zéro du début. "
            f"Code probable : 0{text}."
        )
        return Problem(f"{code}_zero_perdu", sentence)
    return Problem(code, f"{what} « {text} » n’est pas un code de l’INSEE ou de La Poste : corrigez-le à la source.")
