"""Alembic's entry: the engine of the current application, and the tables of every room."""

import warnings
from typing import Literal

from alembic import context

from portal import db, tables


def render(kind: str, item: object, _autogen: object) -> str | Literal[False]:
    """Write our own column type by its short name."""
    return "UtcDateTime()" if kind == "type" and isinstance(item, db.UtcDateTime) else False


def is_ours(_item: object, name: str | None, kind: str, *_: object) -> bool:
    """Huey's own tables may stand beside ours, in PostgreSQL: they are not ours to drop.

    An index on an expression is written by each database in its own way: a test compares both instead.
    """
    if kind == "index" and name == "ix_journal_address":
        return False
    return kind != "table" or not str(name).startswith("huey_")


engine = db.database().engine

with engine.connect() as connection, warnings.catch_warnings():
    # SQLite tells nothing of an index that is not of columns.
    warnings.filterwarnings("ignore", message=".*expression-based index")
    context.configure(
        connection=connection,
        target_metadata=tables.metadata,
        render_as_batch=engine.dialect.name == "sqlite",
        render_item=render,
        include_object=is_ours,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
