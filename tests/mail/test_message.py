"""The message as it travels."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from portal.mail.message import build, new_message_id, sender
from portal.mail.models import OutboxMail
from portal.mail.render import Rendered

FROM = "Portail Santé <ne-pas-repondre@portail.exemple.fr>"
FRENCH = "Œuvre « d’été » : cœur, naïveté, Noël…"


def make(subject: str = FRENCH, text: str = FRENCH, recipient: str = "marie.lefevre@chu-demo.mssante.fr"):
    mail = OutboxMail(
        recipient=recipient,
        subject=subject,
        message_id="<abc@portail.exemple.fr>",
        created_at=datetime(2026, 4, 3, 12, 5, tzinfo=UTC),
    )
    return build(mail, Rendered(f"{text}\n", f"<p>{text}</p>\n"), FROM)


def test_accents_ligatures_and_quotes_survive_the_journey():
    message = message_from_bytes(bytes(make()), policy=default)
    assert message["Subject"] == FRENCH
    assert message["From"].addresses[0].display_name == "Portail Santé"
    assert message.get_body(("plain",)).get_content().splitlines() == [FRENCH]
    assert message.get_body(("html",)).get_content().splitlines() == [f"<p>{FRENCH}</p>"]


def test_the_message_is_seven_bit_with_short_lines():
    data = bytes(make(text=FRENCH * 40))
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 78


def test_each_line_ends_as_smtp_wants():
    data = bytes(make())
    assert data.count(b"\n") == data.count(b"\r\n")


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("To", "marie.lefevre@chu-demo.mssante.fr"),
        ("Message-ID", "<abc@portail.exemple.fr>"),
        ("Date", "Fri, 03 Apr 2026 14:05:00 +0200"),
        ("Content-Language", "fr"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    ],
)
def test_headers_say_what_the_message_is(header, value):
    assert message_from_bytes(bytes(make()), policy=default)[header] == value


def test_the_text_comes_before_the_page():
    assert [part.get_content_type() for part in make().iter_parts()] == ["text/plain", "text/html"]


def test_a_message_id_is_under_the_domain_of_the_sender_and_never_the_same():
    first, second = new_message_id(FROM), new_message_id(FROM)
    assert first != second
    assert first.endswith("@portail.exemple.fr>")


@pytest.mark.parametrize("setting", ["", "Portail Santé", "a@b.fr, c@d.fr", "Portail <>", "x@"])
def test_a_sender_that_is_not_one_address_is_refused(setting):
    with pytest.raises(ValueError, match="expéditeur"):
        sender(setting)
