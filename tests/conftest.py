"""What every test may ask for: an application on a real database, a browser-like client, a real SMTP server."""

import gc
import os
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from hypothesis import settings as hypothesis_settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from werkzeug.routing import Rule

from portal import clock, db
from portal.factory import create_app
from tests.builders import Builder
from tests.databases import POSTGRES, broom, make_settings, migrate, on_postgres
from tests.mailbox import Mailbox, Sink
from tests.pages.client import PageClient
from tests.standing import Standing, make_quick

hypothesis_settings.register_profile("portal", deadline=None)
hypothesis_settings.load_profile("portal")


# Files of tests need not outlive a power cut: where there is room, they are in memory.
MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own there


def _is_roomy(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2 * 1024**3


def pytest_configure(config):
    # Under nohup, the processes that the tests start would rightly outlive a terminal that closes.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    if not os.environ.keys() & {"PYTEST_DEBUG_TEMPROOT", "TMPDIR"} and _is_roomy(MEMORY):
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY)
    if os.environ.get("CI") and not POSTGRES:
        raise pytest.UsageError("PORTAL_TEST_DATABASE_URL is not set, and CI tests both databases")


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc):
    if "backend" in metafunc.fixturenames and metafunc.definition.get_closest_marker("one_database"):
        metafunc.definition.add_marker(pytest.mark.parametrize("backend", ["sqlite"], indirect=True))


def pytest_collection_finish():
    # What is here now stays to the end: to look through it again and again for what is no longer used takes a tenth.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.fixture(autouse=True)
def _clock_in_place() -> Iterator[None]:
    yield
    clock.shift(timedelta())


@pytest.fixture(scope="session")
def smtp() -> Iterator[Controller]:
    """A real SMTP server on loopback."""
    controller = Controller(Sink(), hostname="127.0.0.1", port=_free_port())
    controller.start()
    yield controller
    controller.stop()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def backend(request) -> str:
    """Each database in turn."""
    if request.param == "postgresql" and not POSTGRES:
        pytest.skip("PORTAL_TEST_DATABASE_URL is not set: PostgreSQL is not tested here")
    return request.param


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory) -> Path:
    """A migrated, empty SQLite file, copied for each test."""
    path = tmp_path_factory.mktemp("modele") / "vide.sqlite3"
    migrate(f"sqlite:///{path}", path.parent)
    return path


@pytest.fixture(scope="session")
def postgres_url(worker_id, tmp_path_factory) -> Iterator[str]:
    """A migrated PostgreSQL database of this test process alone."""
    with on_postgres(f"portail_test_{os.getpid()}_{worker_id}", tmp_path_factory.mktemp("migration")) as url:
        yield url


@pytest.fixture(scope="session")
def _emptied(postgres_url) -> Iterator[Callable[[], None]]:
    with broom(postgres_url) as emptied:
        yield emptied


@pytest.fixture
def database_url(backend, request, tmp_path) -> Iterator[str]:
    """A migrated, empty database."""
    if backend == "sqlite":
        file = tmp_path / "portail.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    emptied = request.getfixturevalue("_emptied")
    yield request.getfixturevalue("postgres_url")
    emptied()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory) -> FileSystemBytecodeCache:
    """Templates compiled once for all the applications of the tests."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("gabarits")))


@pytest.fixture(scope="session", autouse=True)
def _compiled_routes() -> Iterator[None]:
    """Routes compiled once for all the applications of the tests: a hundred take 30 ms, a third of most tests."""
    compile_builder, made = Rule._compile_builder, {}

    def once(rule, append_unknown=True):
        # What is compiled takes the rule as an argument, and depends on nothing else of it.
        key = rule.rule, tuple(rule._trace), tuple((rule.defaults or {}).items()), append_unknown
        if key not in made:
            made[key] = compile_builder(rule, append_unknown)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture
def make_app(database_url, smtp, tmp_path, compiled_templates) -> Iterator[Callable[..., Flask]]:
    """An application with some settings of its own."""
    made: list[Flask] = []

    def make(**overrides: object) -> Flask:
        url = f"smtp://127.0.0.1:{smtp.port}"
        settings = make_settings(tmp_path, **{"database_url": database_url, "smtp_url": url, **overrides})
        app = create_app(settings)
        make_quick(app, compiled_templates)
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["portal_database"].engine.dispose()


@pytest.fixture(scope="session")
def standing(compiled_templates) -> Iterator[Standing]:
    """The applications that serve test after test."""
    found = Standing(compiled_templates)
    yield found
    found.close()


@pytest.fixture
def app(request, database_url, smtp, tmp_path) -> Iterator[Flask]:
    """The application, in its context: as new, but made once (CONTRIBUTING.md), unless the test is to alter it."""
    if request.node.get_closest_marker("own_app"):
        app = request.getfixturevalue("make_app")()
        with app.app_context():
            yield app
        return
    url = f"smtp://127.0.0.1:{smtp.port}"
    settings = make_settings(tmp_path, database_url=database_url, smtp_url=url)
    with request.getfixturevalue("standing").lend(settings) as app, app.app_context():
        yield app


@pytest.fixture
def build(app) -> Builder:
    """Makes people in a given state."""
    return Builder()


@pytest.fixture
def mailbox(app, smtp) -> Mailbox:
    """What the SMTP server has received, after the worker's round."""
    smtp.handler.messages.clear()
    return Mailbox(smtp.handler)


@pytest.fixture
def client(app) -> PageClient:
    """One browser."""
    return PageClient(app)


@pytest.fixture
def new_client(app) -> Callable[..., PageClient]:
    """Further browsers, from addresses of their own."""
    return lambda **kwargs: PageClient(app, **kwargs)


@pytest.fixture
def configure(app) -> Callable[..., None]:
    """Change settings of the running application."""

    def change(**overrides: object) -> None:
        app.extensions["portal_settings"] = replace(app.extensions["portal_settings"], **overrides)

    return change


@pytest.fixture
def later() -> Callable[..., None]:
    """Move the clock forward: `later(minutes=11)`."""
    moved = timedelta()

    def move(**by: float) -> None:
        nonlocal moved
        moved += timedelta(**by)
        clock.shift(moved)

    return move


@pytest.fixture
def counted(app):
    """The statements sent since it was last cleared; opening and closing a transaction is none."""
    sent = []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT")):
            sent.append(statement)

    engine = db.database().engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)
