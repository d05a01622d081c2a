"""The migrations lead from nothing to the models and back, on both databases."""

import itertools
import json
import os
import warnings
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import MetaData, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from portal import clock, db, tables
from portal.audit.models import JournalHead, JournalRow
from portal.factory import create_app
from portal.migrations import commands
from tests.databases import POSTGRES, make_settings


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


INDEX = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE name = 'ix_journal_address'",
    "postgresql": "SELECT pg_get_indexdef('ix_journal_address'::regclass)",
}


def test_the_index_by_which_a_history_is_found_is_that_of_the_model(empty, backend):
    commands.upgrade()
    with db.database().engine.begin() as connection:
        migrated = connection.execute(text(INDEX[backend])).scalar_one()
        db.Base.metadata.drop_all(connection, [JournalRow.__table__])
        db.Base.metadata.create_all(connection, [JournalRow.__table__])
        assert connection.execute(text(INDEX[backend])).scalar_one() == migrated


def test_upgrading_twice_changes_nothing(empty):
    commands.upgrade()
    up = _tables()
    commands.upgrade()
    assert _tables() == up


CLOSED = {
    "physician": ("professionnel", "p@demo.fr", None, (), "exploitant"),
    "left": ("medimail", "l@demo.fr", None, ("rejete",), "medimail"),
    "waiting": ("medimail", "w@demo.fr", None, ("a_valider",), "medimail"),
    "let go": ("medimail", None, None, (), "medimail"),
    "valid": ("medimail", "v@demo.fr", None, ("rejete", "valide"), "exploitant"),
    "asleep": ("medimail", "a@demo.fr", None, ("inactif",), "exploitant"),
    "without any": ("medimail", "n@demo.fr", None, (), "exploitant"),
    "told": ("medimail", "t@demo.fr", ("compte_ferme",), ("rejete",), "exploitant_et_medimail"),
    "told otherwise since": ("medimail", "o@demo.fr", ("compte_ferme", "compte_rouvert"), ("rejete",), "medimail"),
}


def test_who_closed_an_account_is_found_where_it_can_be_and_is_else_an_operator(empty):
    commands.upgrade("0010")
    with db.database().engine.begin() as connection:
        add = _adder(connection)
        add("structure", id=1, path="/1/", enrols_status="aucun")
        keys = itertools.count(1)
        for key, (kind, email, told, states, _) in enumerate(CLOSED.values(), start=1):
            add("account", id=key, kind=kind, email=email, closed_at=datetime.now(UTC))
            for state in states:
                values = {"state": state, "kind": "MED", "address": f"{key}.{state}@demo.fr"}
                add("mailbox", id=next(keys), structure_id=1, account_id=key, **values)
            for event in told or ():
                add("journal", id=next(keys), event=event, subject_id=key)
    commands.upgrade("0011")
    with db.database().engine.connect() as connection:
        found = connection.execute(text("SELECT closed_by FROM account ORDER BY id")).scalars().all()
    assert dict(zip(CLOSED, found, strict=True)) == {name: case[-1] for name, case in CLOSED.items()}


# Their type and profession, what the journal tells that they were before (the last first), whether they were.
ONCE = {
    "personnel": ("PER", "Ambulancier", [], True),
    "interne": ("INT", "Aide-soignant", [], True),
    "a physician made med": ("MED", "Médecin", [], True),
    "once personnel": ("MED", "Secrétaire médical", [("bal_type", {"Type BAL": "PER"})], True),
    "once a service": ("MED", "Secrétaire médical", [("bal_type", {"Type BAL": "ORG"})], False),
    "once a physician": ("MED", "Secrétaire médical", [("bal_modifiee", {"Profession": "Médecin"})], True),
    "once an ambulance driver": ("MED", "Secrétaire médical", [("bal_modifiee", {"Profession": "Ambulancier"})], False),
    "corrected": ("MED", "Secrétaire médical", [("bal_modifiee", {"Nom": "Médecin"})], False),
    "a service since": ("ORG", "", [("bal_type", {"Type BAL": "MED", "Profession": "Médecin"})], True),
    "a person since": (
        "MED",
        "Secrétaire médical",
        [("bal_type", {"Type BAL": "ORG"}), ("bal_modifiee", {"Profession": "Médecin"})],
        False,
    ),
    "secretary": ("MED", "Secrétaire médical", [], False),
    "service": ("ORG", "Médecin", [], False),
}


def test_which_accounts_are_or_were_of_professionals_is_found_where_it_can_be(empty):
    commands.upgrade("0014")
    keys = itertools.count(1000, -1)
    with db.database().engine.begin() as connection:
        add = _adder(connection)
        add("structure", id=1, path="/1/", enrols_status="aucun")
        for key, (kind, profession, was, _) in enumerate(ONCE.values(), start=1):
            values = {"kind": kind, "profession": profession, "state": "valide", "address": f"{key}@demo.fr"}
            add("mailbox", id=key, structure_id=1, **values)
            for event, told in was:
                add("journal", id=next(keys), event=event, before=json.dumps({"cle": key, **told}))
        add("journal", id=90, event="bal_type")
        add("journal", id=91, event="bal_type", before=json.dumps({"cle": 99, "Type BAL": "PER"}))
    commands.upgrade("0015")
    with db.database().engine.connect() as connection:
        found = connection.execute(text("SELECT was_professional FROM mailbox ORDER BY id")).scalars().all()
    assert dict(zip(ONCE, map(bool, found), strict=True)) == {name: case[-1] for name, case in ONCE.items()}


def test_however_many_were_of_professionals_are_found(empty):
    commands.upgrade("0014")
    with db.database().engine.begin() as connection:
        add = _adder(connection)
        add("structure", id=1, path="/1/", enrols_status="aucun")
        for key in range(1, 1003):
            add("mailbox", id=key, structure_id=1, kind="MED", address=f"{key}@demo.fr")
            add("journal", id=key, event="bal_type", before=json.dumps({"cle": key, "Type BAL": "PER"}))
    commands.upgrade("0015")
    with db.database().engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM mailbox WHERE was_professional")) == 1002


def _adder(connection):
    """Adds a row to a table as it is at this version; what must be filled in and is not given is empty."""
    metadata = MetaData()
    with warnings.catch_warnings():
        # Of an index on an expression, SQLite says nothing that could be reflected.
        warnings.filterwarnings("ignore", message=".*expression-based index")
        metadata.reflect(connection)
    empties = {str: "", int: 0, bool: False, datetime: datetime.now(UTC), date: clock.today()}

    def add(table, **values):
        asked = [column for column in metadata.tables[table].columns if not column.nullable]
        blank = {column.name: empties[column.type.python_type] for column in asked}
        connection.execute(metadata.tables[table].insert().values({**blank, **values}))

    return add


def test_going_down_takes_no_row_with_it(empty):
    commands.upgrade()
    with db.database().engine.begin() as connection:
        add = _adder(connection)
        add("account", id=1, kind="medimail", email="a@demo.fr")
        add("credential", account_id=1)
    commands.downgrade("0010")
    with db.database().engine.connect() as connection:
        assert connection.execute(text("SELECT account_id FROM credential")).scalars().all() == [1]


COUNTED = [table for table in tables.metadata.sorted_tables if table.autoincrement_column is not None]


@pytest.mark.one_database
def test_every_table_that_counts_by_itself_says_that_a_number_is_given_once(empty):
    commands.upgrade()
    with db.database().engine.connect() as connection:
        made = dict(connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all())
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    assert [table.name for table in COUNTED if "AUTOINCREMENT" not in made[table.name]] == []


def test_the_number_of_a_row_that_is_gone_is_given_to_no_other(empty):
    commands.upgrade("0015")
    with db.database().engine.begin() as connection:
        # Given by the table, so that a sequence counts it too.
        first = _next_team(connection)
    commands.upgrade()
    with db.database().engine.begin() as connection:
        second = _next_team(connection)
        connection.execute(text("DELETE FROM team WHERE id = :id"), {"id": second})
        assert (second, _next_team(connection)) == (first + 1, first + 2)


def _next_team(connection):
    folded = str(uuid4())
    values = {"folded": folded, "at": "2026-01-01 00:00:00"}
    added = "INSERT INTO team (finess_et, name, folded, created_at) VALUES ('', '', :folded, :at) RETURNING id"
    return connection.execute(text(added), values).scalar_one()


def test_going_down_and_up_again_leaves_the_rows_and_those_that_point_at_them(empty):
    commands.upgrade()
    with db.database().engine.begin() as connection:
        add = _adder(connection)
        add("account", id=7, kind="medimail", email="a@demo.fr")
        add("team", id=3, folded="a")
        add("profile", id=5, account_id=7, team_id=3)
    for move in (lambda: commands.downgrade("0015"), commands.upgrade):
        move()
        with db.database().engine.connect() as connection:
            assert connection.execute(text("SELECT id, account_id, team_id FROM profile")).all() == [(5, 7, 3)]
    with db.database().engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(text("DELETE FROM team"))
