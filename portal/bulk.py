"""One statement for many rows, prepared once for all of them.

SQLAlchemy prepares each row of an `executemany` as if it came alone, which costs more than the database takes to write
it. Here each column is prepared whole, and a value that all the rows share, once.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Dialect, Insert, Update
from sqlalchemy.orm import Session

_Prepare: TypeAlias = Callable[[Any], Any]

# How each driver is told of a value by its place.
_STYLES = {"sqlite": "qmark", "postgresql": "format"}


class _Plan(NamedTuple):
    """A statement in the words of one database, with its values in their order and what prepares each."""

    text: str
    places: Sequence[tuple[str, _Prepare | None]]


class Bulk:
    """A statement that is only ever run for many rows at once."""

    def __init__(
        self,
        statement: Insert | Update,
        columns: Sequence[str],
        *,
        shared: Collection[str] = (),
        written: Collection[str] = (),
    ) -> None:
        """Say what is to be run.

        Args:
            statement: What changes from row to row is a column of the insertion, or a parameter of the update.
            columns: The names of the values of a row, in their order.
            shared: The names of the values that are the same on every row.
            written: Those columns that come as the text of their JSON.
        """
        self._statement, self._columns = statement, tuple(columns)
        self._names, self._written = [*columns, *shared], frozenset(written)
        self._plans: dict[str, _Plan] = {}

    def run(self, session: Session, rows: Iterable[Sequence[Any]], **shared: Any) -> None:
        """Run it for these rows, if there are any."""
        columns = list(zip(*rows, strict=True))
        if not columns:
            return
        connection, given = session.connection(), dict(zip(self._columns, columns, strict=True))
        plan = self._plan(connection.dialect)
        ready = (_ready(name, prepare, given, shared, len(columns[0])) for name, prepare in plan.places)
        connection.exec_driver_sql(plan.text, list(zip(*ready, strict=True)))

    def _plan(self, dialect: Dialect) -> _Plan:
        plan = self._plans.get(dialect.name)
        if plan is None:
            placed = type(dialect)(paramstyle=_STYLES[dialect.name])  # type: ignore[call-arg]
            compiled: Any = self._statement.compile(dialect=placed, column_keys=self._names)
            kinds = {name: bound.type.dialect_impl(placed) for name, bound in compiled.binds.items()}
            places = [(name, self._prepare(name, kinds[name], placed)) for name in compiled.positiontup]
            plan = self._plans[dialect.name] = _Plan(str(compiled), places)
        return plan

    def _prepare(self, name: str, kind: Any, dialect: Dialect) -> _Prepare | None:
        return None if name in self._written else kind.bind_processor(dialect)


def _ready(
    name: str, prepare: _Prepare | None, given: Mapping[str, Sequence[Any]], shared: Mapping[str, Any], count: int
) -> Iterable[Any]:
    column = given.get(name) or (shared[name],)
    if len(column) < count or (prepare and column.count(column[0]) == count):
        return repeat(prepare(column[0]) if prepare else column[0], count)
    return map(prepare, column) if prepare else column
