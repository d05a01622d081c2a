"""The message itself: the same at each try, marked as automatic, loading nothing from afar."""

import secrets
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, getaddresses
from functools import cache
from typing import Any

from portal import clock
from portal.mail.models import OutboxMail
from portal.mail.render import Rendered
from portal.mail.rules import is_address


class _AsWritten(EmailPolicy):
    """Headers in plain ASCII stay as they were written: parsing each of them costs as much as sending the message."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """Parse what must be encoded; refuse, as for all, what would begin another header."""
        text = str(value)
        if not text.isascii() or "\n" in text or "\r" in text:
            return super().header_store_parse(name, value)
        return name, text

    def header_fetch_parse(self, _name: str, value: Any) -> Any:
        """What was stored."""
        return value


_POLICY = _AsWritten(linesep="\r\n")


@cache
def sender(mail_from: str) -> Address:
    """The sender of this setting (`Portail Santé <ne-pas-repondre@exemple.fr>`).

    Raises:
        ValueError: the setting is not exactly one address.
    """
    found = getaddresses([mail_from])
    if len(found) != 1 or not is_address(found[0][1]):
        raise ValueError(f"« {mail_from} » n’est pas une adresse d’expéditeur")
    name, address = found[0]
    return Address(display_name=name, addr_spec=address)


def new_message_id(mail_from: str) -> str:
    """A Message-ID under the sender's domain, kept with the mail: sent twice, it is recognised as one."""
    return f"<{secrets.token_hex(16)}@{sender(mail_from).domain}>"


def build(mail: OutboxMail, rendered: Rendered, mail_from: str) -> EmailMessage:
    """The message of this mail."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender(mail_from)
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(clock.local(mail.created_at))
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence notice in return
    message["X-Auto-Response-Suppress"] = "All"  # the same, for Exchange
    # Quoted-printable passes through servers that announce no 8BITMIME, which smtplib does not check.
    message.set_content(rendered.text, cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = "fr"  # last: a content that is set takes the headers of content away
    return message
