"""Starting and stopping what is measured, and counting its CPU; all that is made lies in the temporary folder."""

import getpass
import os
import socket
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.targets import ROOT, USERS, Person, Target

WORK = Path(tempfile.gettempdir()) / f"portail-mesures-{getpass.getuser()}"
PYTHON = WORK / "venv" / "bin" / "python"
REQUIREMENTS = ROOT / "bench" / "requirements.txt"
PASSWORD = "grande ourse sur la digue 2025"


def enter_environment(program: str = "bench.auth"):
    """Make the virtual environment of the peers, once, and run this program again inside it."""
    if Path(sys.prefix).resolve() == PYTHON.parent.parent.resolve():
        return
    wanted, stamp = REQUIREMENTS.read_text(encoding="utf-8"), WORK / "venv" / "requirements.txt"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        WORK.mkdir(mode=0o700, parents=True, exist_ok=True)
        print("Installation des programmes comparés…", file=sys.stderr, flush=True)
        venv.create(WORK / "venv", clear=True, with_pip=True)
        pip = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "-r", REQUIREMENTS]
        subprocess.run(pip, check=True)
        stamp.write_text(wanted, encoding="utf-8")
    os.execv(PYTHON, [str(PYTHON), "-m", program, *sys.argv[1:]])


@dataclass(frozen=True)
class Running:
    """A program that serves, its people and where their mail is."""

    target: Target
    port: int
    pid: int
    people: list[Person]
    mail: Path
    data: Path
    env: dict[str, str]


@contextmanager
def mail_server(folder: Path) -> Iterator[int]:
    """An SMTP server that keeps every message in this folder; its port."""
    folder.mkdir()
    port = free_port()
    process = subprocess.Popen([PYTHON, "-m", "bench.sink", str(port), str(folder)], cwd=ROOT)
    try:
        wait_for(port, process)
        yield port
    finally:
        stop(process)


@contextmanager
def running(target: Target, folder: Path, mail: Path, smtp: int) -> Iterator[Running]:
    """Start this program on new data, then stop it."""
    folder.mkdir()
    port = free_port()
    known = {"python": PYTHON, "port": port, "data": folder, "smtp": smtp, "users": USERS, "password": PASSWORD}
    # A setting of whoever measures must change nothing here.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    env = {**clean, "PYTHONDONTWRITEBYTECODE": "1", **_filled(target.env, known)}
    seed = subprocess.run(
        [part.format(**known) for part in target.seed],
        cwd=target.cwd,
        env={**env, **target.seed_env},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    with (folder / "journal.txt").open("wb") as log:
        process = subprocess.Popen(
            [part.format(**known) for part in target.start], cwd=target.cwd, env=env, stdout=log, stderr=log
        )
        try:
            wait_for(port, process, log=Path(log.name))
            yield Running(target, port, process.pid, target.people(seed.stdout), mail, folder, env)
        finally:
            stop(process)


def _filled(variables, known):
    return {name: value.format(**known) for name, value in variables.items()}


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen, seconds: float = 30, log: Path | None = None):
    """Wait until something listens there; what the program said meanwhile is told if nothing does.

    Raises:
        SystemExit: nothing listens in time.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    said = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log else ""
    raise SystemExit(f"Rien n’écoute : {process.args}\n{said}")


def stop(process: subprocess.Popen):
    """Ask the process to end, and make it."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()


def cpu_seconds(pids: Sequence[int]) -> float:
    """User and system CPU of these trees of processes, those of their children who have ended included."""
    import psutil  # noqa: PLC0415 - only there once inside the environment

    total = 0.0
    for pid in pids:
        root = psutil.Process(pid)
        for process in [root, *root.children(recursive=True)]:
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system + times.children_user + times.children_system
    return total
