"""« One of these », as one parameter however many they are.

SQLAlchemy names and renders each value of an `IN` by itself, which for five hundred keys costs as much as finding them.
"""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, Boolean, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class _Values(TypeDecorator[Collection[Any]]):
    """Many values of one kind: an array where the database has them, the text of a JSON list where it reads that."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: TypeEngine[Any]) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type by which the driver is told."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(self.kind))

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        """What the driver is handed."""
        values = list(value or ())
        return json.dumps(values) if dialect.name == "sqlite" else values


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> "_Among":  # noqa: ARG002 - it is a condition, whatever it stands in
        """As it is: compared with 1, as SQLite's booleans are, it would be answered by no index."""
        return self


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether a column holds one of the values of the parameter of this name."""
    return _Among(column, bindparam(name, type_=_Values(column.type)))


# Both are filled in with what the compiler has written, names quoted and values left out.
_IN_JSON = "{} IN (SELECT value FROM json_each({}))"
_IN_ARRAY = "{} = ANY ({})"


@compiles(_Among, "sqlite")
def _of_json(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    return _IN_JSON.format(*(compiler.process(clause, **options) for clause in element.clauses))


@compiles(_Among, "postgresql")
def _of_array(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    return _IN_ARRAY.format(*(compiler.process(clause, **options) for clause in element.clauses))
