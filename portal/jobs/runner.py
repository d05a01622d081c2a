"""One Huey task for everything: it carries a name and a number; and one tick a minute for what comes round.

Huey loses the message of a worker that is killed: each task finds its work in tables, and a slot sweeps them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

import structlog
from flask import Flask
from huey import Huey, crontab

from portal import clock
from portal.jobs import store
from portal.jobs.rules import Rhythm, current

log = structlog.get_logger("portal")

# Seconds during which a broker that has just failed is left alone, so that each request does not wait for it.
PAUSE = 10.0


@dataclass(frozen=True)
class Slot:
    """Work that comes round: `run` must bear being run again, and finish well within `patience`.

    Args:
        name: the key of its slots; to rename a job is to run it once more.
        every: the length of a slot, or the hour of the day in Paris.
        run: what to do.
        patience: how long a run that does not finish is believed alive.
    """

    name: str
    every: Rhythm
    run: Callable[[], object]
    patience: timedelta = timedelta(hours=1)


class Runner:
    """Sends tasks to the worker, and runs them there, in the application's context."""

    def __init__(
        self, app: Flask, huey: Huey, tasks: Mapping[str, Callable[[int], object]], slots: Sequence[Slot]
    ) -> None:
        """Declare the two Huey tasks."""
        self.huey = huey
        self._app = app
        self._tasks = tasks
        self._slots = slots
        self._down_until = 0.0
        self._enqueue = huey.task(name="task")(self.run)
        # Ahead of the tasks that wait, where the storage knows of priorities.
        first = 1 if huey.storage.priority else None
        huey.periodic_task(crontab(), name="tick", priority=first)(self.tick)

    def send(self, name: str, argument: int) -> None:
        """Tell the worker; never raises: what it is about is committed, and the sweep finds it if this is lost."""
        if monotonic() < self._down_until:
            return
        try:
            self._enqueue(name, argument)
        except Exception as error:  # noqa: BLE001 - each broker has errors of its own
            self._down_until = monotonic() + PAUSE
            log.warning("broker down", task=name, argument=argument, error=type(error).__name__)

    def run(self, name: str, argument: int) -> None:
        """Do this task now; a name from another version of the portal is logged, and left to the sweep."""
        task = self._tasks.get(name)
        if task is None:
            log.warning("unknown task", task=name, argument=argument)
            return
        with self._app.app_context():
            try:
                task(argument)
            except Exception:
                log.exception("task failed", task=name, argument=argument)

    def tick(self) -> None:
        """Do the work of every slot that is open and that nobody has taken."""
        with self._app.app_context():
            for slot in self._slots:
                try:
                    _turn(slot)
                except Exception:
                    # It stays unfinished, thus is taken again after its patience.
                    log.exception("slot failed", job=slot.name)


def _turn(slot: Slot) -> None:
    now = clock.now()
    start = current(slot.every, now)
    if store.take(slot.name, start, slot.patience, now):
        slot.run()
        store.finish(slot.name, start, clock.now())
