"""Journeys: a real browser on the real product, both started once; each test begins a demonstration from nothing.

Each process of pytest-xdist has a portal and a browser of its own; a file stays in one (`--dist loadgroup`), but the
longest, which is dealt out by rooms.
"""

import os
import shutil
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import APIRequestContext, Browser, Playwright, expect, sync_playwright

from tests.journeys import portal_process
from tests.journeys.crowd import Crowd
from tests.journeys.letters import Letters
from tests.journeys.portal_process import RunningPortal
from tests.journeys.visitor import PATIENCE, Manner, Visitor

HERE = Path(__file__).parent
TOKEN = 'name="csrf_token" value="'
# Seconds. On a machine that does much else, the word that a message waits may be lost: the sweep of each minute
# finds it.
SWEPT = 90


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(f"browser-{_group(item)}"))


def _group(item: pytest.Item) -> str:
    """The tests that share people stay together: those of a file or, of the table of pages, those of some rooms."""
    room = str(getattr(item, "callspec", None) and item.callspec.params.get("name", "")).partition(".")[0]
    return (
        f"{item.path.stem}-{zlib.crc32(room.encode()) % 4}" if item.path.stem == "test_every_page" else item.path.stem
    )


def _needs(name: str, found: bool) -> None:
    """What is missing is a failure in continuous integration, a visible skip elsewhere."""
    if not found and os.environ.get("CI"):
        pytest.fail(f"{name} is missing, and CI runs the journeys")
    if not found:
        pytest.skip(f"{name} is missing: the journeys are not run here")


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """The running product; at the end it stops cleanly, and its log complains of nothing."""
    _needs(str(portal_process.COMMAND), portal_process.COMMAND.exists())
    running = portal_process.start(tmp_path_factory.mktemp("demonstration"))
    yield running
    running.stop()
    assert running.complaints() == []


# A package's, not a session's: one thread bears one Playwright, and other tests have theirs.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """The driver of the browser."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    path = shutil.which("chromium")
    _needs("chromium", path is not None)
    expect.set_options(timeout=PATIENCE)
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def demo(portal: RunningPortal, playwright: Playwright) -> RunningPortal:
    """A demonstration as at its first start: nobody has done anything, no message waits."""
    begin_again(portal, playwright)
    return portal


def begin_again(portal: RunningPortal, playwright: Playwright) -> None:
    """Press « Recommencer la démonstration », once what the test before asked for has been sent."""
    http = playwright.request.new_context(base_url=portal.url)
    wait_until_sent(http)
    token = http.get("/connexion").text().partition(TOKEN)[2].partition('"')[0]
    answer = http.post("/demo/recommencer", form={"csrf_token": token}, max_redirects=0)
    assert answer.status == 303, answer.text()
    http.dispose()


def wait_until_sent(http: APIRequestContext) -> None:
    """Wait until the worker has sent all that waits, as the metrics tell."""
    end = time.monotonic() + SWEPT
    while "portail_courriels_en_attente 0.0" not in http.get("/metriques").text():
        assert time.monotonic() < end, "messages wait, and the worker does not send them"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def crowd(portal: RunningPortal, playwright: Playwright, chromium: Browser) -> Iterator[Crowd]:
    """People who are already somewhere, for all the tests of a file, in a demonstration begun for them."""
    begin_again(portal, playwright)
    came: list[Visitor] = []

    def come(**options: Any) -> Visitor:
        came.append(Visitor(chromium, portal.url, **options))
        came[-1].trouble.meant |= {404, 405}
        return came[-1]

    yield Crowd(come, Letters(portal.letters))
    for visitor in came:
        visitor.leave()


@pytest.fixture
def letters(demo: RunningPortal) -> Letters:
    """The messages sent since the demonstration began."""
    return Letters(demo.letters)


@pytest.fixture
def new_visitor(demo: RunningPortal, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """People at browsers of their own: `new_visitor(Manner.KEYBOARD, …)`; each must leave without trouble."""
    came: list[Visitor] = []

    def come(manner: Manner = Manner.POINTER, **options: Any) -> Visitor:
        came.append(Visitor(chromium, demo.url, manner, **options))
        return came[-1]

    yield come
    for visitor in came:
        visitor.leave()


@pytest.fixture
def visitor(new_visitor: Callable[..., Visitor]) -> Visitor:
    """Somebody with a pointer."""
    return new_visitor()


@pytest.fixture(params=list(Manner))
def anybody(request: pytest.FixtureRequest, new_visitor: Callable[..., Visitor]) -> Visitor:
    """Somebody with a pointer, then by keyboard alone, then without scripts: the same journey for all."""
    return new_visitor(request.param)


@pytest.fixture(params=[Manner.KEYBOARD, Manner.SCRIPTLESS])
def handless(request: pytest.FixtureRequest, new_visitor: Callable[..., Visitor]) -> Visitor:
    """The two who have the least, for journeys that others make with a pointer."""
    return new_visitor(request.param)


@pytest.fixture
def ask(portal: RunningPortal, playwright: Playwright) -> Iterator[APIRequestContext]:
    """A program that fetches addresses and runs nothing."""
    http = playwright.request.new_context(base_url=portal.url)
    yield http
    http.dispose()


@pytest.fixture
def all_sent(ask: APIRequestContext) -> Callable[[], None]:
    """Wait until no message waits any more: what has not come then, never will."""
    return lambda: wait_until_sent(ask)
