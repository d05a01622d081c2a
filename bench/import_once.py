"""One import by the portal, in a process of its own: `python -m bench.import_once FOLDER modify|create`. Prints JSON.

What is counted: the upload, the preview, the import with its journal and its notices, the report. Hashing is replaced
by a constant, as it is beside it.
"""

import gc
import json
import sys
import time
from io import BytesIO
from pathlib import Path

from portal.accounts import service as accounts
from portal.accounts.models import AccountRight
from portal.accounts.rules import Kind, Right
from portal.accounts.service import NewAccount
from portal.config import settle
from portal.db import database, reading, transaction
from portal.factory import create_app
from portal.migrations.commands import upgrade
from portal.profiles.imports import importing, jobs, service, spreadsheet, store
from portal.profiles.record.rules.names import Name
from portal.registers.models import Establishment

WORDS = "sous la digue"


class Fixed:
    """No hashing at all."""

    def hash_password(self, _text: str) -> str:
        """The same for everybody."""
        return "fixe"


def main(folder: Path, kind: str):
    """Prepare, import, tell."""
    name = f"sqlite:///{folder}/portail-{kind}.sqlite3"
    settings = {"secret_keys": ("clef-de-mesure-" + "x" * 32,), "data": folder, "database_url": name}
    app = create_app(settle({**settings, "smtp_url": "smtp://127.0.0.1:1", "log_level": "ERROR"}))
    app.extensions["portal_hasher"] = Fixed()
    importing.PAUSE = 0.0
    with app.app_context():
        upgrade()
        database().on_nudge = None
        content = (folder / f"{kind}.csv").read_bytes()
        base = (folder / "base.csv").read_text(encoding="utf-8").splitlines()
        author = referent(base[1:], content.decode().splitlines()[1:])
        if kind == "modify":
            _import(author, with_good_passwords(base))
        _tell(folder, kind, author, with_good_passwords(content.decode().splitlines()))


def referent(*files: list[str]) -> int:
    """Somebody who manages every establishment of the files."""
    places = {line.split(";")[1]: line.split(";")[0] for lines in files for line in lines if line.split(";")[1]}
    with transaction() as session:
        new = NewAccount(kind=Kind.STAFF, last_name="Lilas", first_name="Louis", certdc_id="referent")
        account = accounts.create(session, new)
        for finess_ej in sorted(set(places.values())):
            session.add(AccountRight(account_id=account.id, name=Right.REFERENT, scope=finess_ej))
        for finess_et, finess_ej in places.items():
            session.add(Establishment(finess_et=finess_et, finess_ej=finess_ej, name="X", routing="", search=" x"))
        return account.id


def with_good_passwords(lines: list[str]) -> bytes:
    """Of those of the generator, drawn at random, the policy refuses one in a thousand; no two are the same."""
    at = list(Name).index(Name.PASSWORD)
    rows = [line.split(";") for line in lines[1:]]
    written = [";".join([*row[:at], row[at] and f"{row[at]} {WORDS}", *row[at + 1 :]]) for row in rows]
    return "\r\n".join([lines[0], *written, ""]).encode()


def _import(author: int, content: bytes) -> bytes:
    received = service.receive(author, "profils.csv", BytesIO(content))
    jobs.work(received.run_id)
    with transaction() as session:
        run = store.get(session, received.run_id, lock=True)
        service.confirm(session, run, run.attempt)
    jobs.work(received.run_id)
    with reading() as session:
        run = store.get(session, received.run_id)
    return b"".join(spreadsheet.whole(run, spreadsheet.FORMATS["csv"]))


def _tell(folder: Path, kind: str, author: int, content: bytes):
    gc.collect()
    gc.freeze()  # as a worker does before it waits for its first run
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak is counted from here
    before, wall, cpu = _peak(), time.perf_counter(), time.process_time()
    report = _import(author, content).decode("utf-8-sig").splitlines()[1:]
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    expected = [line.split(";")[1] for line in (folder / f"{kind}.csv.expected").read_text().splitlines()]
    given = [line.split(";")[1] for line in report]
    wrong = sum(one != other for one, other in zip(given, expected, strict=False)) + abs(len(given) - len(expected))
    told = {"rows": len(expected), "wall": wall, "cpu": cpu, "rows_per_cpu_s": len(expected) / cpu}
    print(json.dumps({**told, "peak_over_start_mib": _peak() - before, "wrong_status": wrong}))


def _peak() -> float:
    """The most memory that this process has taken, in MiB."""
    with Path("/proc/self/status").open() as status:
        return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
