"""What the measures of pages share: a portal on a database of its own, and how long one of its pages takes."""

import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from portal.config import settle
from portal.factory import create_app
from portal.migrations.commands import upgrade


@contextmanager
def portal():
    """The application, in its context, and which engine its database has: that of the command line, or SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        given = next((word for word in sys.argv[1:] if "://" in word), "")
        url = given or f"sqlite:///{folder}/portail.sqlite3"
        values = {"secret_keys": ("clef-de-mesure-" + "x" * 32,), "data": Path(folder), "database_url": url}
        app = create_app(settle({**values, "smtp_url": "smtp://127.0.0.1:1", "log_level": "ERROR"}))
        with app.app_context():
            upgrade()
            yield app, url.partition(":")[0]


def measure(client, name, path, times):
    """Ask for a page once to warm up, then so many times: its name, median and least in ms, size in KiB."""
    took = []
    for _ in range(times + 1):
        begin = time.perf_counter()
        answer = client.get(path, base_url="http://127.0.0.1:5000")
        size = len(answer.data)
        answer.close()  # a file still open is one under way: nobody has two at once
        took.append(1000 * (time.perf_counter() - begin))
        assert answer.status_code == 200, (path, answer.status)
    return [name, round(statistics.median(took[1:])), round(min(took[1:])), round(size / 1024)]
