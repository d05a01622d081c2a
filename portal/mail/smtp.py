"""A real SMTP server: certificates verified, no password in clear over a network, no endless wait.

The authorities are those of the system; for a hospital's own, point OpenSSL's SSL_CERT_FILE at its bundle.
"""

import atexit
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cache
from time import monotonic
from typing import Self
from urllib.parse import SplitResult, parse_qs, unquote

from portal.config import is_loopback
from portal.mail.rules import Outcome, Refused, Sent, Stage, Unreachable, judge

# Seconds that one reply may take, while connecting then afterwards: together well under the claim of a mail.
CONNECT_TIMEOUT = 10
REPLY_TIMEOUT = 20
# A connection waits so long for the next mail: dialling, TLS and the password cost more than the mail itself.
PATIENCE = 10.0

_WORDS: dict[type[Exception], str] = {
    ConnectionRefusedError: "connexion refusée",
    TimeoutError: "pas de réponse à temps",
    socket.gaierror: "nom de serveur inconnu",
    ssl.SSLCertVerificationError: "certificat du serveur refusé",
    ssl.SSLError: "chiffrement impossible",
    smtplib.SMTPNotSupportedError: "STARTTLS ou AUTH absent du serveur",
    smtplib.SMTPServerDisconnected: "connexion interrompue, ou réponse trop lente",
}


@dataclass(frozen=True)
class Server:
    """Where a server listens and how to speak to it."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None
    starttls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: SplitResult) -> Self:
        """The server of this URL.

        Raises:
            ValueError: no host, an unknown option, half an account, a password in clear or that SMTP cannot carry.
        """
        options = parse_qs(url.query, keep_blank_values=True)
        starttls = options.pop("starttls", ["0"])
        if not url.hostname or options or starttls not in (["0"], ["1"]):
            raise ValueError("l’adresse du serveur SMTP s’écrit smtp://serveur:587?starttls=1 ou smtps://serveur:465")
        protected = url.scheme == "smtps" or starttls == ["1"]
        if url.username and not protected and not is_loopback(url.hostname):
            raise ValueError("le mot de passe SMTP partirait en clair : ajoutez ?starttls=1 ou employez smtps://")
        user, password = unquote(url.username or ""), unquote(url.password or "")
        if bool(user) != bool(password):
            raise ValueError("le nom et le mot de passe SMTP vont ensemble : donnez les deux, ou aucun")
        if not (user + password).isascii():
            raise ValueError("le nom et le mot de passe SMTP s’écrivent sans lettre accentuée")
        usual = 465 if url.scheme == "smtps" else 587 if starttls == ["1"] else 25
        return cls(
            host=url.hostname,
            port=url.port or usual,
            tls=ssl.create_default_context() if protected else None,
            starttls=starttls == ["1"],
            user=user,
            password=password,
        )

    @contextmanager
    def open(self, *, keep: bool = False) -> Iterator[Callable[[EmailMessage], Outcome]]:
        """One connection, opened by the first message; at the end closed, or kept a while for who opens next."""
        line = _KEPT.take(self) or _Line(self)
        try:
            yield line.send
        except BaseException:
            line.hang_up()
            raise
        if keep:
            _KEPT.add(self, line)
        else:
            line.hang_up()

    def connect(self) -> smtplib.SMTP:
        """A connection that is ready to take messages."""
        smtp = self._dial()
        try:
            if self.starttls:
                smtp.starttls(context=self.tls)
            if self.user:
                smtp.login(self.user, self.password)
        except BaseException:
            smtp.close()
            raise
        if smtp.sock:
            smtp.sock.settimeout(REPLY_TIMEOUT)
        return smtp

    def _dial(self) -> smtplib.SMTP:
        name, limit = _own_name(), CONNECT_TIMEOUT
        if self.tls and not self.starttls:
            return smtplib.SMTP_SSL(self.host, self.port, name, timeout=limit, context=self.tls)
        return smtplib.SMTP(self.host, self.port, name, timeout=limit)


@cache  # smtplib would ask the DNS at each connection
def _own_name() -> str:
    name = socket.getfqdn()
    return name if "." in name else "[127.0.0.1]"


class _Line:
    """One connection and what became of it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> Outcome:
        """Send this message; a server that closes after so many messages is called once more."""
        reused = self._smtp is not None
        outcome = self._try(message)
        if reused and isinstance(outcome, Unreachable):
            outcome = self._try(message)
        return outcome

    def _try(self, message: EmailMessage) -> Outcome:
        try:
            self._smtp = self._smtp or self._server.connect()
        except smtplib.SMTPResponseException as error:
            return judge(Stage.CONNECTION, error.smtp_code, _text(error.smtp_error))
        except (OSError, ValueError) as error:
            return Unreachable(_said(error))
        outcome = _transmit(self._smtp, message)
        if isinstance(outcome, Unreachable):
            self._smtp.close()
            self._smtp = None
        return outcome

    def hang_up(self) -> None:
        """Say goodbye; whatever the server answers, its mails are already taken."""
        if self._smtp:
            with suppress(OSError):
                self._smtp.quit()
            self._smtp.close()


class _Kept:
    """Connections that wait a while for the next mail, of this process alone."""

    def __init__(self) -> None:
        self._lines: list[tuple[float, Server, _Line]] = []
        self._lock = threading.Lock()

    def add(self, server: Server, line: _Line) -> None:
        """Keep this one."""
        with self._lock:
            self._lines.append((monotonic() + PATIENCE, server, line))

    def take(self, server: Server) -> _Line | None:
        """The one to this server that has waited least; all those that have waited too long are closed."""
        now = monotonic()
        with self._lock:
            old = [line for until, _, line in self._lines if until <= now]
            self._lines = [kept for kept in self._lines if kept[0] > now]
            mine = [kept for kept in self._lines if kept[1] is server]
            if mine:
                self._lines.remove(mine[-1])
        for line in old:
            line.hang_up()
        return mine[-1][2] if mine else None

    def close(self) -> None:
        """Close them all."""
        with self._lock:
            lines, self._lines = self._lines, []
        for _, _, line in lines:
            line.hang_up()


_KEPT = _Kept()
hang_up = _KEPT.close
atexit.register(hang_up)


def _transmit(smtp: smtplib.SMTP, message: EmailMessage) -> Outcome:
    try:
        smtp.send_message(message)
    except smtplib.SMTPNotSupportedError:
        return Refused(f"{Stage.RECIPIENT.value} : adresse accentuée, que le serveur ne sait pas porter")
    except smtplib.SMTPRecipientsRefused as error:
        ((code, text),) = error.recipients.values()
        return judge(Stage.RECIPIENT, code, _text(text))
    except smtplib.SMTPSenderRefused as error:
        return judge(Stage.SENDER, error.smtp_code, _text(error.smtp_error))
    except smtplib.SMTPResponseException as error:
        return judge(Stage.CONTENT, error.smtp_code, _text(error.smtp_error))
    except OSError as error:
        return Unreachable(_said(error))
    return Sent()


def _text(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply


def _said(error: Exception) -> str:
    """The cause in French words; of an unforeseen one, only the kind: its text could repeat anything."""
    known = next((words for kind, words in _WORDS.items() if isinstance(error, kind)), type(error).__name__)
    return f"{Stage.CONNECTION.value} : {known}"
