"""An application served for a real browser from this process, and the browser; journeys have the whole product."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server


@contextmanager
def served(make: Callable[[str], Flask]) -> Iterator[str]:
    """The address at which an application answers; `make` is given that address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = f"http://127.0.0.1:{port}"
    server = make_server("127.0.0.1", port, make(home), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield home
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """Debian's Chromium; the tests that want it are skipped where it is not installed."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed here")
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=path, args=["--no-sandbox", *flags])
        yield browser
        browser.close()
