"""A worker in a process of its own, to be killed: `program.py DATABASE_URL FOLDER RUN_ID`."""

import sys
from pathlib import Path

from portal.accounts.hashing import Hasher
from portal.factory import create_app
from portal.profiles.imports import analysing, jobs
from tests.databases import make_settings
from tests.standing import QUICK

CHUNK = 20


def main(database_url: str, folder: str, run_id: str) -> None:
    app = create_app(make_settings(Path(folder), database_url=database_url))
    app.extensions["portal_hasher"] = Hasher(QUICK)
    analysing.pieces.__defaults__ = (CHUNK,)
    with app.app_context():
        jobs.work(int(run_id))


if __name__ == "__main__":
    main(*sys.argv[1:])
