"""A journal written before rows could forget people is proved, then chained anew with all that it said."""

import hashlib
import hmac
import json
import os

import pytest
from sqlalchemy import create_engine, text

from portal import db
from portal.audit.chain import GENESIS, Sound
from portal.config import ConfigError
from portal.db import database
from portal.factory import create_app
from portal.migrations import commands
from portal.registers.models import Edition  # noqa: F401 - every table must be known before a migration
from tests.audit.tampering import check, rows_if_sound, write
from tests.databases import POSTGRES, SECRET, make_settings

BEFORE = "0003"
KEY = hmac.digest(SECRET.encode(), b"portail:audit", hashlib.sha256)
NAME = hmac.digest(KEY, b"name", hashlib.sha256).hex()[:8]
# More than one batch, so that the chain crosses from one to the next.
COUNT = 1203
SAID = "id, at, event, actor_id, subject_id, address, request_id, before, after"


@pytest.fixture
def old(backend, tmp_path):
    """An application whose database is still at the former version."""
    name = f"portail_ancien_{os.getpid()}"
    if backend == "sqlite":
        url = f"sqlite:///{tmp_path}/ancien.sqlite3"
    else:
        url = POSTGRES.rpartition("/")[0] + f"/{name}"
        _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    app = create_app(make_settings(tmp_path, database_url=url))
    with app.app_context():
        commands.upgrade(BEFORE)
        yield app
        db.database().engine.dispose()
    if backend == "postgresql":
        _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(*statements):
    admin = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    admin.dispose()


def write_as_before(count):
    """So many rows, chained and sealed as they were then."""
    link, rows = GENESIS, []
    for number in range(1, count + 1):
        said = ["connexion", 9, number, "192.0.2.7", "0123456789abcdef", None, '{"niveau":"complet"}']
        instant = "2026-11-21T12:00:00.000000+00:00"
        previous, link = link, _digest(b"portail:journal:1\n", [link, instant, *said])
        rows.append([number, *said, previous, NAME, _seal("row\n" + link)])
    columns = ("id", "event", "actor", "subject", "address", "request", "before", "after", "previous", "key", "digest")
    places = ", ".join(f":{column}" for column in columns[1:])
    insert = f"INSERT INTO journal ({SAID}, previous, key, digest) VALUES (:id, '2026-11-21 12:00:00+00', {places})"  # noqa: S608 - our columns
    if database().engine.dialect.name == "sqlite":
        insert = insert.replace("12:00:00+00", "12:00:00.000000")
    _run(insert, [dict(zip(columns, row, strict=True)) for row in rows])
    head = {"rows": count, "link": link, "key": NAME, "seal": _seal(f"head\n{count}\n{link}")}
    _run("INSERT INTO journal_head (id, rows, link, key, seal) VALUES (1, :rows, :link, :key, :seal)", head)


def _digest(prefix, values):
    return hashlib.sha256(prefix + json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _seal(said):
    return hmac.digest(KEY, said.encode(), hashlib.sha256).hex()


def _run(statement, values=None):
    with database().engine.begin() as connection:
        connection.execute(text(statement), values)


def _said():
    with database().engine.connect() as connection:
        return connection.execute(text(f"SELECT {SAID} FROM journal ORDER BY id")).all()  # noqa: S608 - our columns


def test_a_former_journal_says_the_same_and_is_sound(old):
    write_as_before(COUNT)
    said = _said()
    commands.upgrade()
    assert _said() == said
    assert rows_if_sound() == COUNT


def test_it_goes_on_from_there(old):
    write_as_before(3)
    commands.upgrade()
    write(2)
    assert rows_if_sound() == 5


def test_an_empty_journal_is_upgraded_too(old):
    commands.upgrade()
    assert rows_if_sound() == 0


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE journal SET subject_id = 4242 WHERE id = 2",
        "DELETE FROM journal WHERE id = 2",
        "DELETE FROM journal WHERE id = 3",
        "UPDATE journal_head SET seal = link",
        "DELETE FROM journal_head",
        "UPDATE journal_head SET key = '00000000'",
    ],
)
def test_a_journal_that_was_tampered_with_is_not_sealed_anew(old, tampering):
    write_as_before(3)
    _behind_the_triggers(tampering)
    with pytest.raises(ConfigError, match="Le journal n’est pas intact"):
        commands.upgrade()
    with database().engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == BEFORE


def _behind_the_triggers(statement):
    with database().engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(statement))


def test_down_and_up_again_it_says_the_same(old):
    write_as_before(5)
    said = _said()
    commands.upgrade()
    commands.downgrade(BEFORE)
    assert _said() == said
    commands.upgrade()
    assert isinstance(check(), Sound)
    assert _said() == said
