"""The demo's messages, read from the folder where the `file:` transport writes them.

What a visitor names is looked for among the files that are there, and never becomes a path.
"""

import email
import os
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default
from functools import lru_cache
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from portal.config import settings
from portal.mail.folder import Folder

SHOWN = 50
_SUFFIX = ".eml"
_HEAD = 16 * 1024


@dataclass(frozen=True)
class Envelope:
    """What the list shows of a message; `at` is the time of the demo's clock when it was written."""

    id: str
    to: str
    subject: str
    at: datetime


@dataclass(frozen=True)
class Letter:
    """A message opened: its headers as they stand, its two forms."""

    envelope: Envelope
    headers: list[tuple[str, str]]
    text: str
    html: str | None


def folder() -> Path | None:
    """Where the messages are, None when they go to an SMTP server."""
    url = settings().smtp_url
    return Folder.of(url).path if urlsplit(url).scheme == "file" else None


def latest(where: Path, recipient: str) -> list[Envelope]:
    """The last messages whose recipient contains these characters, the newest first."""
    wanted = recipient.casefold()
    envelopes = (_envelope(Path(file.path), _written(file)) for file in _files(where))
    return list(islice((e for e in envelopes if wanted in e.to.casefold()), SHOWN))


def letter(where: Path, message_id: str) -> Letter | None:
    """The message of this id, None when there is none."""
    file = next((file for file in _files(where) if file.name == f"{message_id}{_SUFFIX}"), None)
    if file is None:
        return None
    path = Path(file.path)
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    return Letter(
        envelope=_envelope(path, _written(file)),
        headers=[(name, str(value)) for name, value in message.items()],
        text=_form(message, "plain") or "",
        html=_form(message, "html"),
    )


def clear(where: Path) -> None:
    """Throw every message away."""
    for file in _files(where):
        Path(file.path).unlink(missing_ok=True)


def _files(where: Path) -> list["os.DirEntry[str]"]:
    """The messages, the last written first: names follow the demo's clock, which may have gone back."""
    if not where.is_dir():
        return []
    with os.scandir(where) as entries:
        kept = [e for e in entries if e.name.endswith(_SUFFIX) and e.is_file(follow_symlinks=False)]
    return sorted(kept, key=_written, reverse=True)


def _written(file: "os.DirEntry[str]") -> int:
    return file.stat(follow_symlinks=False).st_mtime_ns


@lru_cache(maxsize=20_000)
def _envelope(path: Path, _written_at: int) -> Envelope:
    """Read the head of a message, once for as long as the file does not change."""
    with path.open("rb") as file:
        head = BytesHeaderParser(policy=default).parsebytes(file.read(_HEAD))
    return Envelope(path.stem, str(head["To"]), str(head["Subject"]), head["Date"].datetime)


def _form(message: EmailMessage, subtype: str) -> str | None:
    body = message.get_body((subtype,))
    return str(body.get_content()).replace("\r\n", "\n") if body else None
