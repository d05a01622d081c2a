"""The import of the découpage administratif: régions, then départements, then communes and their postal codes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources.abc import Traversable
from typing import NamedTuple, TypeVar

from sqlalchemy.orm import Session

from portal.db import transaction
from portal.registers import columns, service, sources, store
from portal.registers.columns import Malformed
from portal.registers.imports.frame import NotImported, Progress, chunks, close_absent, followed, journalled
from portal.registers.models import Register
from portal.registers.report import Report, Tally
from portal.registers.rules import communes
from portal.registers.rules.problems import Problem
from portal.registers.sources import Source

Row = TypeVar("Row", bound=NamedTuple)
Names = tuple[str, ...]
Read = Callable[[Mapping[str, str]], Row | Problem]


@dataclass(frozen=True)
class Tables:
    """The three tables, looked through already, with the columns that each one has."""

    regions: tuple[Source, Names]
    departements: tuple[Source, Names]
    communes: tuple[Source, Names]


def open_tables(regions: Traversable, departements: Traversable, communes: Traversable) -> Tables:
    """Look through the three files before anything is written.

    Raises:
        NotImported: one of them lacks a column.
        UnreadableSource: one of them cannot be read to its end.
    """
    return Tables(
        _open(regions, columns.REGION_COLUMNS),
        _open(departements, columns.DEPARTEMENT_COLUMNS),
        _open(communes, columns.COMMUNE_COLUMNS),
    )


def _open(file: Traversable, wanted: Sequence[str]) -> tuple[Source, Names]:
    source = sources.examine(file)
    _, first = next(sources.lines(source), (1, None))
    names = columns.read_names(first or "", wanted)
    if names is None:
        raise NotImported(
            f"La première ligne de « {file.name} » devrait nommer ces colonnes, séparées par des points-virgules : "
            f"{', '.join(wanted)}."
        )
    return source, names


def run(tables: Tables, *, progress: Progress = lambda _: None) -> Report:
    """Bring the three registers to what their tables say; the same ones a second time change nothing.

    The table of communes is always the whole of it: a commune that it no longer names has merged into another.
    """
    report = Report()
    reader = _Reader(report)
    with journalled(Register.COMMUNES, tables.communes[0], None, report):
        regions = _merge(reader.rows(tables.regions, communes.region), report, service.merge_regions)
        departement = partial(communes.departement, regions=regions)
        departements = _merge(reader.rows(tables.departements, departement), report, service.merge_departements)
        commune = partial(communes.commune, departements=departements)
        named = _merge(reader.rows(tables.communes, commune, progress), report, service.merge_communes)
        close_absent(report, store.current_communes, named, service.close_communes, unreadable=reader.unreadable)
    return report


def _merge(rows: Iterable[Row], report: Report, merge: Callable[[Session, Sequence[Row]], Tally]) -> set[str]:
    """Write the rows, and return their codes."""
    codes: set[str] = set()
    for chunk in chunks(rows):
        with transaction() as session:
            tally = merge(session, chunk)
        report.add(tally)
        codes.update(row[0] for row in chunk)
    return codes


@dataclass
class _Reader:
    """Reads the lines of tables; `unreadable` counts those of which not even the code is sure."""

    report: Report
    unreadable: int = 0

    def rows(self, table: tuple[Source, Names], read: Read[Row], progress: Progress = lambda _: None) -> Iterator[Row]:
        """What each line says, where it can be kept; a code said twice is kept once."""
        source, names = table
        lines = followed(sources.lines(source), progress)
        next(lines, None)  # the first one names the columns
        known: set[str] = set()
        for number, text in lines:
            if text == "":
                continue
            self.report.read += 1
            row = self._read(text, names, read)
            if not isinstance(row, Problem) and row[0] in known:
                row = Problem("doublon", f"Le code {row[0]} est déjà décrit plus haut.")
            if isinstance(row, Problem):
                self.unreadable += 1
                self.report.refuse(number, Problem(row.code, f"{source.file.name} : {row.message}"))
                continue
            known.add(row[0])
            yield row

    def _read(self, text: str | None, names: Names, read: Read[Row]) -> Row | Problem:
        match None if text is None else columns.read_row(text, names):
            case None:
                return Problem("ligne_illisible", "la ligne ne se lit pas comme du texte, ou dépasse 8 000 caractères.")
            case Malformed(fields):
                return Problem("ligne_illisible", f"la ligne a {fields} champs au lieu de {len(names)}.")
            case row:
                return read(row)
