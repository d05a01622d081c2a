"""Every query of the imports: taking a run and going on with it, its lines, its pages."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import String, Text, bindparam, cast, delete, func, insert, or_, select, type_coerce, update
from sqlalchemy.orm import Session

from portal.bulk import Bulk
from portal.db import table_of
from portal.folding import words
from portal.profiles.imports.models import ImportLine, ImportRun
from portal.profiles.imports.rules import CHANGING, WAITING, WORKING, Effect, Told, Totals, View, heard, said
from portal.tabular.report import Outcome

_RUNS, _LINES = table_of(ImportRun), table_of(ImportLine)
_OF_RUN = _RUNS.c.id == bindparam("run")
# What a worker holds: its attempt, in the state and at the line where it left the run.
_HELD = (_OF_RUN, _RUNS.c.attempt == bindparam("held"), _RUNS.c.state == bindparam("of_state"))
_ADVANCE = (
    update(_RUNS)
    .where(*_HELD, _RUNS.c.done == bindparam("before"))
    .values(done=bindparam("after"), leased_until=bindparam("until"), tries=0)
    .returning(_RUNS.c.id)
)
_CORRECT = update(_LINES).where(_LINES.c.run_id == bindparam("run"), _LINES.c.position == bindparam("at"))
_ADD = Bulk(insert(_LINES), ("position", *Told._fields), shared=("run_id",), written=("findings", "changes", "cells"))
_NO_FINDING, _NO_CHANGE = "[]", "{}"


class Kept(NamedTuple):
    """What is said of a line, at its place."""

    position: int
    told: Told


def take(session: Session, run_id: int, now: datetime, until: datetime) -> ImportRun | None:
    """Take this run until then, if it has work and nobody is at it: one statement, so that one worker wins.

    What is returned is a copy: changing it changes no row.
    """
    free = or_(_RUNS.c.leased_until.is_(None), _RUNS.c.leased_until <= now)
    taken = session.execute(
        update(_RUNS)
        .where(_RUNS.c.id == run_id, _RUNS.c.state.in_(WORKING), free)
        .values(leased_until=until, attempt=_RUNS.c.attempt + 1, tries=_RUNS.c.tries + 1)
        .returning(*_RUNS.c)
    ).one_or_none()
    return ImportRun(**taken._mapping) if taken else None  # noqa: SLF001 - the public way to a row's names


def advance(session: Session, run: ImportRun, to: int, until: datetime) -> bool:
    """Note that the lines up to this one are done; False when another worker, or the person, has taken the run over."""
    held = {"run": run.id, "held": run.attempt, "of_state": run.state, "before": run.done}
    return session.execute(_ADVANCE, {**held, "after": to, "until": until}).first() is not None


def settle(session: Session, run: ImportRun, **values: Any) -> bool:
    """Change a run that one holds; False when it was taken over."""
    mine = update(_RUNS).where(_RUNS.c.id == run.id, _RUNS.c.attempt == run.attempt, _RUNS.c.state == run.state)
    return session.execute(mine.values(**values).returning(_RUNS.c.id)).first() is not None


def lost(session: Session, now: datetime) -> Sequence[int]:
    """The runs that have work and that nobody is at."""
    free = or_(ImportRun.leased_until.is_(None), ImportRun.leased_until <= now)
    return session.scalars(select(ImportRun.id).where(ImportRun.state.in_(WORKING), free)).all()


def left(session: Session, asked_before: datetime) -> Sequence[ImportRun]:
    """The runs that wait for somebody since before this instant; locked."""
    query = select(ImportRun).where(ImportRun.state.in_(WAITING), ImportRun.asked_at < asked_before)
    return session.scalars(query.with_for_update()).all()


def forget(session: Session, finished_before: datetime) -> None:
    """Remove the reports of the imports that ended before this instant."""
    session.execute(delete(_RUNS).where(_RUNS.c.finished_at < finished_before))


def find(session: Session, reference: str, author_id: int, *, lock: bool = False) -> ImportRun | None:
    """The import of this reference, if it is this person's; nobody else's can be told from one that does not exist."""
    query = select(ImportRun).where(ImportRun.reference == reference, ImportRun.author_id == author_id)
    return session.scalar(query.with_for_update() if lock else query)


def get(session: Session, run_id: int, *, lock: bool = False) -> ImportRun:
    """The import of this key.

    Raises:
        NoResultFound: it is no longer told of.
    """
    query = select(ImportRun).where(ImportRun.id == run_id)
    return session.scalars(query.with_for_update() if lock else query).one()


def waiting(session: Session, author_id: int) -> int:
    """How many files of this person are not finished."""
    query = select(func.count()).where(ImportRun.author_id == author_id, ImportRun.state.in_(WAITING | WORKING))
    return session.scalar(query) or 0


def of_author(session: Session, author_id: int, *, offset: int, size: int) -> Sequence[ImportRun]:
    """The imports of this person, the latest first."""
    mine = select(ImportRun).where(ImportRun.author_id == author_id)
    return session.scalars(mine.order_by(ImportRun.id.desc()).offset(offset).limit(size)).all()


def count_of_author(session: Session, author_id: int) -> int:
    """How many imports this person has made that are still told of."""
    return session.scalar(select(func.count()).where(ImportRun.author_id == author_id)) or 0


def clear_lines(session: Session, run_id: int) -> None:
    """Forget what was said of the lines, before they are analysed again."""
    session.execute(delete(_LINES).where(_LINES.c.run_id == run_id))


def add_lines(session: Session, run_id: int, kept: Iterable[Kept]) -> None:
    """Write what is said of these lines."""
    _ADD.run(session, ((at, *_written(told)) for at, told in kept), run_id=run_id)


def _written(told: Told) -> Sequence[Any]:
    """The columns of a line in the order of `Told`, its lists as the text of their JSON."""
    *plain, findings, changes, gives_password, cells = told
    listed = json.dumps([said(finding) for finding in findings]) if findings else _NO_FINDING
    differing = json.dumps(dict(changes)) if changes else _NO_CHANGE
    return *plain, listed, differing, gives_password, json.dumps(cells) if cells else None


def correct(session: Session, run_id: int, kept: Iterable[Kept]) -> None:
    """Write anew what is said of these lines."""
    for at, told in kept:
        session.execute(_CORRECT.values(**_columns(told)), {"run": run_id, "at": at})


def _columns(told: Told) -> dict[str, Any]:
    return {
        "number": told.number,
        "action": told.action,
        "effect": told.effect,
        "outcome": told.outcome,
        "who": told.who,
        "search": told.search,
        "findings": [said(finding) for finding in told.findings],
        "changes": dict(told.changes),
        "gives_password": told.gives_password,
        "cells": told.cells,
    }


# As the texts that they are: most lines have none of these, which is known without reading any JSON.
_FINDINGS, _CHANGES, _CELLS = (cast(column, Text) for column in (_LINES.c.findings, _LINES.c.changes, _LINES.c.cells))
_TOLD = select(
    *(_LINES.c.position, _LINES.c.number, _LINES.c.action, type_coerce(_LINES.c.effect, String)),
    *(type_coerce(_LINES.c.outcome, String), _LINES.c.who, _LINES.c.search, _FINDINGS, _CHANGES),
    *(_LINES.c.gives_password, _CELLS),
)
_EFFECTS = {effect.value: effect for effect in Effect}
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


def _kept(row: Any) -> Kept:
    position, number, action, effect, outcome, who, search, findings, changes, gives_password, cells = row
    heard_of = () if findings == _NO_FINDING else tuple(map(heard, json.loads(findings)))
    differing = {} if changes == _NO_CHANGE else json.loads(changes)
    left = None if cells is None else json.loads(cells)
    what = (number, action, _EFFECTS[effect], _OUTCOMES[outcome], who, search)
    return Kept(position, Told(*what, heard_of, differing, gives_password, left))


_BETWEEN = _TOLD.where(
    _LINES.c.run_id == bindparam("run"), _LINES.c.position.between(bindparam("first"), bindparam("last"))
).order_by(_LINES.c.position)


def lines(session: Session, run_id: int, first: int, last: int) -> list[Kept]:
    """What is said of the lines from one to another, in order."""
    return [_kept(row) for row in session.execute(_BETWEEN, {"run": run_id, "first": first, "last": last}).all()]


class Asked(NamedTuple):
    """Which lines are asked for: by how they end or what they do, by words or the number of a line."""

    view: View = View.ALL
    text: str = ""


_SEEN: Mapping[View, Sequence[Any]] = {
    View.ALL: (),
    View.ERRORS: (_LINES.c.outcome == Outcome.ERROR,),
    View.ALERTS: (_LINES.c.outcome == Outcome.ALERT,),
    View.CHANGES: (_LINES.c.effect.in_(CHANGING),),
    View.UNCHANGED: (_LINES.c.effect == Effect.NOTHING,),
}


def _conditions(run_id: int, asked: Asked) -> list[Any]:
    found = [_LINES.c.run_id == run_id, *_SEEN[asked.view]]
    prefixes = [_LINES.c.search.like(f"% {word}%") for word in words(asked.text)]
    if asked.text.isascii() and asked.text.isdecimal() and len(asked.text) < 8:  # noqa: PLR2004 - a longer number is a person's
        found.append(_LINES.c.number == int(asked.text))
    else:
        found += prefixes
    return found


def totals(session: Session, run_id: int, text: str) -> Totals:
    """How many of the lines that answer these words there are of each kind."""
    kinds = (_LINES.c.action, _LINES.c.outcome, _LINES.c.effect)
    found = Totals()
    query = select(*kinds, func.count()).where(*_conditions(run_id, Asked(text=text))).group_by(*kinds)
    for action, outcome, effect, count in session.execute(query):
        found.counts[action, outcome.value] += count
        found.effects[effect.value] += count
    return found


def page(session: Session, run_id: int, asked: Asked, *, offset: int, size: int) -> list[Kept]:
    """A page of the lines asked for."""
    query = _TOLD.where(*_conditions(run_id, asked)).order_by(_LINES.c.position)
    return [_kept(row) for row in session.execute(query.offset(offset).limit(size))]


def following(session: Session, run_id: int, asked: Asked, *, after: int, size: int) -> list[Kept]:
    """The lines asked for that follow this one, for what is read little by little."""
    query = _TOLD.where(*_conditions(run_id, asked), _LINES.c.position > after).order_by(_LINES.c.position)
    return [_kept(row) for row in session.execute(query.limit(size)).all()]
