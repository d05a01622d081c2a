"""What the import of any register has in common: chunks, the journal, what has left the register."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import TypeVar

from sqlalchemy.orm import Session

from portal.db import reading, transaction
from portal.registers import service
from portal.registers.models import Register
from portal.registers.report import Report
from portal.registers.rules import leaving
from portal.registers.rules.leaving import Close, Keep
from portal.registers.sources import Source

CHUNK = 1000
Item = TypeVar("Item")
Progress = Callable[[int], None]


class NotImported(Exception):  # noqa: N818 - the message is for the person
    """Nothing was imported; the message is a French sentence that says why and what to do."""


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items, so many at a time."""
    iterator = iter(items)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def followed(lines: Iterable[tuple[int, str | None]], progress: Progress) -> Iterator[tuple[int, str | None]]:
    """The same lines, counted as they go by."""
    for number, text in lines:
        if number % CHUNK == 0:
            progress(CHUNK)
        yield number, text


@contextmanager
def journalled(register: Register, source: Source, published_on: date | None, report: Report) -> Iterator[None]:
    """Whatever ends the import, the journal tells what it has written until then."""
    try:
        yield
    except BaseException:
        with transaction() as session:
            service.journal(session, register, report, sha256=source.sha256, state="interrompu")
        raise
    with transaction() as session:
        service.finish(session, register, report, sha256=source.sha256, published_on=published_on)


def close_absent(
    report: Report,
    known: Callable[[Session], Iterable[str]],
    named: Container[str],
    close: Callable[[Session, Sequence[str]], None],
    *,
    unreadable: int,
) -> None:
    """Mark as gone what a whole register no longer names, unless the file looks incomplete."""
    with reading() as session:
        present = list(known(session))
    absent = [key for key in present if key not in named]
    match leaving.closing(known=len(present), absent=len(absent), unreadable=unreadable):
        case Close():
            for chunk in chunks(absent):
                with transaction() as session:
                    close(session, chunk)
            report.closed = len(absent)
        case Keep(why):
            report.kept_open = why
