"""The migrations lead from nothing to the models and back, on both databases."""

import os

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect, text

from portal import db
from portal.audit.models import JournalHead, JournalRow
from portal.factory import create_app
from portal.migrations import commands
from tests.conftest import POSTGRES, make_settings


@pytest.fixture
def empty(backend, tmp_path):
    """An application on a database without any table, and the context in which commands run."""
    if backend == "sqlite":
        url, admin, name = f"sqlite:///{tmp_path}/vide.sqlite3", None, ""
    else:
        name = f"portail_migrations_{os.getpid()}"
        admin = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
        _run(admin, f'DROP DATABASE IF EXISTS "{name}"')
        _run(admin, f'CREATE DATABASE "{name}"')
        url = POSTGRES.rpartition("/")[0] + f"/{name}"
    app = create_app(make_settings(tmp_path, database_url=url))
    with app.app_context():
        yield app
        db.database().engine.dispose()
    if admin:
        _run(admin, f'DROP DATABASE "{name}" WITH (FORCE)')
        admin.dispose()


def _run(admin, statement):
    with admin.connect() as connection:
        connection.execute(text(statement))


def _tables():
    return set(inspect(db.database().engine).get_table_names())


def test_up_down_and_up_again_ends_where_the_models_are(empty):
    commands.upgrade()
    up = _tables()
    commands.downgrade("base")
    assert _tables() <= {"alembic_version"}
    commands.upgrade()
    assert _tables() == up
    command.check(commands._config())  # raises when a model and its table differ


GUARDS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
    "UNION SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'journal_%' ORDER BY 1",
}


def test_the_guards_of_the_journal_are_those_of_the_models(empty, backend):
    commands.upgrade()
    with db.database().engine.connect() as connection:
        migrated = connection.execute(text(GUARDS[backend])).all()
    journal = [JournalRow.__table__, JournalHead.__table__]
    with db.database().engine.begin() as connection:
        db.Base.metadata.drop_all(connection, journal)
        db.Base.metadata.create_all(connection, journal)
        assert connection.execute(text(GUARDS[backend])).all() == migrated


def test_upgrading_twice_changes_nothing(empty):
    commands.upgrade()
    up = _tables()
    commands.upgrade()
    assert _tables() == up
