"""A worker in a process of its own: `program.py worker|tick FOLDER JOBS_URL DATABASE_URL [AT]`.

What its tasks do is seen from outside, as files in the folder.
"""

import os
import sys
import time
from datetime import time as hour
from pathlib import Path

from flask import Flask
from huey import Huey, RedisHuey

from portal import db
from portal.jobs import storage, worker
from portal.jobs.rules import Daily
from portal.jobs.runner import Runner, Slot


def make_app(database_url: str) -> Flask:
    app = Flask("essai")
    app.extensions["portal_database"] = db.connect(database_url)
    return app


def make_runner(app: Flask, folder: Path, jobs_url: str) -> Runner:
    def touch(number: int) -> None:
        (folder / f"done-{number}").write_text(str(time.time()))

    def slow(number: int) -> None:
        (folder / f"started-{number}").touch()
        time.sleep(1.5)
        touch(number)

    def night() -> None:
        with (folder / "nights").open("a") as log:
            log.write(f"{os.getpid()}\n")

    return Runner(
        app,
        storage.connect(jobs_url),
        tasks={"touch": touch, "slow": slow},
        slots=[Slot("night", Daily(hour(0, 0)), night)],
    )


def close(queue: Huey) -> None:
    queue.storage.close()
    if isinstance(queue, RedisHuey):
        queue.storage.pool.disconnect()


def wait_for(path: Path, seconds: float = 15) -> None:
    limit = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < limit, f"{path.name} never came"
        time.sleep(0.005)


def main(mode: str, folder: str, jobs_url: str, database_url: str, at: str = "0") -> None:
    app = make_app(database_url)
    runner = app.extensions["portal_runner"] = make_runner(app, Path(folder), jobs_url)
    if mode == "worker":
        worker.run(app)
        return
    time.sleep(max(0.0, float(at) - time.time()))
    runner.tick()


if __name__ == "__main__":
    main(*sys.argv[1:])
