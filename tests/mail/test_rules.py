"""What may become a mail, what a refusal means, when to try again."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.mail.rules import (
    PATIENCE,
    Again,
    Delayed,
    Drop,
    GiveUp,
    Mail,
    Refused,
    Stage,
    Tries,
    Unreachable,
    after,
    judge,
    masked,
    spread,
)

NOW = datetime(2026, 4, 3, 12, tzinfo=UTC)


def make(**overrides: object) -> Mail:
    values = {"to": "a.b@chu-demo.mssante.fr", "subject": "Objet", "template": "essai/code", "context": {}}
    return Mail(**{**values, **overrides})


@pytest.mark.parametrize(
    "address",
    [
        "a@b.fr\r\nBcc: c@d.fr",
        "a@b.fr\n",
        "a@b.fr,c@d.fr",
        "a@b.fr c@d.fr",
        "A <a@b.fr>",
        "a@b.fr;c@d.fr",
        "a@b@c.fr",
        "a@[127.0.0.1]",
        "(x)a@b.fr",
        "a\x00@b.fr",
        "a\u2028@b.fr",
        "a@b.fr\x85",
        "@b.fr",
        "a@",
        "",
        "a" * 250 + "@b.fr",
    ],
)
def test_what_is_not_one_plain_address_is_refused(address):
    with pytest.raises(ValueError, match="one plain address") as refusal:
        make(to=address)
    assert not address or address not in str(refusal.value)


@pytest.mark.parametrize("breaker", ["\r", "\n", "\r\n", "\x0b", "\x0c", "\x00", "\x1b", "\x85", "\u2028", "\u2029"])
def test_a_subject_never_breaks_its_line(breaker):
    with pytest.raises(ValueError, match="one line"):
        make(subject=f"Votre code{breaker}Bcc: autre@exemple.fr")


def test_a_subject_keeps_french_typography():
    assert make(subject="Œuvre : « l’été »…").subject == "Œuvre : « l’été »…"


@pytest.mark.parametrize("template", ["../../etc/passwd", "essai/../x", "/essai", "essai/code.txt", "Essai", ""])
def test_a_template_is_a_name_and_not_a_path(template):
    with pytest.raises(ValueError, match="template"):
        make(template=template)


def test_a_deadline_without_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        make(not_after=datetime(2026, 4, 3, 12))  # noqa: DTZ001 - what is refused


def test_a_mail_does_not_show_its_recipient_nor_its_content():
    assert "482913" not in repr(make(context={"code": "482913"}))
    assert "chu-demo" not in repr(make())


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("martin@chu-demo.mssante.fr", "m•••••n@chu-demo.mssante.fr"),
        ("marie.catherine.lefevre@chu-demo.mssante.fr", "m•••••e@chu-demo.mssante.fr"),
        ("abc@chu-demo.mssante.fr", "a•••••@chu-demo.mssante.fr"),
        ("a@chu-demo.mssante.fr", "•••••@chu-demo.mssante.fr"),
        ("sans-arobase", "s•••••e"),
        ("", "•••••"),
    ],
)
def test_a_masked_address_keeps_its_ends_and_its_domain(address, shown):
    assert masked(address) == shown


@given(st.text(alphabet="abcdefgh.", min_size=2, max_size=60))
def test_a_masked_address_tells_neither_its_middle_nor_its_length(local):
    shown, _, domain = masked(f"{local}@chu.fr").partition("@")
    assert domain == "chu.fr"
    assert 6 <= len(shown) <= 7


@pytest.mark.parametrize(
    ("stage", "code", "text", "kind"),
    [
        (Stage.RECIPIENT, 550, "5.1.1 User unknown", Refused),
        (Stage.RECIPIENT, 553, "Mailbox name not allowed", Refused),
        (Stage.CONTENT, 552, "5.3.4 Too big", Refused),
        (Stage.RECIPIENT, 450, "4.2.0 Greylisted", Delayed),
        (Stage.CONTENT, 451, "Local error", Delayed),
        # Ours to mend, not the recipient's fault:
        (Stage.RECIPIENT, 554, "5.7.1 Relay access denied", Delayed),
        (Stage.RECIPIENT, 530, "Must issue a STARTTLS command first", Delayed),
        (Stage.SENDER, 550, "5.1.0 Sender not allowed", Delayed),
        (Stage.SENDER, 421, "Closing", Unreachable),
        (Stage.RECIPIENT, 421, "Too many connections", Unreachable),
        (Stage.CONNECTION, 554, "No SMTP service here", Unreachable),
        (Stage.CONNECTION, 535, "5.7.8 Authentication failed", Unreachable),
    ],
)
def test_only_a_lasting_refusal_of_the_recipient_or_the_message_is_final(stage, code, text, kind):
    assert type(judge(stage, code, text)) is kind


def test_what_a_server_says_is_kept_without_the_address():
    reason = judge(
        Stage.RECIPIENT, 550, "5.1.1 <marie.lefevre@chu-demo.mssante.fr>: Recipient\r\n address rejected"
    ).reason
    assert reason == "destinataire : 550 5.1.1 <m•••••e@chu-demo.mssante.fr>: Recipient address rejected"


def test_a_server_that_quotes_the_message_is_not_quoted():
    reason = judge(Stage.CONTENT, 550, "5.7.0 your code 482913 and https://portail/jeton look like spam").reason
    assert reason == "message : 550 5.7.0"


@given(st.sampled_from(Stage), st.integers(400, 599), st.text(max_size=500))
def test_any_reply_makes_one_short_printable_line(stage, code, text):
    reason = judge(stage, code, text).reason
    assert len(reason) <= 200
    assert reason.replace("\u00a0", " ").isprintable() or not text.isprintable()
    assert "\n" not in reason


def tries(count: int, *, age: timedelta = timedelta(), deadline: timedelta | None = None) -> Tries:
    return Tries(count, NOW - age, NOW + deadline if deadline else None)


@given(st.integers(1, 500), st.floats(0, 0.999))
def test_a_try_never_comes_sooner_than_ten_seconds_nor_later_than_eighteen_minutes(count, share):
    again = after(Delayed(""), tries(count), NOW, spread=share)
    assert isinstance(again, Again)
    assert timedelta(seconds=10) <= again.at - NOW <= timedelta(minutes=18)


@given(st.integers(1, 50), st.floats(0, 0.999))
def test_waits_grow(count, share):
    first, second = (after(Delayed(""), tries(n), NOW, spread=share) for n in (count, count + 1))
    assert isinstance(first, Again)
    assert isinstance(second, Again)
    assert first.at <= second.at


@given(st.integers(1, 500), st.floats(0, 0.999), st.timedeltas(timedelta(minutes=2), timedelta(hours=1)))
def test_a_mail_that_somebody_waits_for_is_tried_at_least_every_minute_or_so(count, share, deadline):
    again = after(Unreachable(""), tries(count, deadline=deadline), NOW, spread=share)
    assert isinstance(again, Again)
    assert again.at - NOW <= timedelta(seconds=72)


@given(st.integers(1, 500), st.floats(0, 0.999), st.timedeltas(timedelta(seconds=1), timedelta(hours=1)))
def test_no_try_is_planned_past_the_deadline(count, share, deadline):
    match after(Delayed(""), tries(count, deadline=deadline), NOW, spread=share):
        case Again(at):
            assert at < NOW + deadline
        case other:
            assert other == Drop()


def test_a_mail_is_given_up_after_a_day():
    assert after(Delayed(""), tries(99, age=PATIENCE - timedelta(minutes=1)), NOW, spread=0) == GiveUp()


def test_a_mail_of_yesterday_that_fails_for_the_first_time_is_given_up():
    assert after(Unreachable(""), tries(1, age=timedelta(days=3)), NOW, spread=0) == GiveUp()


def test_a_final_refusal_is_not_tried_again():
    assert after(Refused("550"), tries(1), NOW, spread=0) == GiveUp()


def test_mails_that_fail_together_are_tried_apart():
    shares = sorted(spread(n) for n in range(1000, 1100))
    assert min(b - a for a, b in pairwise(shares)) > 0.003
    assert all(0 <= share < 1 for share in shares)
