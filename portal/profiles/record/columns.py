"""The thirteen columns as data: import, export, template and the help on screen are all read off this table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any, TypeAlias

from portal.profiles.record import cells as read
from portal.profiles.record.rules.codes import Code
from portal.profiles.record.rules.findings import Finding
from portal.profiles.record.rules.lines import NO_LIMIT, Line, Unreadable, profile_key
from portal.profiles.record.rules.names import Name
from portal.profiles.record.rules.roles import IN_TEAM, OF_OTHERS, OF_PHYSICIANS, WITHOUT_TEAM, Action, Role
from portal.tabular.headers import Wanted

Cells: TypeAlias = Sequence[str]
# A cell read: a value of the column's own kind, or what is wrong with it.
Reader: TypeAlias = Callable[..., Any]


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: Its head, to the letter of source 001.
        mandatory: The source's answer to « Obligatoire ? ».
        help: The source's « Règle(s) », and what the portal adds to them.
        read: From a cell to a value or a `Finding`.
        synonyms: Other heads under which it is found: those that the sources themselves use, and habits.
        is_required: Whether a file without it is refused whole.
        is_secret: Never exported nor reported.
        has_key: Its reader is told whether check digits count (`check_key`).
        choices: All that it may hold, for a drop-down.
    """

    name: Name
    mandatory: str
    help: str
    read: Reader
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    is_secret: bool = False
    has_key: bool = False
    choices: tuple[str, ...] = ()


COLUMNS = (
    Column(
        Name.FINESS_EJ,
        "Oui",
        "FINESS juridique de l’établissement.",
        read.finess_ej,
        ("N° Finess EJ", "Finess juridique"),
        is_required=True,
        has_key=True,
    ),
    Column(
        Name.FINESS_ET,
        "Oui",
        "FINESS territorial de l’établissement.",
        read.finess_et,
        ("N° Finess ET", "Finess territorial", "Finess géographique"),
        is_required=True,
        has_key=True,
    ),
    Column(
        Name.TEAM,
        "Oui (pour un rôle en équipe)",
        "Si l’équipe n’existe pas déjà, elle est créée (C). Laisser vide si le profil n’est pas dans une équipe.",
        read.team,
        ("Équipe",),
    ),
    Column(
        Name.ACTION,
        "Oui",
        "C : créer un profil ; M : modifier un profil existant ; S : supprimer un profil existant.",
        read.action,
        ("Action",),
        is_required=True,
        choices=tuple(Action),
    ),
    Column(
        Name.LAST_NAME,
        "Oui",
        "Modifié (M) pour un non-médecin seulement.",
        read.last_name,
        ("Nom de famille",),
        is_required=True,
    ),
    Column(
        Name.FIRST_NAME,
        "Oui",
        "Modifié (M) pour un non-médecin seulement.",
        read.first_name,
        is_required=True,
    ),
    Column(
        Name.RPPS,
        "Oui (pour un médecin)",
        "Numéro RPPS sur 11 chiffres. Laisser vide si la personne n’est pas un médecin.",
        read.number,
        ("RPPS", "Numéro RPPS"),
        has_key=True,
    ),
    Column(
        Name.ROLE,
        "Oui",
        "L’un des neuf rôles.",
        read.role,
        is_required=True,
        choices=tuple(Role),
    ),
    Column(
        Name.IDENTIFIER,
        "Oui (pour un non-médecin)",
        "Ce que la personne saisit pour se connecter. Laisser vide si la personne est un médecin.",
        read.identifier,
    ),
    Column(
        Name.PASSWORD,
        "Oui (pour une création)",
        "Pris en compte pour les créations, ou en modification si le mot de passe est expiré. La personne le change à "
        "sa première connexion.",
        read.password,
        is_secret=True,
    ),
    Column(
        Name.EMAIL,
        "Non",
        "Seules les adresses MSSanté sont acceptées (@….mssante.fr ou @mssante.fr). En modification, une case vide "
        "garde l’adresse.",
        read.email,
        ("Adresse email", "Adresse e-mail", "Mail", "Adresse MSSanté"),
    ),
    Column(
        Name.STARTS_ON,
        "Non",
        "JJ/MM/AAAA. Case vide : en création, le profil est directement actif ; en modification, la date reste.",
        read.starts_on,
        ("Date de début de validité du profil", "Date début"),
    ),
    Column(
        Name.ENDS_ON,
        "Non",
        "JJ/MM/AAAA. Case vide : en création, le profil est actif sans limite ; en modification, la date reste, et "
        "« sans limite » la retire.",
        read.ends_on,
        ("Date de fin de validité du profil", "Date fin"),
    ),
)

# What a file is searched for.
WANTED = tuple(Wanted(column.name, column.synonyms, column.is_required, column.is_secret) for column in COLUMNS)


@lru_cache(2)
def _readers(*, check_key: bool) -> tuple[Reader, ...]:
    return tuple(partial(column.read, check_key=check_key) if column.has_key else column.read for column in COLUMNS)


def parse(cells: Cells, number: int, *, check_key: bool = True) -> Line | Unreadable:
    """Read a line, or say all that is wrong with it.

    Args:
        cells: In the order of `COLUMNS`.
        number: The line in the person's file.
        check_key: False for test registers, whose numbers have no right key.
    """
    if len(cells) != len(COLUMNS):
        return Unreadable(number, (Finding(Code.CELLS, received=str(len(cells))),))
    values = [reader(cell) for reader, cell in zip(_readers(check_key=check_key), cells, strict=True)]
    if values[3] is Action.DELETE:
        values[9:] = "", None, None, None  # an address that cannot be read is no reason to keep a profile
    found = [value for value in values if type(value) is Finding] if Finding in map(type, values) else []
    found += _incoherent(values)
    return Unreadable(number, found) if found else _line(values, number)


def _line(values: Sequence[Any], number: int) -> Line:
    finess_ej, finess_et, team, action, last_name, first_name, rpps, role, identifier, *others = values
    who = (rpps or identifier, bool(rpps), last_name, first_name)
    alerts = (Finding(Code.IDENTIFIER_IGNORED, received=identifier),) if rpps and identifier else ()
    key = profile_key(finess_et, role, team)
    # By place, in the order of `Line`: by name, making one takes twice as long.
    return Line._make((number, action, finess_ej, finess_et, team, role, *who, *others, key, alerts))


def _incoherent(values: Sequence[Any]) -> list[Finding]:
    """What is wrong between cells that each are right."""
    _, _, team, _, _, _, rpps, role, identifier, _, _, starts_on, ends_on = values
    found = []
    if rpps == identifier == "":
        found.append(Finding(Code.NOBODY))
    elif rpps == "" and role in OF_PHYSICIANS:
        found.append(Finding(Code.RPPS_MISSING))
    elif rpps != "" and role in OF_OTHERS:
        found.append(Finding(Code.ROLE_OF_OTHERS, received=role))
    if team == "" and role in IN_TEAM:
        found.append(Finding(Code.TEAM_MISSING))
    elif team != "" and role in WITHOUT_TEAM:
        found.append(Finding(Code.TEAM_EXTRA, received=str(team)))
    if type(starts_on) is type(ends_on) is date and ends_on < starts_on:
        found.append(Finding(Code.DATES_REVERSED, received=_day(ends_on)))
    return found


def written(line: Line) -> tuple[str, ...]:
    """The cells of a line: of an export, they are read back as the same line, which changes nothing."""
    return (
        line.finess_ej,
        line.finess_et,
        line.team,
        line.action.value,
        line.last_name,
        line.first_name,
        line.person if line.is_physician else "",
        line.role.value,
        "" if line.is_physician else line.person,
        "",
        line.mssante or "",
        _day(line.starts_on),
        _day(line.ends_on),
    )


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value and value != NO_LIMIT else ""
