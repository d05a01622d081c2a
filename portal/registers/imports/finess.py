"""The import of FINESS: every line is kept, refused with a reason, or counted as being of another kind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib.resources.abc import Traversable

from portal.config import settings
from portal.db import reading, transaction
from portal.registers import columns, service, sources, store
from portal.registers.columns import Malformed, OtherKind, Structureet
from portal.registers.imports.frame import NotImported, Progress, chunks, close_absent, followed, journalled
from portal.registers.models import Register
from portal.registers.report import Report
from portal.registers.rules import finess, leaving
from portal.registers.rules.finess import Accepted, NotKept, Structure
from portal.registers.rules.problems import Problem
from portal.registers.sources import Source
from portal.web import dates


@dataclass
class Extract:
    """An extract that may be imported: a first line that is FINESS's, no older than the register in place."""

    source: Source
    published_on: date


def open_extract(file: Traversable, *, older: bool = False) -> Extract:
    """Look through a file before anything is written.

    Args:
        file: Plain or gzip.
        older: Accept an extract older than the register in place.

    Raises:
        NotImported: it is not an extract of FINESS, or an older one.
        UnreadableSource: it cannot be read to its end.
    """
    source = sources.examine(file)
    _, first = next(sources.lines(source), (1, None))
    published_on = columns.read_header(first or "")
    if published_on is None:
        raise NotImported(
            "Ce fichier n’est pas une extraction FINESS : sa première ligne devrait être « finess;etalab;111; » "
            "suivie d’une date. Prenez l’extraction des établissements, etalab-cs1100502."
        )
    with reading() as session:
        in_place = store.edition(session, Register.FINESS)
    if not older and in_place and leaving.is_older(published_on, in_place.published_on):
        raise NotImported(
            f"Cette extraction date du {dates.day(published_on)} ; le registre en place est plus récent. "
            "Prenez une extraction plus récente, ou ajoutez --plus-ancienne pour revenir en arrière."
        )
    return Extract(source, published_on)


def run(extract: Extract, *, full: bool = False, progress: Progress = lambda _: None) -> Report:
    """Bring the register to what an extract says; the same one a second time changes nothing.

    Args:
        extract: Looked through already.
        full: It is the whole register: what it no longer names has left it. Nothing in the file tells so.
        progress: Called with a number of lines, now and then.
    """
    report = Report()
    reader = _Reader(report, check_key=settings().check_keys)
    with journalled(Register.FINESS, extract.source, extract.published_on, report):
        lines = followed(sources.lines(extract.source), progress)
        next(lines, None)  # the first one is the header
        for chunk in chunks(reader.structures(lines)):
            with transaction() as session:
                tally = service.merge_structures(session, chunk)
            report.add(tally)
        if full:
            close = partial(service.close_structures, left_on=extract.published_on)
            named = reader.kept | reader.meant
            close_absent(report, store.open_numbers, named, close, unreadable=reader.unreadable)
    return report


@dataclass
class _Reader:
    """Reads lines, and remembers the numbers met: kept ones, and those that a refused line may have meant."""

    report: Report
    check_key: bool
    kept: set[str] = field(default_factory=set)
    meant: set[str] = field(default_factory=set)
    unreadable: int = 0

    def structures(self, lines: Iterable[tuple[int, str | None]]) -> Iterator[Structure]:
        """What each line describes, where it can be kept."""
        for number, text in lines:
            match None if text is None else columns.read_line(text):
                case Structureet() as line:
                    self.report.read += 1
                    yield from self._kept(number, line)
                case OtherKind(kind):
                    if kind:
                        self.report.pass_over(number, kind)
                case Malformed(fields):
                    self._unreadable(number, f"La ligne a {fields} champs ; une structure en a 31.")
                case None:
                    self._unreadable(number, "La ligne ne se lit pas comme du texte, ou dépasse 8 000 caractères.")

    def _kept(self, number: int, line: Structureet) -> Iterator[Structure]:
        match finess.decide(line, check_key=self.check_key):
            case NotKept(problem, numbers):
                self.report.refuse(number, problem)
                self.meant.update(numbers)
            case Accepted(structure, _) if structure.finess_et in self.kept:
                sentence = f"La structure {structure.finess_et} est déjà décrite plus haut dans le fichier."
                self.report.refuse(number, Problem("doublon", sentence))
            case Accepted(structure, alerts):
                self.kept.add(structure.finess_et)
                for alert in alerts:
                    self.report.warn(number, alert)
                yield structure

    def _unreadable(self, number: int, sentence: str) -> None:
        self.report.read += 1
        self.unreadable += 1
        self.report.refuse(number, Problem("ligne_illisible", sentence))
