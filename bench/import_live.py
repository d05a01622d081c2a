"""An import with its passwords, sent to a portal that serves: how long it takes, and the pages of others meanwhile.

usage: make bench-import-live. The portal is the real one, two web processes and its worker, and the file goes through
the form, as a référent's does. A second file, of 20,000 lines, is only previewed.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from bench.browser import Browser
from bench.import_once import referent, with_good_passwords
from bench.peers import gen_csv
from bench.processes import free_port, stop, wait_for
from bench.report import french, table, verdict
from portal.accounts import sessions, store
from portal.accounts.hashing import Hasher
from portal.accounts.rules import Level
from portal.config import settle
from portal.db import reading, transaction
from portal.factory import create_app
from portal.migrations.commands import upgrade
from portal.profiles.imports.importing import HASHERS
from portal.profiles.imports.models import ImportRun
from portal.profiles.imports.rules import WORKING
from portal.web.visitor import Visitor

SECRET = "clef-de-mesure-" + "x" * 32
LONG = 20_000
MOST, PAGE_MS, UPLOAD_S, PREVIEW_S = 1.15, 50, 1.0, 10.0
EVERY = 0.05  # seconds between two pages of somebody who reads
BOUNDARY = "mesures-du-portail"


class Reader:
    """Somebody signed in, who opens one page after another until told to stop."""

    def __init__(self, port: int, cookies: dict[str, str]):
        self.browser, self.took, self.over = Browser(port), list[float](), threading.Event()
        self.browser.cookies = dict(cookies)
        self.thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def _read(self):
        while not self.over.wait(EVERY):
            self.took.append(1000 * self.browser.open("/").seconds)

    @property
    def late(self) -> float:
        """The time that nineteen pages out of twenty are within, in milliseconds."""
        return statistics.quantiles(self.took, n=20)[-1]


def main() -> int:
    """Measure, and say what was aimed at; 0 if all of it is held."""
    parser = argparse.ArgumentParser(prog="make bench-import-live", description="Mesure un import avec mots de passe.")
    parser.add_argument("--rows", type=int, default=2000, help="personnes créées, chacune avec son mot de passe")
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        values = {"secret_keys": (SECRET,), "data": folder, "smtp_url": "smtp://127.0.0.1:1", "log_level": "ERROR"}
        app = create_app(settle(values))
        with app.app_context():
            upgrade()
            file, long = _file(folder, "create", rows), _file(folder, "base", LONG)
            author = referent(*(each.decode().splitlines()[1:] for each in (file, long)))
            cookies = _signed_in(app, author)
            with _serving(folder, port), Reader(port, cookies) as quiet:
                time.sleep(5)
                quiet.over.set()
                return _measure(_Sender(port, cookies), quiet, file, long, rows)


def _file(folder: Path, kind: str, rows: int) -> bytes:
    gen_csv.write(kind, rows, str(folder / f"{kind}.csv"))
    return with_good_passwords((folder / f"{kind}.csv").read_text(encoding="utf-8").splitlines())


def _signed_in(app, author: int) -> dict[str, str]:
    visitor = Visitor("0" * 64, "1" * 64, "Firefox sur Windows", "127.0.0.1/32")
    with transaction() as session:
        token = sessions.start(session, store.get(session, author), Level.FULL, visitor)
    signed = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True})
    return {app.config["SESSION_COOKIE_NAME"]: signed}


@contextmanager
def _serving(folder: Path, port: int) -> Iterator[None]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    told = {"SECRET_KEY": SECRET, "DATA": str(folder), "SMTP_URL": "smtp://127.0.0.1:1", "LOG_LEVEL": "ERROR"}
    told["MAIL_FROM"] = "Portail Santé <portail@example.fr>"
    words = [sys.executable, "-m", "portal.cli", "run", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    process = subprocess.Popen(words, env=clean | {f"PORTAL_{name}": value for name, value in told.items()})
    try:
        wait_for(port, process)
        yield
    finally:
        stop(process)


class _Sender:
    """The référent, who sends a file and waits."""

    def __init__(self, port: int, cookies: dict[str, str]):
        self.browser = Browser(port)
        self.browser.cookies = dict(cookies)

    def send(self, file: bytes) -> float:
        """Send a file; the seconds that the answer took."""
        self.browser.open("/etablissements/imports")
        action, hidden = self.browser.form("fichier")
        parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in hidden.items()]
        parts.append(b'name="fichier"; filename="profils.csv"\r\nContent-Type: text/csv\r\n\r\n' + file)
        mark = f"--{BOUNDARY}".encode()
        body = b"".join(mark + b"\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts)
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())}
        start = time.perf_counter()
        self.browser.http.request("POST", action, body + mark + b"--\r\n", kind | cookie)
        answer = self.browser.http.getresponse()
        answer.read()
        took = time.perf_counter() - start
        self.browser.open(answer.headers["Location"])
        return took

    def wait(self) -> float:
        """Until the worker has nothing more to do; the seconds."""
        start = time.perf_counter()
        while True:
            with reading() as session:
                if not session.scalar(select(func.count()).where(ImportRun.state.in_(WORKING))):
                    return time.perf_counter() - start
            time.sleep(0.1)

    def confirm(self) -> None:
        """Have the preview applied."""
        self.browser.open(self.browser.path)
        self.browser.fill({"apercu": self.browser.form("apercu")[1]["apercu"]})


def _hashing_seconds(threads: int, count: int = 60) -> float:
    """How long a password takes where nothing is done but hash them, by so many threads."""
    hasher, start = Hasher(), time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(hasher.hash_password, [f"grande ourse sur la digue {number}" for number in range(count)]))
    return (time.perf_counter() - start) / count


def _measure(sender: _Sender, quiet: Reader, file: bytes, long: bytes, rows: int) -> int:
    sent, previewed = sender.send(long), sender.wait()
    units = [_hashing_seconds(1) / HASHERS, _hashing_seconds(HASHERS)]
    with Reader(quiet.browser.http.port, quiet.browser.cookies) as busy:
        whole = sender.send(file) + sender.wait()
        sender.confirm()
        whole += sender.wait()
    # Of before and of after: what else the machine does comes and goes.
    again = [_hashing_seconds(1) / HASHERS, _hashing_seconds(HASHERS)]
    units = [(one + other) / 2 for one, other in zip(units, again, strict=True)]
    alone, together = (whole / rows / unit for unit in units)
    kept, late, load = alone <= MOST, busy.late, french(os.getloadavg()[0], 1)
    print(f"\n{rows} créations avec leur mot de passe : {french(whole, 1)} s, de l’envoi à la fin ; charge {load}.\n")
    print(
        table(
            ["", "mesuré", "visé", ""],
            [
                [f"envoi de {LONG} lignes", f"{french(sent)} s", "1 s", verdict(holds=sent < UPLOAD_S)],
                ["leur aperçu", f"{french(previewed, 1)} s", "10 s", verdict(holds=previewed < PREVIEW_S)],
                ["durée ÷ deux fils qui ne font que hacher", f"× {french(together)}", "", ""],
                ["durée ÷ (n × un argon2 seul ÷ 2)", f"× {french(alone)}", "× 1,15", verdict(holds=kept)],
                ["page d’une personne connectée, 95 %", f"{late:.0f} ms", "50 ms", verdict(holds=late < PAGE_MS)],
                ["la même quand rien ne s’importe", f"{quiet.late:.0f} ms", "", ""],
            ],
        )
    )
    return 0 if sent < UPLOAD_S and previewed < PREVIEW_S and kept and late < PAGE_MS else 1


if __name__ == "__main__":
    sys.exit(main())
