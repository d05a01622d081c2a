"""The portal from outside, as whoever runs it sees it: commands, processes, ports, files, exit codes.

All is real: each command is a process, each portal listens. What they share is one file, that of `app`.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.databases import SECRET

ROOT = Path(__file__).parents[2]


class Ended(NamedTuple):
    """What is left of a command."""

    code: int
    out: str
    err: str


class Terminal:
    """Types commands: `portail("mail", "list")`."""

    def __init__(self, zygote: "subprocess.Popen[str]", folder: Path, environment: Mapping[str, str]) -> None:
        self._zygote = zygote
        self._folder = folder
        self.environment = dict(environment)

    def __call__(self, *words: object, typed: str = "", without: tuple[str, ...] = (), **settings: str | None) -> Ended:
        """Run `portail WORDS`, with these settings changed, or taken away (None), and these modules missing."""
        changed = {**self.environment, **settings}
        request = {
            "words": [str(word) for word in words],
            "environment": {name: value for name, value in changed.items() if value is not None},
            "folder": str(self._folder),
            "typed": typed,
            "without": without,
        }
        self._zygote.stdin.write(json.dumps(request) + "\n")
        self._zygote.stdin.flush()
        return Ended(**json.loads(self._zygote.stdout.readline()))


@pytest.fixture(scope="session")
def zygote() -> Iterator["subprocess.Popen[str]"]:
    """The process from which commands are forked."""
    words = [sys.executable, "-m", "tests.operations.zygote"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=ROOT, env={}, stdin=pipe, stdout=pipe, text=True) as process:  # noqa: S603 - ours
        yield process
        process.stdin.close()
        assert process.wait(timeout=10) == 0


@pytest.fixture
def backend() -> str:
    """SQLite only: these commands are the same code on both databases, and the rooms' own tests run on both."""
    return "sqlite"


@pytest.fixture
def deployment(tmp_path) -> dict[str, str]:
    """The least that a real portal is given; its SQLite file is the one that `app` opens."""
    return {
        "PORTAL_SECRET_KEY": SECRET,
        "PORTAL_DATA": str(tmp_path),
        "PORTAL_SMTP_URL": "smtp://127.0.0.1:1",
        "PORTAL_MAIL_FROM": "Portail <portail@hopital.example>",
        "PORTAL_LOG_LEVEL": "ERROR",
    }


@pytest.fixture
def portail(zygote, tmp_path, deployment) -> Callable[..., Ended]:
    """A terminal in the folder of this deployment."""
    return Terminal(zygote, tmp_path, deployment)
