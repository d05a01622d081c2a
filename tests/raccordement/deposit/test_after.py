"""After the sending: so many a day and no more, and a page that says what comes next and when."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db import transaction
from portal.limits import Limit
from portal.raccordement.record import store
from portal.raccordement.record.models import Entry
from portal.raccordement.record.rules import usual_delay
from portal.raccordement.record.states import State
from tests.pages.deposit import (
    DRAFT,
    EMAIL,
    SENT,
    START,
    ask,
    confirm,
    send,
    typed,
)


def test_an_address_sends_so_many_requests_a_day(applicant, new_client, mailbox, configure, all_records):
    configure(limit_deposits=Limit.parse("1/24h"))
    send(applicant)
    again = confirm(new_client(), mailbox).press("Commencer une nouvelle demande")
    send(again, si_nom="Un autre logiciel")
    assert again.status == 429
    assert "Trop de demandes ont été envoyées aujourd’hui" in again.text
    assert typed(again)["si_nom"] == "Un autre logiciel"
    assert [record.state for record in all_records()] == [State.DEPOSITED, State.DRAFT]


def test_a_network_sends_so_many_requests_a_day(new_client, mailbox, records, configure, all_records):
    records.places()
    configure(limit_deposits_network=Limit.parse("2/24h"))
    for number in range(3):
        browser = confirm(new_client(address="198.51.100.7"), mailbox, f"x{number}@ch-exemple.fr")
        send(browser, si_nom=f"Logiciel {number}")
    assert len(all_records(State.DEPOSITED)) == 2


def test_the_next_page_says_what_happens_and_leads_to_the_kit(applicant):
    text = send(applicant).text
    for said in ("Ce qui se passe maintenant", "Instruction", "Vos paramètres de connexion partent à", EMAIL):
        assert said in text
    assert applicant.soup.main.select_one("a[href='/raccordement/kit.zip']")


def test_it_is_for_the_browser_that_sent_it(applicant, new_client):
    send(applicant)
    assert new_client().open(SENT).path == START
    assert applicant.open(SENT).path == SENT


def test_the_draft_leads_there_once_it_is_sent(applicant):
    send(applicant)
    assert applicant.open(DRAFT).path == SENT


def test_another_request_may_be_begun_at_once(applicant, mailbox):
    send(applicant)
    assert "Une demande est commencée dans ce navigateur" not in applicant.open(START).text
    ask(applicant)
    assert applicant.path == "/raccordement/demande/code"


def test_there_is_no_usual_delay_before_five_decisions(applicant):
    assert "Pas encore de délai habituel" in send(applicant).text


def test_the_usual_delay_is_that_of_the_last_ninety_days(applicant, records, later):
    for number in range(6):
        record = records.record(State.SANDBOX, si_name=f"Logiciel {number}")
        with transaction() as session:
            kept = store.get(session, record.id)
            kept.deposited_at -= timedelta(days=4 if number else 400)
    assert "Délai habituel : 5 jours" in send(applicant).text.replace("\u00a0", " ")


def test_what_was_decided_long_ago_does_not_count(applicant, records):
    for number in range(5):
        record = records.record(State.SANDBOX, si_name=f"Logiciel {number}")
        with transaction() as session:
            for entry in session.query(Entry).filter_by(raccordement_id=record.id):
                entry.at -= timedelta(days=100)
    assert "Pas encore de délai habituel" in send(applicant).text


NOW = clock.datetime(2026, 4, 3, 12, tzinfo=clock.UTC)


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        ([], None),
        ([24] * 4, None),
        ([1] * 5, 1),
        ([24] * 5, 1),
        ([25] * 5, 2),
        ([24, 24, 48, 4800, 4800], 2),
        ([24, 24, 24, 72, 72, 72], 2),
    ],
)
def test_the_usual_delay_is_the_middle_one_in_days_begun(hours, days):
    assert usual_delay([(NOW - timedelta(hours=h), NOW) for h in hours]) == days
