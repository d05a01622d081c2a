"""The messages that the demonstration has written, read as a person would: each code once, the next one waited for."""

import email
import re
import time
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

PATIENCE = 15.0
CODE = re.compile(r"^ +(\d{6})$", re.MULTILINE)
LONG_CODE = re.compile(r"^ +([0-9A-Z]{8})$", re.MULTILINE)
LINK = re.compile(r"^\s*(http://\S+/mot-de-passe/lien/\S+)$", re.MULTILINE)


class Letters:
    """The messages of everybody."""

    def __init__(self, folder: Path) -> None:
        """Read the `.eml` files of this folder."""
        self._folder = folder
        self._read: set[tuple[str, str]] = set()

    @property
    def key(self) -> str:
        """The key of the demonstration, kept beside its messages."""
        return (self._folder.parent / "cle-de-demonstration").read_text(encoding="ascii")

    def first(self, address: str, pattern: re.Pattern[str]) -> str:
        """What this pattern finds in the oldest message that has it, not read for it yet."""
        return self._next(address, pattern)

    def code(self, address: str) -> str:
        """The six digits of the oldest code not read yet."""
        return self._next(address, CODE)

    def long_code(self, address: str) -> str:
        """The eight characters that stand for a link."""
        return self._next(address, LONG_CODE)

    def link(self, address: str) -> str:
        """The address of the page that unblocks."""
        return self._next(address, LINK)

    def subjects(self, address: str) -> list[str]:
        """The subjects of the messages for this address, in order."""
        return [str(message["Subject"]) for _, message in self._messages() if message["To"] == address]

    def wait_for(self, address: str, subject: str) -> None:
        """Wait until a message of this subject has come."""
        end = time.monotonic() + PATIENCE
        while subject not in self.subjects(address):
            assert time.monotonic() < end, f"no « {subject} » for {address}: {self.subjects(address)}"
            time.sleep(0.05)

    def _next(self, address: str, pattern: re.Pattern[str]) -> str:
        end = time.monotonic() + PATIENCE
        while True:
            for name, message in self._messages():
                mark = (name, pattern.pattern)
                found = pattern.search(_text(message))
                if message["To"] == address and found and mark not in self._read:
                    self._read.add(mark)
                    return found[1]
            assert time.monotonic() < end, f"nothing like {pattern.pattern} for {address}: {self.subjects(address)}"
            time.sleep(0.05)

    def _messages(self) -> list[tuple[str, EmailMessage]]:
        files = sorted(self._folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [(file.name, email.message_from_bytes(file.read_bytes(), policy=default)) for file in files]


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""
