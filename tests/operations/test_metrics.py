"""What is counted, whom it is shown to, and what a base that hangs does to those who ask."""

import socket
from collections.abc import Callable
from datetime import timedelta
from math import inf
from pathlib import Path
from time import monotonic

import pytest

from portal import clock, db
from portal.db import transaction
from portal.environ import networks
from portal.factory import create_app
from portal.jobs import store as jobs
from portal.mail import outbox
from portal.mail.rules import Mail
from tests.databases import make_settings
from tests.pages.client import PageClient

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("came_by", "status"),
    [("192.0.2.9", 404), ("10.1.2.3", 200), ("10.1.2.3, 192.0.2.9", 404), ("192.0.2.9, 10.1.2.3", 200)],
)
def test_behind_a_declared_proxy_the_address_that_it_saw_decides(make_app, came_by, status):
    app = make_app(trusted_proxies=networks("127.0.0.1"), metrics_networks=networks("10.0.0.0/8"))
    watcher = PageClient(app)
    watcher.environ = {"REMOTE_ADDR": "127.0.0.1"}
    assert watcher.send("GET", "/metriques", headers={"X-Forwarded-For": came_by}).status_code == status


@pytest.fixture
def counts(client) -> Callable[[], dict[str, float]]:
    """Reads the counts."""
    client.environ = {"REMOTE_ADDR": "127.0.0.1"}

    def read() -> dict[str, float]:
        lines = client.send("GET", "/metriques").text.splitlines()
        pairs = (line.split() for line in lines if not line.startswith("#"))
        return {name.removeprefix("portail_"): float(value) for name, value in pairs}

    return read


def test_a_mail_that_waits_is_counted_with_its_age(app, counts, later):
    with transaction() as session:
        outbox.add(session, Mail("marie@chu-demo.mssante.fr", "Votre code", "signin/code", {}))
    later(minutes=5)
    found = counts()
    assert found["courriels_en_attente"] == 1
    assert found["courriel_plus_ancien_secondes"] == pytest.approx(300, abs=5)


def test_people_who_are_blocked_are_counted(build, counts):
    build.physician(blocked_at=clock.now())
    build.physician()
    assert counts()["comptes_bloques"] == 1


def test_a_worker_that_was_never_seen_is_infinitely_late(counts):
    assert counts()["travail_de_fond_secondes"] == inf


def test_a_worker_that_stops_is_seen_by_its_silence(app, counts, later):
    now = clock.now()
    jobs.take("mail.sweep", now, timedelta(minutes=5), now)
    jobs.finish("mail.sweep", now, now)
    later(minutes=10)
    assert counts()["travail_de_fond_secondes"] == pytest.approx(600, abs=5)


def test_every_count_is_explained_to_those_who_watch(counts):
    page = (ROOT / "docs" / "deploiement.md").read_text(encoding="utf-8")
    assert [name for name in counts() if f"`portail_{name}`" not in page] == []


def test_a_base_that_takes_the_call_and_says_nothing_does_not_hold_the_probe(tmp_path, monkeypatch):
    monkeypatch.setattr(db, "CONNECT_TIMEOUT", 2)  # PostgreSQL's own least
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://portail@127.0.0.1:{silent.getsockname()[1]}/portail"
        app = create_app(make_settings(tmp_path, database_url=url))
        start = monotonic()
        assert PageClient(app).send("GET", "/sante/pret").status_code == 503
    assert monotonic() - start < 5
