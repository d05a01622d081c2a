"""Many requests at once, each in a thread and a context of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

BASE = "http://127.0.0.1:5000"
COOKIES = ("session", "navigateur")


def at_once(jobs: Sequence[Callable[[], Any]], threads: int = 10) -> list[Any]:
    """Do all of these, as many at a time as there are threads; their results, in order."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda job: Context().run(job), jobs))


def cookies_of(client: Any) -> dict[str, str]:
    """The cookies of a browser, to lend to others."""
    found = {name: client.http.get_cookie(name, domain="127.0.0.1") for name in COOKIES}
    return {name: cookie.value for name, cookie in found.items() if cookie}


def post(
    app: Flask, path: str, data: dict[str, str], cookies: dict[str, str], address: str = "198.51.100.1"
) -> TestResponse:
    """One POST from a browser that holds these cookies, nothing followed."""
    http = app.test_client()
    for name, value in cookies.items():
        http.set_cookie(name, value, domain="127.0.0.1")
    return http.post(path, data=data, base_url=BASE, environ_overrides={"REMOTE_ADDR": address})
