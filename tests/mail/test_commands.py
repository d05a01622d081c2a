"""The terminal: addresses masked, French said."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from portal import clock
from portal.mail import service
from portal.mail.commands import mail


@pytest.fixture
def portail(app):
    return lambda *words: CliRunner().invoke(mail, words)


def test_the_list_masks_addresses_and_shows_no_content(portail, write):
    write()
    shown = portail("list").output
    assert "m•••••e@chu-demo.mssante.fr" in shown
    assert "Messages en attente : 1" in shown
    for secret in ("marie.lefevre", "482913", "mot-de-passe/nouveau"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("state", "subjects"), [("attente", ["Attend"]), ("envoyes", ["Parti"]), ("abandonnes", ["Refusé"])]
)
def test_each_state_is_listed_apart(portail, post, write, state, subjects):
    service.deliver(write(subject="Parti"))
    post.recipient_replies = ["550 5.1.1 unknown"]
    service.deliver(write(subject="Refusé"))
    write(subject="Attend")
    shown = portail("list", "--etat", state).output
    assert [s for s in ("Parti", "Refusé", "Attend") if f"« {s} »" in shown] == subjects


def test_a_mail_too_old_is_listed_as_such(portail, post, write, later):
    mail_id = write(not_after=clock.now() + timedelta(minutes=10))
    later(minutes=10)
    service.deliver(mail_id)
    assert "périmé, non envoyé" in portail("list", "--etat", "abandonnes").output


def test_a_long_list_says_that_it_is_cut(portail, write, monkeypatch):
    monkeypatch.setattr("portal.mail.commands.SHOWN", 2)
    for _ in range(3):
        write()
    assert "Seuls les 2 derniers sont montrés." in portail("list").output


@pytest.mark.parametrize("words", [["{}"], ["--tous"]])
def test_a_mail_that_waits_is_hastened(portail, post, write, words):
    post.content_replies = ["451 later"]
    mail_id = write()
    service.deliver(mail_id)
    assert service.sweep() == 0
    result = portail("retry", *(word.format(mail_id) for word in words))
    assert result.exit_code == 0
    assert "Messages relancés : 1." in result.output
    assert service.sweep() == 1


def test_a_mail_that_has_left_cannot_be_hastened(portail, post, write):
    mail_id = write()
    service.deliver(mail_id)
    result = portail("retry", str(mail_id))
    assert result.exit_code == 1
    assert "n’attend pas" in result.output
    assert len(post.taken) == 1


@pytest.mark.parametrize("words", [[], ["3", "--tous"]])
def test_one_mail_or_all_must_be_named(portail, words):
    assert "Donnez un numéro de message, ou --tous." in portail("retry", *words).output
