"""A demonstration, as `portail run` prepares it, and a browser that looks at it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal import demo
from portal.mail import service as mail
from portal.schedule import note_given_up
from tests.pages.client import PageClient


@pytest.fixture
def letters(tmp_path) -> Path:
    """Where the messages go."""
    return tmp_path / "messagerie"


@pytest.fixture
def demo_app(make_app, letters) -> Flask:
    """A demonstration with its people; its context is closed, as between two requests."""
    app = make_app(demo=True, smtp_url=f"file:{letters}")
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
