"""The databases of a test process: one of each kind, migrated once, emptied after each test that was given it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import create_engine, text

from portal import db, tables
from portal.config import Settings, settle
from portal.factory import create_app
from portal.migrations import commands as migrations

SECRET = "clef-de-test-" + "x" * 32
POSTGRES = os.environ.get("PORTAL_TEST_DATABASE_URL")


def make_settings(folder: Path, **overrides: object) -> Settings:
    """Settings of a deployment in this folder."""
    smtp_url = overrides.pop("smtp_url", "smtp://127.0.0.1:1")
    return settle({"secret_keys": (SECRET,), "data": folder, "smtp_url": smtp_url, "log_level": "ERROR", **overrides})


def migrate(url: str, folder: Path) -> None:
    """Make the tables of this empty database."""
    app = create_app(make_settings(folder, database_url=url))
    with app.app_context():
        migrations.upgrade()
        db.database().engine.dispose()


@contextmanager
def on_postgres(name: str, folder: Path) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database of this name, for as long as this lasts."""
    assert POSTGRES
    admin = create_engine(with_driver(POSTGRES), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        # What a power cut would lose is of no interest to a test.
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    url = POSTGRES.rpartition("/")[0] + f"/{name}"
    migrate(url, folder)
    yield url
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    admin.dispose()


@contextmanager
def broom(url: str) -> Iterator[Callable[[], None]]:
    """What deletes every row of the PostgreSQL database of this URL, by one connection that is kept."""
    # One round trip, and DELETE: TRUNCATE makes fourteen files anew. The journal's triggers sleep in a replica.
    deletes = "; ".join(str(table.delete()) for table in tables.metadata.sorted_tables)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield lambda: connection.execute(deletes)


def with_driver(url: str) -> str:
    """This URL, for SQLAlchemy."""
    return url.replace("postgresql://", "postgresql+psycopg://")
