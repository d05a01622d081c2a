"""How each of the thirteen cells is read: a value, or a finding. No case, no space and no accent refuses anybody.

What a file repeats on each line (numbers of establishments, teams, dates) is read once.
"""

import re
from datetime import date
from functools import lru_cache

from portal.accounts.rules import canonical_identifier
from portal.identifiers import Refused, finess, mssante, rpps
from portal.profiles.record.rules.codes import Code
from portal.profiles.record.rules.findings import Finding
from portal.profiles.record.rules.lines import NO_LIMIT, fold
from portal.profiles.record.rules.names import Name
from portal.profiles.record.rules.roles import Action, Role
from portal.tabular.cells import would_run

MAX_NAME = 100
YEARS = range(1900, 2101)

_ACTIONS = {action.value: action for action in Action}
_ROLES = {role.value: role for role in Role}
_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
# A letter at least, or it could be somebody's RPPS; no @, or it could be somebody's address.
_IDENTIFIER = re.compile(r"(?=.*[a-z])[a-z0-9][a-z0-9._-]{2,63}")
_KEPT = 4096

# The refusals of the identifiers, by the end of their code, as codes of the report.
_FINESS = {
    "vide": Code.FINESS_MISSING,
    "cle": Code.FINESS_KEY,
    "zero_perdu": Code.FINESS_ZERO,
    "notation_excel": Code.FINESS_SPREADSHEET,
    "nombre_decimal": Code.FINESS_SPREADSHEET,
}
_RPPS = {
    "cle": Code.RPPS_KEY,
    "notation_excel": Code.RPPS_SPREADSHEET,
    "nombre_decimal": Code.RPPS_SPREADSHEET,
}
_MSSANTE = {"hors_espace": Code.EMAIL_OUTSIDE, "patient": Code.EMAIL_OUTSIDE}


def text(cell: str) -> str:
    """One line of text, single-spaced; the apostrophe that keeps a spreadsheet from running it is no part of it."""
    found = " ".join(cell.split())
    return found[1:] if found.startswith("'") and would_run(found[1:]) else found


@lru_cache(_KEPT)
def finess_ej(cell: str, *, check_key: bool) -> str | Finding:
    """The FINESS of the legal entity."""
    return _finess(cell, Name.FINESS_EJ, check_key=check_key)


@lru_cache(_KEPT)
def finess_et(cell: str, *, check_key: bool) -> str | Finding:
    """The FINESS of the place."""
    return _finess(cell, Name.FINESS_ET, check_key=check_key)


def _finess(cell: str, column: Name, *, check_key: bool) -> str | Finding:
    found = finess.parse(cell, check_key=check_key)
    if not isinstance(found, Refused):
        return found
    code = _FINESS.get(found.code.removeprefix("finess_"), Code.FINESS_INVALID)
    return Finding(code, column, cell, _detail(code, found), found.proposal)


def _detail(code: Code, found: Refused) -> str:
    """What the number says of itself, where the table is less precise; elsewhere it would say the remedy twice."""
    return found.message if code in (Code.FINESS_INVALID, Code.RPPS_INVALID) else ""


@lru_cache(_KEPT)
def team(cell: str) -> str | Finding:
    """The name of a team, « » for none."""
    name = text(cell)
    if not name:
        return ""
    kept = len(name) <= MAX_NAME and name.isprintable() and fold(name)
    return name if kept else Finding(Code.TEAM_INVALID, received=cell)


def action(cell: str) -> Action | Finding:
    """C, M or S."""
    return _ACTIONS.get(cell) or _ACTIONS.get(cell.strip().upper()) or Finding(Code.ACTION_UNKNOWN, received=cell)


def role(cell: str) -> Role | Finding:
    """One of the nine."""
    return _ROLES.get(cell) or _ROLES.get(cell.strip().upper()) or Finding(Code.ROLE_UNKNOWN, received=cell)


def last_name(cell: str) -> str | Finding:
    """The last name, as typed."""
    return _name(cell, Code.LAST_NAME_MISSING, Code.LAST_NAME_INVALID)


def first_name(cell: str) -> str | Finding:
    """The first name, as typed."""
    return _name(cell, Code.FIRST_NAME_MISSING, Code.FIRST_NAME_INVALID)


def _name(cell: str, missing: Code, invalid: Code) -> str | Finding:
    name = text(cell)
    if not name:
        return Finding(missing)
    return name if len(name) <= MAX_NAME and name.isprintable() else Finding(invalid, received=cell)


def number(cell: str, *, check_key: bool) -> str | Finding:
    """« Numéro RPPS sur 11 chiffres. Laisser le champ vide si la personne n’est pas un médecin. »."""
    if not cell.strip():
        return ""
    found = rpps.parse(cell, check_key=check_key)
    if not isinstance(found, Refused):
        return found
    code = _RPPS.get(found.code.removeprefix("rpps_"), Code.RPPS_INVALID)
    return Finding(code, received=cell, detail=_detail(code, found), proposal=found.proposal)


def identifier(cell: str) -> str | Finding:
    """What a non-physician signs in with; it can be neither a number nor an address, which name somebody else."""
    if not cell:
        return ""
    typed = canonical_identifier(cell)
    if not typed or _IDENTIFIER.fullmatch(typed):
        return typed
    return Finding(Code.IDENTIFIER_INVALID, received=cell)


def password(cell: str) -> str:
    """As typed, spaces included; blanks alone are no password."""
    return cell if cell.strip() else ""


def email(cell: str) -> str | Finding | None:
    """« Seules les adresses MSSanté sont acceptées »."""
    typed = text(cell)
    if not typed:
        return None
    found = mssante.parse(typed)
    if not isinstance(found, Refused):
        return found
    code = _MSSANTE.get(found.code.removeprefix("mssante_"), Code.EMAIL_INVALID)
    return Finding(code, received=cell, detail=found.message)


@lru_cache(_KEPT)
def starts_on(cell: str) -> date | Finding | None:
    """« Format : JJ/MM/AAAA »."""
    return _date(cell, Name.STARTS_ON)


@lru_cache(_KEPT)
def ends_on(cell: str) -> date | Finding | None:
    """« Format : JJ/MM/AAAA », or « sans limite »."""
    return NO_LIMIT if fold(cell) == "sans limite" else _date(cell, Name.ENDS_ON)


def _date(cell: str, column: Name) -> date | Finding | None:
    typed = cell.strip()
    if not typed:
        return None
    found = _DATE.fullmatch(typed)
    if found and int(found[3]) in YEARS:
        try:
            return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            pass
    return Finding(Code.DATE_IMPOSSIBLE, column, cell)
