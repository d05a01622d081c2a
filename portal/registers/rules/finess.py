"""Which line of FINESS is kept, and what is said of it (layout: `portal.registers.columns`).

Promise 6: a number that a spreadsheet has damaged is named, its correction proposed, and nothing mended in silence.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from portal.identifiers import Refused, finess, siret
from portal.registers.columns import Structureet
from portal.registers.rules import folding
from portal.registers.rules.problems import Problem

# FINESS writes overseas départements in two characters; the commune then opens with the third of the INSEE's.
_OVERSEAS = {
    "9A": "971",
    "9B": "972",
    "9C": "973",
    "9D": "974",
    "9E": "975",  # Saint-Pierre-et-Miquelon
    "9F": "976",
    "9J": "986",  # Wallis et Futuna
}
# Two communes of Guadeloupe became collectivities in 2007; FINESS kept them under 9A.
_FORMER_GUADELOUPE = {"97123": ("97701", "977"), "97127": ("97801", "978")}

_DEPARTEMENT = re.compile(r"[0-9]{2}|2[AB]")
_COMMUNE = re.compile(r"[0-9]{3}")
_ROUTING = re.compile(r"([0-9]{5})(?: +(.+))?")


class Structure(NamedTuple):
    """A line of FINESS as the portal keeps it: the columns of `Establishment`, in its order."""

    finess_et: str
    finess_ej: str
    name: str
    long_name: str | None
    complement: str | None
    distribution: str | None
    street: str | None
    locality: str | None
    commune_code: str | None
    departement_code: str | None
    routing: str
    postal_code: str | None
    phone: str | None
    category_code: str | None
    category_label: str | None
    siret: str | None
    opened_on: date | None
    authorised_on: date | None
    updated_on: date | None
    search: str
    left_on: date | None = None


@dataclass(frozen=True)
class Accepted:
    """The line is kept; what could not be read of it is left out and said."""

    structure: Structure
    alerts: tuple[Problem, ...]


@dataclass(frozen=True)
class NotKept:
    """The line is left out, and why; `numbers` are those that it may have meant."""

    problem: Problem
    numbers: tuple[str, ...]


def decide(line: Structureet, *, check_key: bool = True) -> Accepted | NotKept:
    """Keep a line whose two FINESS numbers and name can be read.

    A SIRET, a date or a département that cannot be read costs only itself: the structure exists all the same.

    Args:
        line: One `structureet` line.
        check_key: False for a test register, whose keys are not kept.
    """
    et = finess.parse(line.nofinesset, check_key=check_key)
    if isinstance(et, Refused):
        return NotKept(_of_number("Numéro de la structure", line.nofinesset, et), _meant(line.nofinesset, et))
    ej = finess.parse(line.nofinessej, check_key=check_key)
    if isinstance(ej, Refused):
        return NotKept(_of_number("Numéro de l’entité juridique", line.nofinessej, ej), (et,))
    if not line.rs:
        return NotKept(Problem("raison_sociale_vide", "La raison sociale manque : une structure a un nom."), (et,))
    alerts: list[Problem] = []
    structure = _structure(line, et, ej, alerts, check_key=check_key)
    return Accepted(structure, tuple(alerts))


def _structure(line: Structureet, et: str, ej: str, alerts: list[Problem], *, check_key: bool) -> Structure:
    commune_code, departement_code = _place(line, alerts)
    postal_code, town = _routing(line.ligneacheminement)
    return Structure(
        finess_et=et,
        finess_ej=ej,
        name=line.rs,
        long_name=line.rslongue or None,
        complement=line.complrs or None,
        distribution=line.compldistrib or None,
        street=" ".join(filter(None, (line.numvoie, line.compvoie, line.typvoie, line.voie))) or None,
        locality=line.lieuditbp or None,
        commune_code=commune_code,
        departement_code=departement_code,
        routing=line.ligneacheminement,
        postal_code=postal_code,
        phone=line.telephone or None,
        category_code=line.categetab or None,
        category_label=line.libcategetab or None,
        siret=_siret(line.siret, alerts, check_key=check_key),
        opened_on=_day("ouverture", line.dateouv, alerts),
        authorised_on=_day("autorisation", line.dateautor, alerts),
        updated_on=_day("mise à jour", line.datemaj, alerts),
        search=folding.searchable(line.rs, line.rslongue, line.complrs, town, postal_code),
    )


def _of_number(what: str, text: str, refused: Refused) -> Problem:
    probably = f" Numéro probable : {refused.proposal}." if refused.proposal else ""
    return Problem(refused.code, f"{what}, « {text} » : {refused.message}{probably}")


def _meant(text: str, refused: Refused) -> tuple[str, ...]:
    return tuple(filter(None, (text.upper(), refused.proposal)))


def _siret(text: str, alerts: list[Problem], *, check_key: bool) -> str | None:
    if not text:
        return None
    found = siret.parse(text, check_key=check_key)
    if isinstance(found, Refused):
        alerts.append(_of_number("SIRET laissé de côté", text, found))
        return None
    return found


def _day(what: str, text: str, alerts: list[Problem]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        sentence = f"Date de {what} laissée de côté, « {text} » : elle s’écrit AAAA-MM-JJ et doit exister."
        alerts.append(Problem("date_illisible", sentence))
        return None


def _place(line: Structureet, alerts: list[Problem]) -> tuple[str | None, str | None]:
    """The INSEE codes of the commune and of the département."""
    departement = _OVERSEAS.get(line.departement, line.departement)
    if not _DEPARTEMENT.fullmatch(line.departement) and line.departement not in _OVERSEAS:
        sentence = f"Département laissé de côté, « {line.departement} » : FINESS le note 01 à 95, 2A, 2B ou 9A à 9J."
        alerts.append(Problem("departement_inconnu", sentence))
        return None, None
    if not _COMMUNE.fullmatch(line.commune):
        return None, departement
    commune = departement[:2] + line.commune
    return _FORMER_GUADELOUPE.get(commune, (commune, departement))


def _routing(text: str) -> tuple[str | None, str | None]:
    """The postal code and the town of « 01440 VIRIAT »; the postal code alone does occur."""
    found = _ROUTING.fullmatch(text)
    return (found[1], found[2]) if found else (None, text or None)
