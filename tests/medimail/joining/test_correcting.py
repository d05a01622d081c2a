"""A number mistyped is corrected by the link of the mail, and by it alone."""

import re

import pytest
from sqlalchemy import select

from portal.db import reading
from portal.medimail.mailboxes.joining.models import Joining
from portal.medimail.mailboxes.record.models import Mailbox
from tests.builders import PASSWORD
from tests.pages.joining import EMAIL, SENT, SHEET, START, WHOLE, choose, register, send

OTHER = "99999900022"
LINK = re.compile(r"^\s*http://[^/\s]+(/inscription/corriger/\S+)\s*$", re.MULTILINE)


@pytest.fixture
def mistyped(build, tree, client, mailbox):
    """The path of the link that somebody was sent who typed the number of somebody else."""
    build.physician(rpps=WHOLE["rpps"])
    register(client, mailbox)
    return LINK.search(mailbox.texts(EMAIL)[0])[1]


def boxes():
    with reading() as session:
        return [(one.address, one.rpps) for one in session.scalars(select(Mailbox))]


def test_in_another_browser_what_was_typed_is_there_again_and_registers_once_corrected(mistyped, new_client):
    other = new_client()
    other.open(mistyped).post(mistyped)
    assert other.path == SHEET
    shown = {tag["name"]: tag.get("value", "") for tag in other.soup.select("#fiche input[name]")}
    assert (shown["nom"], shown["rpps"], shown["nouveau"]) == (WHOLE["nom"], WHOLE["rpps"], "")
    assert PASSWORD not in other.response.text
    send(other, rpps=OTHER)
    assert other.path == SENT
    assert boxes() == [(EMAIL, OTHER)]


def test_the_browser_that_sent_shows_nothing_of_it_without_the_link(mistyped, client):
    assert client.open(SHEET).path == SENT


def test_looking_at_the_link_opens_nothing(mistyped, new_client):
    scanner = new_client()
    assert "Corriger votre inscription" in scanner.open(mistyped).text
    assert scanner.open(SHEET).path == START


def test_once_it_has_made_an_account_the_link_opens_nothing(mistyped, new_client):
    other = new_client()
    other.open(mistyped).post(mistyped)
    send(other, rpps=OTHER)
    assert other.open(mistyped).status == 410
    assert other.post(mistyped).status == 410


def test_a_link_forged_or_too_old_opens_nothing(mistyped, new_client, later):
    other = new_client()
    assert other.open(mistyped[:-3] + "abc").status == 410
    later(days=8)
    assert other.open(mistyped).status == 410


def test_numbers_tried_one_after_another_by_the_link_are_counted_as_codes(mistyped, new_client, configure):
    other = new_client()
    answers = []
    for _ in range(5):
        other.open(mistyped)
        answers.append(other.post(mistyped).status)
    assert answers[-1] == 429


def test_whoever_gave_no_number_is_offered_none_to_correct(build, tree, client, mailbox):
    choose(client, mailbox, kind="MED")
    build.physician(mssante=EMAIL)
    send(client, profession="Personnel administratif")
    assert client.path == SENT
    assert "Vous vous êtes trompé de numéro" not in mailbox.texts(EMAIL)[0]
    with reading() as session:
        assert session.scalar(select(Joining)).typed == {}


def test_the_list_of_the_mail_has_one_line_an_item(mistyped, mailbox):
    lines = mailbox.texts(EMAIL)[0].split("\n")
    assert [line[:20] for line in lines if line.startswith("– ")] == [
        "– Vous avez un compt",
        "– Mot de passe oubli",
        "– Votre compte Medim",
        "– Votre compte atten",
    ]
