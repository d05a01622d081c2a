"""One application a database and a test process: made once, lent to test after test, put back as it was in between.

Making it, compiling its templates and its statements took a third of the suite. A test that adds to it (routes,
blueprints, templates) or listens to its engine asks for one of its own, by the marker `own_app`; Flask itself refuses a
route to whoever forgets.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import event

from portal import schedule
from portal.accounts.hashing import Cost, Hasher
from portal.config import Settings
from portal.factory import create_app
from portal.web import logs
from portal.web.brake import InMemory

# The real cost of a hash is measured elsewhere; here only the answers matter.
QUICK = Cost(memory_kib=8, passes=1, lanes=1)


def make_quick(app: Flask, templates: BytecodeCache) -> None:
    """Spare this application what a test does not look at."""
    app.extensions["portal_hasher"] = Hasher(QUICK)
    app.jinja_env.bytecode_cache = templates


def _tables(app: Flask) -> list[dict[str, Any]]:
    """What a test may change of an application, and that is put back."""
    return [app.extensions, app.config, app.jinja_env.globals]


class Standing:
    """The applications of this test process."""

    def __init__(self, templates: BytecodeCache) -> None:
        """Make none yet."""
        self._templates = templates
        self._apps: dict[str, Flask] = {}
        self._file = ""

    @contextmanager
    def lend(self, settings: Settings) -> Iterator[Flask]:
        """The application of this database, with these settings: only the folder of its data may differ each time."""
        sqlite = settings.database_url.startswith("sqlite")
        # A file for each test: what a thread or a stream has left open must not reach the next one's.
        self._file = settings.database_url.removeprefix("sqlite:///")
        app = self._apps.get("sqlite" if sqlite else settings.database_url) or self._make(settings)
        before, loader = [dict(table) for table in _tables(app)], app.jinja_env.loader
        database = app.extensions["portal_database"]
        runner = schedule.runner(app, settings)
        database.on_nudge = runner.send
        searches = InMemory(settings.limit_searches)
        app.extensions |= {"portal_settings": settings, "portal_runner": runner, "portal_searches": searches}
        logs.configure(settings.log_level)
        yield app
        for table, kept in zip(_tables(app), before, strict=True):
            table.clear()
            table.update(kept)
        app.jinja_env.loader = loader
        if sqlite:
            database.engine.dispose()

    def _make(self, settings: Settings) -> Flask:
        app = create_app(settings)
        if settings.database_url.startswith("sqlite"):
            event.listen(app.extensions["portal_database"].engine, "do_connect", self._open_its_file)
            self._apps["sqlite"] = app
        else:
            self._apps[settings.database_url] = app
        make_quick(app, self._templates)
        # From here on Flask refuses whatever would be added, to this test as to those after it.
        app._got_first_request = True
        return app

    def _open_its_file(self, _dialect: object, _record: object, arguments: list[str], _options: object) -> None:
        arguments[0] = self._file

    def close(self) -> None:
        """Close their databases."""
        for app in self._apps.values():
            app.extensions["portal_database"].engine.dispose()
