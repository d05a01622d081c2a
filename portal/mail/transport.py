"""The ways out, chosen by URL: an SMTP server, or a folder of a demonstration."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from email.message import EmailMessage
from functools import cache
from typing import Protocol, TypeAlias
from urllib.parse import urlsplit

from portal.mail.folder import Folder
from portal.mail.rules import Outcome
from portal.mail.smtp import Server

Send: TypeAlias = Callable[[EmailMessage], Outcome]


class Transport(Protocol):
    """A way out for messages."""

    def open(self, *, keep: bool = False) -> AbstractContextManager[Send]:
        """Give a function that sends one message; a connection opens at the first and serves them all.

        It closes at the end, unless it is to be kept a few seconds for whoever opens next.
        """


@cache  # the authorities of the system are read once: that alone costs more than a mail
def transport(url: str) -> Transport:
    """The transport of this URL.

    `smtp://user:secret@host:587?starttls=1`, `smtps://user:secret@host:465`, `smtp://127.0.0.1:25`,
    `file:FOLDER`.

    Raises:
        ValueError: the URL cannot be used; the sentence is French and repeats no secret.
    """
    parts = urlsplit(url)
    match parts.scheme:
        case "file":
            return Folder.of(url)
        case "smtp" | "smtps":
            return Server.of(parts)
        case _:
            raise ValueError("l’envoi du courriel attend smtp://…, smtps://… ou file:…")
