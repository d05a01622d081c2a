"""The worker's process: a few threads that wait for messages, until a signal; the task in hand is finished."""

import gc
import logging
import os
import select
import signal
import sqlite3
from time import monotonic
from typing import TYPE_CHECKING

from flask import Flask
from huey.consumer import Consumer

from portal.config import ConfigError

if TYPE_CHECKING:
    from portal.jobs.runner import Runner

THREADS = 4
# Seconds. A code leaves within POLL of its request (SQLite is polled; the others wake the worker by themselves).
POLL = 0.2
AFTER_ERROR = 5.0
LOOK_AROUND = 10
GRACE = 30


class Quiet(Consumer):
    """Huey's consumer without its signal handlers: SIGHUP would start the command line again, even in a child."""

    def _set_signal_handlers(self) -> None:
        """Those of `run` stay."""


UNREADABLE = "Error reading from queue"  # Huey's words


class Seldom(logging.Filter):
    """Says that the queue cannot be read once in ten seconds: each thread tries five times a second."""

    def __init__(self) -> None:
        """Say the first."""
        super().__init__()
        self._next = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this is said."""
        if record.msg != UNREADABLE:
            return True
        if monotonic() < self._next:
            return False
        self._next = monotonic() + LOOK_AROUND
        return True


def run(app: Flask) -> None:
    """Work until SIGTERM or SIGINT, then finish what is in hand, for at most 30 seconds.

    Raises:
        ConfigError: the file of the embedded queue cannot be opened; a server that is down is waited for.
    """
    runner: Runner = app.extensions["portal_runner"]
    polled = not runner.huey.storage.blocking
    if polled:
        _open(runner)
    logging.getLogger("huey.consumer.Worker").addFilter(Seldom())
    consumer = Quiet(
        runner.huey,
        workers=THREADS,
        initial_delay=POLL,
        backoff=1.0 if polled else 2.0,
        max_delay=POLL if polled else AFTER_ERROR,
        scheduler_interval=LOOK_AROUND,
        shutdown_timeout=GRACE,
    )
    told = _listen_to_signals()
    # What is loaded by now stays for ever: an import wakes the collector often, which need not walk through all of it.
    gc.collect()
    gc.freeze()
    consumer.start()
    while not select.select([told], [], [], LOOK_AROUND)[0]:
        consumer.check_worker_health()
    consumer.stop(graceful=True)


def _open(runner: "Runner") -> None:
    try:
        runner.huey.pending_count()
    except (OSError, sqlite3.Error):
        raise ConfigError(
            "PORTAL_JOBS_URL, ou PORTAL_DATA s’il n’est pas donné : le fichier des tâches ne peut pas s’ouvrir ; "
            "vérifiez son chemin et ses droits."
        ) from None


def _listen_to_signals() -> int:
    """A pipe that a signal makes readable, however many come: a terminal's, then the parent's.

    An exception raised by the handler would come at any moment, that of a thread's start included. The handler does not
    write either: one that arrives as `select` is being entered would run only when that has ended, seconds later.
    """
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: None)
    return told
