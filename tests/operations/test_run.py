"""`portail run`: pages and background work start together, stop together, and leave nothing behind them."""

import http.client
import os
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from portal.operations.commands import environment
from tests.operations.process import Running, ask, free_port, running, wait_until

# What « within seconds » means, on a machine that does ten other things.
SOON = 10.0
NEVER = "portail_travail_de_fond_secondes +Inf"


@pytest.fixture
def run(sqlite_template, tmp_path, deployment) -> Iterator[Callable[..., tuple[Running, int]]]:
    """Starts `portail run` at a port of its own."""
    shutil.copy(sqlite_template, tmp_path / "portail.sqlite3")
    with ExitStack() as started:

        def start() -> tuple[Running, int]:
            port = free_port()
            words = ("run", "--bind", f"127.0.0.1:{port}", "--workers", "1")
            return started.enter_context(running(tmp_path, deployment, *words)), port

        yield start


@pytest.fixture
def both(run) -> tuple[Running, int]:
    """A portal whose pages answer and whose worker has made its first round."""
    portal, port = run()
    wait_until(lambda: _works(port), portal)
    return portal, port


def _works(port: int) -> bool:
    status, counts = ask(port, "/metriques")
    return status == 200 and NEVER not in counts


def _nothing_left(portal: Running) -> bool:
    end = time.monotonic() + SOON
    while portal.left() and time.monotonic() < end:
        time.sleep(0.05)
    return portal.left() == []


def test_it_stops_when_told_to_even_with_a_browser_that_stays(both):
    portal, port = both
    browser = http.client.HTTPConnection("127.0.0.1", port)
    browser.request("GET", "/connexion")
    browser.getresponse().read()
    portal.tell(signal.SIGTERM)
    assert portal.end(SOON) == 0
    assert portal.left() == []
    browser.close()


def test_it_stops_when_the_keyboard_interrupts_the_whole_group(both):
    portal, _ = both
    portal.tell_all(signal.SIGINT)
    assert portal.end(SOON) == 0
    assert portal.left() == []
    assert "Traceback" not in portal.text


def test_it_stops_when_its_terminal_closes_before_it_is_ready(run):
    portal, _ = run()
    wait_until(lambda: "Ctrl+C" in portal.text, portal)
    portal.tell_all(signal.SIGHUP)
    portal.end(SOON)
    assert portal.left() == []


@pytest.mark.parametrize("word", ["serve", "worker"])
def test_when_one_dies_the_other_is_stopped_and_the_end_is_a_failure(both, word):
    portal, _ = both
    _kill(portal.child(word))
    assert portal.end(SOON) != 0
    assert _nothing_left(portal)


def _kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)


def test_killed_without_a_word_it_leaves_neither_pages_nor_worker(both):
    portal, port = both
    portal.tell(signal.SIGKILL)
    portal.end(SOON)
    assert _nothing_left(portal)
    assert ask(port, "/sante") == (0, "")


@pytest.mark.parametrize(
    ("given", "meant"),
    [({}, "http://127.0.0.1:5100"), ({"PORTAL_BASE_URL": "https://portail.example"}, "https://portail.example")],
)
def test_the_links_of_mails_lead_to_the_port_that_was_chosen_unless_an_address_is_given(monkeypatch, given, meant):
    monkeypatch.delenv("PORTAL_BASE_URL", raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert environment("127.0.0.1:5100")["PORTAL_BASE_URL"] == meant


@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_port_that_is_taken_is_said_in_a_sentence(portail, command):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        ended = portail(command, "--bind", bind)
    assert ended.code == 1
    assert ended.err.count("\n") == 1
    assert bind in ended.err
    assert "déjà pris" in ended.err
