"""One line of thirteen cells once read: an action on the profile of somebody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from portal.folding import words
from portal.profiles.record.rules.findings import Finding
from portal.profiles.record.rules.names import Name
from portal.profiles.record.rules.perimeter import Perimeter
from portal.profiles.record.rules.roles import Action, Role

# Written « sans limite »: an empty cell of a line M changes nothing, so lifting a limit has to be said.
NO_LIMIT = date.max

_FINESS = {Name.FINESS_EJ, Name.FINESS_ET}


class ProfileKey(NamedTuple):
    """What tells two profiles of one person apart; `team` is folded, empty for none.

    The role is its plain word: members of an enumeration are hashed ten times slower, on every line.
    """

    finess_et: str
    role: str
    team: str


class Line(NamedTuple):
    """What a line asks for; an empty cell is empty or None.

    A tuple and not a dataclass: twenty thousand of them are made while somebody waits for a preview.

    Attributes:
        number: The line in the person's file, for the report.
        person: RPPS of a physician, identifier of anybody else: the two never look alike.
        ends_on: `NO_LIMIT` where the line says so.
        profile: The profile that it is about.
        alerts: Fields already ignored by reading.
    """

    number: int
    action: Action
    finess_ej: str
    finess_et: str
    team: str
    role: Role
    person: str
    is_physician: bool
    last_name: str
    first_name: str
    password: str = ""
    mssante: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    profile: ProfileKey = ProfileKey("", "", "")
    alerts: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Nobody's name, number or password: this may end in a log."""
        return f"Line({self.number}, {self.action.value})"

    @property
    def about(self) -> list[str]:
        """The words on which the person's password must not be built."""
        return [self.last_name, self.first_name, self.person, self.mssante or ""]


@dataclass(frozen=True)
class Unreadable:
    """A line in which something cannot be read; all of it is told at once."""

    number: int
    findings: Sequence[Finding]

    def within(self, held: Perimeter) -> "Unreadable":
        """What may be told to this référent: a corrected FINESS is proposed where it is one of theirs (promise 6)."""
        kept = [
            found
            if found.where not in _FINESS or held.proposes(found.proposal or "")
            else replace(found, proposal=None)
            for found in self.findings
        ]
        return Unreadable(self.number, kept)


def fold_team(name: str) -> str:
    """The name of a team as it is compared."""
    return fold(name)


@lru_cache(4096)
def profile_key(finess_et: str, role: Role, team: str) -> ProfileKey:
    """What tells this profile from the others of one person; a file repeats it on many lines."""
    return ProfileKey(finess_et, role.value, fold_team(team))


def fold(name: str) -> str:
    """A name as it is compared: accents, case, hyphens and apostrophes ignored."""
    return " ".join(words(name)) if name else ""


def searchable(last_name: str, first_name: str, number: str) -> str:
    """What a person is searched by, and listed in the order of: each word has a space before it."""
    return f" {fold(f'{last_name} {first_name} {number}')}"
