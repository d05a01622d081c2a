"""A portal that runs: `portail serve`, `worker` or `run`, started as a person or systemd would, and watched."""

import contextlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

COMMAND = Path(sysconfig.get_path("scripts")) / "portail"
PATIENCE = 30.0


@dataclass(frozen=True)
class Running:
    """A process and all that it starts: they share one group, as what a terminal starts does."""

    process: "subprocess.Popen[bytes]"
    said: Path

    def tell(self, sign: signal.Signals) -> None:
        """Send a signal to it alone."""
        self.process.send_signal(sign)

    def tell_all(self, sign: signal.Signals) -> None:
        """Send a signal to the whole group, as a terminal does."""
        os.killpg(self.process.pid, sign)

    def end(self, within: float = PATIENCE) -> int:
        """Wait for its end; its exit code."""
        try:
            return self.process.wait(within)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it does not end:\n{self.text}") from None

    @property
    def text(self) -> str:
        """All that it has said so far."""
        return self.said.read_text(encoding="utf-8")

    def child(self, word: str) -> int:
        """The process that it started with this word."""
        for number, parent, words in self._members():
            if parent == self.process.pid and word in words:
                return number
        raise AssertionError(f"no process was started with {word}:\n{self.text}")

    def left(self) -> list[list[str]]:
        """The words of the processes of this group that still are."""
        return [words for _, _, words in self._members()]

    def _members(self) -> Iterator[tuple[int, int, list[str]]]:
        """Each process of the group, its parent, and the words that started it, as Linux shows them."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                status = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                words = (folder / "cmdline").read_text(encoding="utf-8").split("\0")
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(status[2]) == self.process.pid and status[0] != "Z":
                yield int(folder.name), int(status[1]), words


@contextlib.contextmanager
def running(folder: Path, settings: Mapping[str, str], *words: str) -> Iterator[Running]:
    """Start `portail WORDS` in this folder; at the end nothing of it is left."""
    said = folder / f"{words[0]}.log"
    with said.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command, found beside the interpreter
            [COMMAND, *words], cwd=folder, env=settings, stdout=log, stderr=log, start_new_session=True
        )
    started = Running(process, said)
    try:
        yield started
    finally:
        if started.left():
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    """A port at which nobody listens, and from which nobody calls: else one may call itself there, and be answered."""
    while True:
        port = random.randrange(20_000, 32_000)  # noqa: S311 - below those that Linux gives to callers
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def ask(port: int, path: str, source: str = "127.0.0.1", **headers: str) -> tuple[int, str]:
    """The status and the text of a page, asked for from this address; 0 when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10, source_address=(source, 0))
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except ConnectionRefusedError:
        return 0, ""
    finally:
        connection.close()


def wait_until(true: Callable[[], object], started: Running) -> None:
    """Wait for something to come true while the portal runs.

    Raises:
        AssertionError: the portal ended, or time ran out.
    """
    end = time.monotonic() + PATIENCE
    while not true():
        assert started.process.poll() is None, f"it ended with {started.process.returncode}:\n{started.text}"
        assert time.monotonic() < end, f"this never came true:\n{started.text}"
        time.sleep(0.05)
