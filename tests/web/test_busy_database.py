"""A database that is there but busy (a lock, a deadlock, two changes of one row): a page that says to try again."""

import contextlib
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, text

from portal.accounts import counters
from portal.accounts.counters import Scope, Tally
from portal.config import settings
from portal.db import database
from tests.attacks.crowd import cookies_of, post
from tests.pages.signin import sign_in, try_password

WRONG = "mauvais mot de passe"
ADDRESS = "198.51.100.1"
pytestmark = pytest.mark.own_app  # whose connections are told to wait less

on_sqlite = pytest.mark.one_database
on_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


def _for_each_connection(engine, statement):
    """Say this to the database at the beginning of every connection."""

    @event.listens_for(engine, "connect")
    def tell(connection, _record):
        connection.execute(statement)
        connection.commit()

    engine.dispose()


def _asks_to_try_again(answer):
    return (answer.status_code, "Recommencez dans une minute" in answer.text, answer.headers["Retry-After"]) == (
        503,
        True,
        "30",
    )


# SQLite: somebody else writes for longer than anybody waits


@pytest.fixture
def locked(app, build, client):
    """A person before the sign-in page of a portal whose file somebody else is writing, and that somebody."""
    person = build.physician()
    client.open("/connexion")
    _for_each_connection(database().engine, "PRAGMA busy_timeout = 50")
    with contextlib.closing(sqlite3.connect(database().engine.url.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield person, other


@on_sqlite
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_a_locked_file_is_told(locked, client, headers):
    data = {"csrf_token": client.token, "identifiant": locked[0].rpps, "mot_de_passe": WRONG}
    answer = client.send("POST", "/connexion", data=data, headers=headers)
    assert _asks_to_try_again(answer)
    assert ("<html" in answer.text) is not bool(headers)


@on_sqlite
def test_a_locked_file_can_still_be_read(locked, client):
    assert client.open("/connexion").status == 200


@on_sqlite
def test_once_the_file_is_free_the_same_person_enters(locked, client, mailbox):
    person, other = locked
    assert try_password(client, person.rpps).status == 503
    other.execute("ROLLBACK")
    sign_in(client, mailbox, person.rpps, person.mssante)
    assert client.heading == "Bonjour Camille Durand"


# PostgreSQL: two who wait for each other, two who change one row.
# The pool is left last: what it waits for is held by the connection, which must be gone before.


@pytest.fixture
def asked(app, build, client):
    """A way to send a wrong password, and the keys of the two rows that it counts in, in their order."""
    person = build.physician()
    data = {"csrf_token": client.open("/connexion").token, "identifiant": person.rpps, "mot_de_passe": WRONG}
    held = cookies_of(client)
    post(app, "/connexion", data, held, ADDRESS)  # from now on both rows are there
    who = f"{counters.subject(person.id)} {ADDRESS}/32"
    rows = [(Scope.ACCOUNT_ORIGIN, who), (Scope.NETWORK, f"{ADDRESS}/32")]
    keys = sorted(Tally(scope, name, settings().limit_network).key for scope, name in rows)
    return lambda: post(app, "/connexion", data, held, ADDRESS), keys


def _lock(connection, key):
    query = text("SELECT events FROM counter WHERE key = :key FOR UPDATE")
    assert connection.execute(query, {"key": key}).one()


def _wait_for_a_waiter():
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    end = time.monotonic() + 10
    with database().engine.connect() as watch:
        while not watch.execute(query).scalar_one():
            watch.rollback()  # within one transaction the server shows the same instant for ever
            assert time.monotonic() < end, "nobody waits"
            time.sleep(0.01)


@on_postgresql
def test_a_deadlock_is_told_and_leaves_nothing_behind(asked):
    ask, (first, second) = asked
    # Looked for once, so long after one began to wait: time enough for the other to wait too, however busy the machine.
    _for_each_connection(database().engine, "SET deadlock_timeout = '3s'")
    with ThreadPoolExecutor(1) as pool, database().engine.connect() as other:
        # The other one never looks: it is the portal that is told.
        other.execute(text("SET LOCAL deadlock_timeout = '60s'"))
        _lock(other, second)
        waiting = pool.submit(ask)
        _wait_for_a_waiter()
        _lock(other, first)
        answer = waiting.result(20)
        counted = other.execute(text("SELECT events FROM counter WHERE key = :key"), {"key": first}).scalar_one()
    assert _asks_to_try_again(answer)
    assert counted == 1


@on_postgresql
def test_two_changes_that_cannot_be_put_in_order_are_told(asked):
    ask, (first, _) = asked
    _for_each_connection(
        database().engine, "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ"
    )
    with ThreadPoolExecutor(1) as pool, database().engine.connect() as other:
        other.execute(text("UPDATE counter SET events = events WHERE key = :key"), {"key": first})
        waiting = pool.submit(ask)
        _wait_for_a_waiter()
        other.commit()
        answer = waiting.result(20)
    assert _asks_to_try_again(answer)
    assert ask().status_code == 422
