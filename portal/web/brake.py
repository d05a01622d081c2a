"""A coarse brake by network, far above a whole hospital's use: the fine limits live in accounts.counters.

Requests are counted in this process, or in Redis for all of them. A Redis that is down must not close the portal: it
is left alone for a while, and this process counts meanwhile.
"""

import threading
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from flask import Flask, request
from werkzeug.exceptions import TooManyRequests

from portal.limits import Limit
from portal.web import origin
from portal.web.logs import log

if TYPE_CHECKING:
    from redis import Redis

Count: TypeAlias = Callable[[str], int]

# Seconds: what one request may wait for a Redis that does not answer, and for how long it is then left alone.
REPLY_TIMEOUT = 0.5
PAUSE = 10.0


class InMemory:
    """The counts of one process; those that have ended are forgotten once a window."""

    def __init__(self, limit: Limit) -> None:
        """Count in windows of this limit's length."""
        self._seconds = limit.window.total_seconds()
        self._counts: dict[str, tuple[int, float]] = {}
        self._tidy_at = 0.0
        self._lock = threading.Lock()

    def count(self, network: str) -> int:
        """Count a request; how many came from this network since its window opened."""
        now = monotonic()
        with self._lock:
            if now >= self._tidy_at:
                self._counts = {known: kept for known, kept in self._counts.items() if now < kept[1]}
                self._tidy_at = now + self._seconds
            events, ends = self._counts.get(network, (0, 0.0))
            if now >= ends:
                events, ends = 0, now + self._seconds
            self._counts[network] = events + 1, ends
        return events + 1


class InRedis:
    """The counts of every process of the portal, or of this one while Redis is down."""

    def __init__(self, url: str, limit: Limit) -> None:
        """Open nothing yet: the first request does."""
        self._redis = _client(url)
        self._seconds = int(limit.window.total_seconds())
        self._alone = InMemory(limit)
        self._down_until = 0.0

    def count(self, network: str) -> int:
        """Count a request; how many came from this network since its window opened."""
        if monotonic() >= self._down_until:
            try:
                return self._count(network)
            except Exception as error:  # noqa: BLE001 - the library raises its own errors and those of sockets
                self._down_until = monotonic() + PAUSE
                log.warning("brake_alone", error=type(error).__name__)
        return self._alone.count(network)

    def _count(self, network: str) -> int:
        key = f"portail:debit:{network}"
        with self._redis.pipeline() as both:
            both.set(key, 0, ex=self._seconds, nx=True)
            both.incr(key)
            return int(both.execute()[1])


def _client(url: str) -> "Redis":
    from redis import Redis  # noqa: PLC0415 - an optional dependency
    from redis.backoff import NoBackoff  # noqa: PLC0415 - the same
    from redis.retry import Retry  # noqa: PLC0415 - the same

    # By default redis tries again for seconds: each request would wait as long when the server is down.
    return Redis.from_url(
        url,
        socket_connect_timeout=REPLY_TIMEOUT,
        socket_timeout=REPLY_TIMEOUT,
        retry=Retry(NoBackoff(), 0),
    )


def init(app: Flask, url: str, limit: Limit) -> None:
    """Refuse the requests of a network beyond this limit; `url` is `memory:…` or `redis:…`."""
    count: Count = InMemory(limit).count if url.startswith("memory:") else InRedis(url, limit).count

    @app.before_request
    def slow_down() -> None:
        # A page brings twenty static files the first time, and none afterwards: they say nothing of its use.
        if request.endpoint != "static" and count(origin.network()) > limit.count:
            raise TooManyRequests(retry_after=int(limit.window.total_seconds()))
