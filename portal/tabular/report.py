"""What became of each line of a file: OK, ALERTE or ERREUR, and what to do. Sources 000 and 001, « rapport d'erreur ».

One line for each line read, in the same order, as CSV or XLSX; the values of a secret column never leave.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from portal.tabular.cells import Cell
from portal.tabular.headers import Wanted
from portal.tabular.writing import Column

_BETWEEN = " · "
_COLUMNS = (
    Column("Ligne", 8),
    Column("Résultat", 10),
    Column("Code", 26),
    Column("Colonne", 20),
    Column("Valeur reçue", 24),
    Column("Explication", 60),
    Column("Que faire", 60),
)
_NOTHING_SAID = ("",) * (len(_COLUMNS) - 2)


class Outcome(StrEnum):
    """How a line ended, in the words of source 001; from the best to the worst."""

    OK = "OK"
    ALERT = "ALERTE"
    ERROR = "ERREUR"


_SEVERITY = tuple(Outcome)


@dataclass(frozen=True)
class Finding:
    """Something to say of a line.

    Attributes:
        outcome: ALERT when a value was left aside and the rest was done, ERROR when nothing was.
        code: Stable, in snake_case.
        column: The name of the column; « » for the whole line.
        received: What the cell held.
        message: What happened, in French.
        remedy: What to do, in French.
    """

    outcome: Outcome
    code: str
    column: str
    received: str = field(repr=False)
    message: str
    remedy: str


@dataclass(frozen=True)
class Judged:
    """A line of the file, and all that there is to say of it; a line without findings is OK."""

    number: int
    cells: tuple[str, ...] = field(repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The worst of the findings."""
        return max((finding.outcome for finding in self.findings), key=_SEVERITY.index, default=Outcome.OK)


def head() -> tuple[Column, ...]:
    """The columns of a report."""
    return _COLUMNS


def rows(lines: Iterable[Judged], columns: Sequence[Wanted]) -> Iterator[Sequence[Cell]]:
    """The report, one row for each line."""
    secrets = _secrets(columns)
    for line in lines:
        said = line.findings
        if not said:  # nearly all of them
            yield line.number, Outcome.OK.value, *_NOTHING_SAID
            continue
        yield (
            line.number,
            line.outcome.value,
            _joined(finding.code for finding in said),
            _joined(finding.column for finding in said),
            _joined("" if finding.column in secrets else finding.received for finding in said),
            _joined(finding.message for finding in said),
            _joined(finding.remedy for finding in said),
        )


def head_to_correct(columns: Sequence[Wanted]) -> tuple[Column, ...]:
    """The columns of a file to correct: those of the import under their own names, then why each line is there."""
    return (*(Column(column.name) for column in columns), *_COLUMNS[:1], *_COLUMNS[5:])


def rows_to_correct(lines: Iterable[Judged], columns: Sequence[Wanted]) -> Iterator[Sequence[Cell]]:
    """The lines in error as they came, secrets left out: once corrected, the file is imported as it is."""
    for line in lines:
        if line.outcome is Outcome.ERROR:
            cells = ("" if column.secret else cell for column, cell in zip(columns, line.cells, strict=True))
            why = _joined(finding.message for finding in line.findings)
            yield (*cells, line.number, why, _joined(finding.remedy for finding in line.findings))


def _secrets(columns: Sequence[Wanted]) -> set[str]:
    return {column.name for column in columns if column.secret}


def _joined(texts: Iterable[str]) -> str:
    return _BETWEEN.join(dict.fromkeys(text for text in texts if text))
