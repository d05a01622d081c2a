"""Every place where messages may wait, each a real one; and an application that has slots and nothing else."""

import os
from collections.abc import Iterator

import pytest
from flask import Flask
from huey import Huey

from portal.jobs import storage
from tests.jobs import program

REDIS = os.environ.get("PORTAL_TEST_REDIS_URL")


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.postgres),
        # One server for all: of two tests at once, each would take the other's messages.
        pytest.param("redis", marks=[pytest.mark.redis, pytest.mark.xdist_group("redis")]),
    ]
)
def jobs_url(request, tmp_path) -> str:
    """Each place in turn, empty."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/file/taches.sqlite3"
    if request.param == "postgresql":
        if not os.environ.get("PORTAL_TEST_DATABASE_URL"):
            pytest.skip("PORTAL_TEST_DATABASE_URL is not set: PostgreSQL is not tested here")
        return request.getfixturevalue("postgres_url")
    if not REDIS:
        if os.environ.get("CI"):
            pytest.fail("PORTAL_TEST_REDIS_URL is not set, and CI tests every queue")
        pytest.skip("PORTAL_TEST_REDIS_URL is not set: Redis is not tested here")
    return REDIS


@pytest.fixture
def huey(jobs_url) -> Iterator[Huey]:
    """A queue, emptied before and after."""
    queue = storage.connect(jobs_url)
    queue.flush()
    yield queue
    queue.flush()
    program.close(queue)


@pytest.fixture
def bare(database_url) -> Iterator[Flask]:
    """An application with a database and no room, in its context."""
    app = program.make_app(database_url)
    with app.app_context():
        yield app
    app.extensions["portal_database"].engine.dispose()
