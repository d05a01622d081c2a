"""A demonstration, as `portail run` prepares it, and a browser that looks at it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal import clock, demo
from portal.accounts.hashing import Hasher
from portal.factory import create_app
from portal.mail import service as mail
from portal.schedule import note_given_up
from tests.databases import make_settings
from tests.pages.client import PageClient
from tests.standing import QUICK


@pytest.fixture
def letters(tmp_path) -> Path:
    """Where the messages go."""
    return tmp_path / "messagerie"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, sqlite_template) -> Callable[[], Path]:
    """The SQLite file of a demonstration as it is prepared, once a day."""
    folder, made = tmp_path_factory.mktemp("demonstration"), {}

    def of_today() -> Path:
        file = made[clock.today()] = made.get(clock.today()) or _prepare(folder, sqlite_template)
        return file

    return of_today


def _prepare(folder: Path, template: Path) -> Path:
    file = folder / f"{clock.today()}.sqlite3"
    shutil.copyfile(template, file)
    app = create_app(make_settings(folder, database_url=f"sqlite:///{file}", demo=True, smtp_url=f"file:{folder}"))
    app.extensions["portal_hasher"] = Hasher(QUICK)
    demo.prepare(app)
    app.extensions["portal_database"].engine.dispose()
    return file


@pytest.fixture
def demo_app(make_app, letters, backend, database_url, request) -> Flask:
    """A demonstration with its people; its context is closed, as between two requests."""
    if backend == "sqlite":
        shutil.copyfile(request.getfixturevalue("prepared")(), database_url.removeprefix("sqlite:///"))
    app = make_app(demo=True, smtp_url=f"file:{letters}")
    if backend != "sqlite":
        demo.prepare(app)
    return app


@pytest.fixture
def visitor(demo_app) -> PageClient:
    """A browser on the demonstration."""
    return PageClient(demo_app)


@pytest.fixture
def work(demo_app) -> Callable[[], None]:
    """What the worker does within a minute: the work that is due, then the messages that it wrote."""

    def minute() -> None:
        demo_app.extensions["portal_runner"].tick()
        with demo_app.app_context():
            mail.sweep(on_give_up=note_given_up)

    return minute
