"""What a gestionnaire sends to the instructeurs is counted: an account that anybody may ask for does not drown them."""

import pytest

from portal.limits import Limit
from portal.raccordement.record.states import State
from tests.pages.inside import put_inside


@pytest.fixture
def once(configure):
    """One thing an hour."""
    configure(limit_sendings=Limit.parse("1/1h"))


def sent(mailbox, person):
    return len(mailbox.all(person.email))


def test_one_message_too_many_stays_in_its_field_and_mails_nobody(open_record, records, mailbox, once):
    judge = records.instructor()
    page = open_record(State.DEPOSITED)
    mailbox.forget()
    page.say("Premier").say("Second")
    assert page.client.status == 422
    assert "rien n’a été envoyé" in page.client.errors[0]
    assert page.client.soup.select_one("#message").get_text().strip() == "Second"
    assert [text for _, text in page.open().messages] == ["Premier"]
    assert sent(mailbox, judge) == 1


def test_a_move_too_many_is_not_made_and_says_so(open_record, once):
    page = open_record(State.TO_CORRECT).say("Bientôt")
    page.press("Renvoyer la demande corrigée")
    assert page.client.status == 429
    assert "rien n’a été envoyé" in page.client.text
    assert page.open().state == "À corriger"


def test_a_list_too_many_stays_on_its_page(open_record, once):
    page = open_record(State.PRODUCTION).say("Bientôt").open("/etablissements")
    page.client.submit({"juridique": ["010780062"], "territorial": ["010000032"], "geste": "enregistrer"})
    assert page.client.status == 429
    assert "rien n’a été envoyé" in page.client.text
    assert "Un changement attend l’instructeur" not in page.open().client.text


def test_an_hour_later_one_may_send_again(open_record, manager, later, once):
    page = open_record(State.DEPOSITED).say("Premier")
    later(minutes=61)
    put_inside(page.client, manager)
    assert [text for _, text in page.open().say("Second").open().messages] == ["Premier", "Second"]
