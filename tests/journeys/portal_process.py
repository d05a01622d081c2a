"""The product itself, as `portail run` starts it: a demonstration in a folder and on a port of its own."""

import json
import os
import signal
import socket
import subprocess
import sysconfig
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

COMMAND = Path(sysconfig.get_path("scripts")) / "portail"
PATIENCE = 30.0


@dataclass(frozen=True)
class RunningPortal:
    """A demonstration that answers at `url`, keeps everything in `data` and logs to `log`."""

    url: str
    data: Path
    log: Path
    process: "subprocess.Popen[bytes]"

    @property
    def letters(self) -> Path:
        """The folder of the messages that it sends."""
        return self.data / "messagerie"

    def move_clock(self, seconds: int) -> None:
        """Set its clock so far ahead, finer than the buttons of /demo do."""
        (self.data / "horloge").write_text(str(seconds), encoding="ascii")

    def stop(self) -> None:
        """Stop it as a terminal would; it ends by itself, without error, and leaves its port.

        Raises:
            AssertionError: it does not stop, stops with an error, or leaves a process behind.
        """
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise AssertionError(f"`portail run` does not stop:\n{self.log.read_text()[-2000:]}") from None
        assert code == 0, f"`portail run` stopped with {code}:\n{self.log.read_text()[-2000:]}"
        assert not _group_exists(self.process.pid), "`portail run` left a process behind"

    def complaints(self) -> list[str]:
        """The lines of its log that are not plain information: errors, warnings, and what is no log line at all."""
        return [line for line in self.log.read_text().splitlines() if not _is_plain(line)]


def start(folder: Path) -> RunningPortal:
    """Start a demonstration and wait until it can serve."""
    port = _free_port()
    url, log = f"http://127.0.0.1:{port}", folder / "journal.jsonl"
    settings = {"PORTAL_DEMO": "1", "PORTAL_DATA": str(folder / "var"), "PORTAL_BASE_URL": url}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    with log.open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own command, found beside the interpreter
            [COMMAND, "run", "--bind", f"127.0.0.1:{port}"],
            env=inherited | settings,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
    portal = RunningPortal(url, folder / "var", log, process)
    _wait(portal)
    return portal


def _wait(portal: RunningPortal) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and portal.process.poll() is None:
        try:
            urlopen(f"{portal.url}/sante/pret").close()  # noqa: S310 - our own address
        except URLError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"`portail run` does not start:\n{portal.log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _is_plain(line: str) -> bool:
    try:
        return json.loads(line)["level"] in {"debug", "info"}
    except ValueError:
        return False


def _group_exists(leader: int) -> bool:
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True
