"""The messages that a real SMTP server has received."""

import email
import email.policy
import re
from email.message import EmailMessage

from portal.mail import service


class Sink:
    """What aiosmtpd hands the messages to."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, EmailMessage]] = []

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 - the name that aiosmtpd calls
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages += [(recipient, message) for recipient in envelope.rcpt_tos]
        return "250 OK"


class Mailbox:
    """Reads the messages, after having let the worker send what waits."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def all(self, address: str | None = None) -> list[EmailMessage]:
        """Every message, or those for one address, in order."""
        service.sweep()
        return [message for to, message in self._sink.messages if address in {None, to}]

    def forget(self) -> None:
        """Send what waits, and begin again with an empty box."""
        service.sweep()
        self._sink.messages.clear()

    def texts(self, address: str) -> list[str]:
        """The plain texts of the messages for an address, the last one first."""
        bodies = [message.get_body(("plain",)) for message in reversed(self.all(address))]
        return [str(body.get_content()) for body in bodies if body]

    def code(self, address: str) -> str:
        """The six-digit code last sent to an address."""
        return self._last(address, re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE))

    def link(self, address: str) -> str:
        """The path of the link last sent to an address."""
        return self._last(address, re.compile(r"^\s*https?://[^/\s]+(/mot-de-passe/lien/\S+)\s*$", re.MULTILINE))

    def long_code(self, address: str) -> str:
        """The eight-character code last sent to an address."""
        return self._last(address, re.compile(r"^\s*([0-9A-Z]{8})\s*$", re.MULTILINE))

    def _last(self, address: str, pattern: re.Pattern[str]) -> str:
        found = [match[1] for text in self.texts(address) if (match := pattern.search(text))]
        assert found, f"nothing like {pattern.pattern} in the mails for {address}"
        return found[0]
