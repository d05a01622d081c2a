"""The demonstration's way out: one .eml file per message, whole or absent, in a folder."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Self

from portal import clock
from portal.mail.rules import Sent


@dataclass(frozen=True)
class Folder:
    """A folder that takes every message."""

    path: Path

    @classmethod
    def of(cls, url: str) -> Self:
        """The folder of `file:PATH` or `file:///PATH`."""
        return cls(Path(url.removeprefix("file:").removeprefix("//")))

    @contextmanager
    def open(self, *, keep: bool = False) -> Iterator[Callable[[EmailMessage], Sent]]:  # noqa: ARG002 - nothing to keep
        """Make the folder if need be."""
        self.path.mkdir(parents=True, exist_ok=True)
        yield self._write

    def _write(self, message: EmailMessage) -> Sent:
        token = message["Message-ID"].strip("<>").partition("@")[0]
        name = f"{clock.now():%Y%m%dT%H%M%S%f}-{token}"
        draft = self.path / f".{name}.tmp"
        draft.write_bytes(bytes(message))
        draft.replace(self.path / f"{name}.eml")
        return Sent()
