"""What an import did, line by line where something is to be said, in a size that does not grow with the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.registers.rules.problems import Problem

# Enough to see what is wrong; a file with more has one cause, which these show.
MOST_SHOWN = 20
_OTHERS = "autres"
_LONGEST_KIND = 40


@dataclass(frozen=True)
class Tally:
    """How many rows a chunk has created, changed and left as they were."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class Group:
    """The lines of which the same thing is said: their number, and the first of them."""

    count: int = 0
    shown: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        """One more."""
        self.count += 1
        if len(self.shown) < MOST_SHOWN:
            self.shown.append((line, message))


Groups = dict[str, Group]


@dataclass
class Report:
    """What an import did.

    Attributes:
        read: Lines that describe something, kept or not.
        closed: Rows that have left the register.
        kept_open: Why absent rows were not closed, in French; « » when there is nothing to explain.
        refused: Lines left out, by code.
        alerts: Lines kept but for a value, by code.
        others: Lines of another kind, by kind.
    """

    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: int = 0
    kept_open: str = ""
    refused: Groups = field(default_factory=dict)
    alerts: Groups = field(default_factory=dict)
    others: Groups = field(default_factory=dict)

    def refuse(self, line: int, problem: Problem) -> None:
        """A line is left out."""
        self.refused.setdefault(problem.code, Group()).add(line, problem.message)

    def warn(self, line: int, problem: Problem) -> None:
        """A line is kept but for a value."""
        self.alerts.setdefault(problem.code, Group()).add(line, problem.message)

    def pass_over(self, line: int, kind: str) -> None:
        """A line is of another kind; a file of another make altogether has as many kinds as lines."""
        kind = kind[:_LONGEST_KIND]
        if kind not in self.others and len(self.others) >= MOST_SHOWN:
            kind = _OTHERS
        self.others.setdefault(kind, Group()).add(line, kind)

    def add(self, tally: Tally) -> None:
        """A chunk is written."""
        self.created += tally.created
        self.changed += tally.changed
        self.unchanged += tally.unchanged

    def counts(self) -> Mapping[str, int]:
        """The counts, for the journal."""
        return {
            "lignes": self.read,
            "creees": self.created,
            "modifiees": self.changed,
            "inchangees": self.unchanged,
            "fermees": self.closed,
            "refusees": sum(group.count for group in self.refused.values()),
            "alertes": sum(group.count for group in self.alerts.values()),
        }
