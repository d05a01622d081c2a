"""The lines of a file once its columns are known: one that cannot be judged says why, and the next is read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from portal.tabular.cells import reference, unguarded
from portal.tabular.headers import Layout, Wanted
from portal.tabular.records import Record
from portal.tabular.report import Finding, Outcome


@dataclass(frozen=True, slots=True)
class Row:
    """A line that can be judged.

    Attributes:
        number: As a spreadsheet numbers it in the person's own file.
        cells: One for each column asked for, in that order; « » for a column that the file does not have.
    """

    number: int
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A line that cannot be judged: too few or too many cells, an error or a lone formula in place of a value.

    Attributes:
        number: The same.
        cells: What could be told of them.
        findings: Why it cannot, as its report says it.
    """

    number: int
    cells: tuple[str, ...] = field(repr=False)
    findings: tuple[Finding, ...]


Line: TypeAlias = Row | Spoilt


def of_text(records: Iterator[Record], layout: Layout, columns: Sequence[Wanted]) -> Iterator[Line]:
    """The lines under the header of a CSV, where a line that is short has lost something."""
    next(records)
    for record in records:
        line = _line(record, layout, columns, least=layout.width)
        # Only a CSV guards what would run with an apostrophe; few lines have any.
        if "'" in "".join(line.cells):
            cells = tuple(map(unguarded, line.cells))
            line = Row(line.number, cells) if isinstance(line, Row) else Spoilt(line.number, cells, line.findings)
        yield line


def of_workbook(records: Iterator[Record], layout: Layout, columns: Sequence[Wanted]) -> Iterator[Line]:
    """The lines under the header of a sheet, where cells that are empty at the end are not kept at all."""
    next(records)
    return (_line(record, layout, columns, least=0) for record in records)


def _line(record: Record, layout: Layout, columns: Sequence[Wanted], *, least: int) -> Line:
    cells = record.cells
    count = len(cells)
    fits = count == layout.length or (least <= count and not any(map(str.strip, cells[layout.length :])))
    if count < layout.length:
        cells += [""] * (layout.length - count)
    cells.append("")  # at -1: the cell of the columns that the file does not have
    picked = tuple(map(cells.__getitem__, layout.positions))
    if fits and not record.faults:
        return Row(record.number, picked)
    shape = [] if fits else [_misshapen(count, layout.length)]
    findings = (*shape, *_faults(record, layout, columns))
    return Spoilt(record.number, picked, findings) if findings else Row(record.number, picked)


def _misshapen(count: int, expected: int) -> Finding:
    return Finding(
        Outcome.ERROR,
        "ligne_cases",
        column="",
        received=str(count),
        message=f"Cette ligne compte {count} cases, l’en-tête en compte {expected}.",
        remedy="Retirez le séparateur en trop ou ajoutez celui qui manque ; une case qui contient un séparateur se "
        "met entre guillemets.",
    )


def _faults(record: Record, layout: Layout, columns: Sequence[Wanted]) -> Iterable[Finding]:
    for column, place in zip(columns, layout.positions, strict=True):
        said = record.faults.get(place)
        if said is not None:
            yield _fault(column.name, reference(record.number, place), said)


def _fault(column: str, cell: str, said: str) -> Finding:
    if said:
        return Finding(
            Outcome.ERROR,
            "cellule_erreur",
            column=column,
            received=said,
            message=f"La cellule {cell} affiche l’erreur {said} au lieu d’une valeur.",
            remedy="Corrigez sa formule, ou remplacez-la par la valeur.",
        )
    return Finding(
        Outcome.ERROR,
        "cellule_formule",
        column=column,
        received="",
        message=f"La cellule {cell} contient une formule dont le résultat n’est pas dans le fichier.",
        remedy="Ouvrez le fichier dans un tableur et enregistrez-le, ou remplacez la formule par sa valeur.",
    )
