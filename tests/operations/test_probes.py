"""Who watches the portal learns whether it lives, whether it can serve, and the counts: they, and nobody else."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.databases import POSTGRES, SECRET
from tests.operations.process import Running, ask, free_port, running, wait_until

ROOT = Path(__file__).parents[2]
# Both portals are started once: all these tests run in one process of pytest-xdist.
pytestmark = pytest.mark.xdist_group("operations")


class Site:
    """A portal that serves, and where its base is."""

    def __init__(self, started: Running, port: int, url: str) -> None:
        self.started, self.port, self.url = started, port, url

    def ask(self, path: str, **how: str) -> tuple[int, str]:
        return ask(self.port, path, **how)


@pytest.fixture(scope="module")
def serve(tmp_path_factory) -> Callable[..., object]:
    """Starts `portail serve`, and waits until it answers."""

    def start(url: str, **settings: str) -> object:
        folder, port = tmp_path_factory.mktemp("service"), free_port()
        environment = {
            "PORTAL_SECRET_KEY": SECRET,
            "PORTAL_DATA": str(folder),
            "PORTAL_DATABASE_URL": url,
            "PORTAL_SMTP_URL": "smtp://127.0.0.1:1",
            "PORTAL_MAIL_FROM": "portail@hopital.example",
            **settings,
        }
        return running(folder, environment, "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1"), port

    return start


@pytest.fixture(scope="module")
def site(serve, sqlite_template, tmp_path_factory) -> Iterator[Site]:
    """One portal for all these tests, watched from 127.0.0.1 alone."""
    file = tmp_path_factory.mktemp("base") / "portail.sqlite3"
    shutil.copy(sqlite_template, file)
    starting, port = serve(f"sqlite:///{file}", PORTAL_METRICS_NETWORKS="127.0.0.1/32")
    with starting as started:
        wait_until(lambda: ask(port, "/sante")[0], started)
        yield Site(started, port, str(file))


def test_the_process_says_that_it_lives(site):
    assert site.ask("/sante") == (200, '{"statut":"ok"}\n')


def test_it_says_that_it_can_serve(site):
    assert site.ask("/sante/pret") == (200, '{"statut":"ok"}\n')


@pytest.fixture
def older(site) -> Iterator[None]:
    """The base of the version before."""
    with closing(sqlite3.connect(site.url, isolation_level=None)) as base:
        ((revision,),) = base.execute("SELECT version_num FROM alembic_version").fetchall()
        base.execute("UPDATE alembic_version SET version_num = '0000'")
        yield
        base.execute("UPDATE alembic_version SET version_num = ?", (revision,))


def test_it_cannot_serve_as_long_as_the_base_is_of_another_version(site, older):
    status, said = site.ask("/sante/pret")
    assert status == 503
    assert "mettre" in said


def test_it_lives_whatever_the_version_of_the_base(site, older):
    assert site.ask("/sante")[0] == 200


@pytest.mark.parametrize("path", ["/sante", "/sante/pret", "/metriques"])
def test_probes_may_name_the_machine_instead_of_the_portal(site, path):
    assert site.ask(path, Host="10.244.3.17:8000")[0] == 200


def test_no_other_page_may(site):
    assert site.ask("/connexion", Host="10.244.3.17:8000")[0] == 400


def test_the_counts_are_shown_to_those_who_watch(site):
    status, said = site.ask("/metriques")
    assert status == 200
    assert "portail_courriels_en_attente 0.0\n" in said


def test_the_counts_are_hidden_from_everybody_else(site):
    assert site.ask("/metriques", source="127.0.0.9")[0] == 404


@pytest.mark.parametrize("name", ["X_Forwarded_For", "x_forwarded_for"])
def test_the_counts_are_hidden_behind_a_proxy_that_nobody_declared(site, name):
    assert site.ask("/metriques", **{name: "127.0.0.1"})[0] == 404


@pytest.fixture(scope="module")
def postgres(serve) -> Iterator[Site]:
    """A portal on a PostgreSQL base that was never made."""
    if not POSTGRES:
        pytest.skip("PORTAL_TEST_DATABASE_URL is not set: PostgreSQL is not tested here")
    name = f"portail_sondes_{os.getpid()}"
    command(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    url = POSTGRES.rpartition("/")[0] + f"/{name}"
    starting, port = serve(url)
    with starting as started:
        wait_until(lambda: ask(port, "/sante")[0], started)
        yield Site(started, port, url)
    command(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def command(*statements: str) -> None:
    """Act on the PostgreSQL server itself."""
    engine = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.postgres
def test_a_base_is_made_then_lost_while_the_portal_runs(postgres, portail):
    assert [postgres.ask(path)[0] for path in ("/sante", "/sante/pret", "/metriques")] == [200, 503, 503]
    assert portail("db", "upgrade", PORTAL_DATABASE_URL=postgres.url).code == 0
    assert [postgres.ask(path)[0] for path in ("/sante", "/sante/pret", "/metriques")] == [200, 200, 200]
    command(f'DROP DATABASE "{postgres.url.rpartition("/")[2]}" WITH (FORCE)')
    assert [postgres.ask(path)[0] for path in ("/sante", "/sante/pret", "/metriques")] == [200, 503, 503]
    assert "Traceback" not in postgres.started.text
