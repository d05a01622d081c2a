"""What is sent twice, or by two at once, makes one request and one account; what fails leaves nothing."""

import pytest

from portal import clock
from portal.accounts.models import Account
from portal.accounts.rules import Right
from portal.db import reading, transaction
from portal.mail.models import OutboxMail
from portal.raccordement.deposit import service
from portal.raccordement.record import members
from portal.raccordement.record.models import Member
from portal.raccordement.record.states import State
from tests.attacks.crowd import at_once, cookies_of, post
from tests.pages.deposit import (
    ANSWERS,
    CONSENT,
    DRAFT,
    EMAIL,
    PARAMETERS,
    SENT,
    account_of,
    confirm,
    fill,
    press,
    send,
    shown,
    subjects,
)


def test_a_double_click_deposits_once(applicant, all_records, mailbox):
    fill(applicant)
    data = {**shown(applicant), "geste": "envoyer", **CONSENT}
    cookies = cookies_of(applicant)
    answers = at_once([lambda: post(applicant.http.application, DRAFT, data, cookies)] * 2)
    assert {answer.headers["Location"] for answer in answers} == {SENT}
    assert [record.state for record in all_records()] == [State.DEPOSITED]
    assert subjects(mailbox).count(PARAMETERS) == 1


def test_the_page_sent_again_leads_to_what_it_made(applicant, all_records):
    fill(applicant)
    data = {**shown(applicant), **CONSENT, "geste": "envoyer"}
    for _ in range(2):
        applicant.post(DRAFT, data)
        assert applicant.path == SENT
    assert len(all_records()) == 1


def test_two_deposits_of_one_address_at_once_make_one_account(new_client, mailbox, records, all_records):
    records.places()
    browsers, jobs = [new_client(), new_client()], []
    for number, browser in enumerate(browsers):
        confirm(browser, mailbox)
        if browser.path != DRAFT:
            browser.press("Commencer une nouvelle demande")
        fill(browser, si_nom=f"Logiciel {number}")
        data = {**shown(browser), "geste": "envoyer", **CONSENT}
        cookies, app = cookies_of(browser), browser.http.application
        jobs.append(lambda data=data, cookies=cookies, app=app: post(app, DRAFT, data, cookies))
    answers = at_once(jobs)
    assert [answer.headers.get("Location") for answer in answers] == [SENT, SENT]
    assert {record.state for record in all_records()} == {State.DEPOSITED}
    with reading() as session:
        assert session.query(Account).filter_by(email=EMAIL).count() == 1
        assert session.query(Member).count() == 2


def test_an_account_made_between_two_statements_is_found_the_second_time(
    applicant, records, all_records, backend, monkeypatch
):
    if backend == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time: nothing is made between two statements")
    fill(applicant)
    asked = []
    find = members.people.find

    def find_too_early(session, identifier):
        asked.append(identifier)
        if len(asked) == 2:  # the first looks for a request of this person, the second for the account
            records.manager(email=EMAIL, contact=EMAIL)
            return None
        return find(session, identifier)

    monkeypatch.setattr(members.people, "find", find_too_early)
    press(applicant, "envoyer", **CONSENT)
    assert applicant.path == SENT
    assert [record.state for record in all_records()] == [State.DEPOSITED]
    assert account_of()[1] == {Right.SI_MANAGER}


def test_the_same_request_again_leads_to_the_first(applicant, new_client, mailbox, all_records):
    send(applicant)
    number = all_records()[0].number
    again = confirm(new_client(), mailbox).press("Commencer une nouvelle demande")
    send(again, si_nom="HOPITAL-EXEMPLE dpi")
    assert again.status == 422
    assert "Vous avez déjà demandé ce raccordement" in again.text
    assert number in again.text
    assert [record.state for record in all_records()] == [State.DEPOSITED, State.DRAFT]


def test_another_system_or_another_establishment_is_another_request(applicant, new_client, mailbox, all_records):
    send(applicant)
    again = confirm(new_client(), mailbox).press("Commencer une nouvelle demande")
    press(again, **ANSWERS)
    press(again, "ajouter:010780062")
    press(again, "envoyer", **CONSENT)
    assert again.path == SENT
    assert len(all_records(State.DEPOSITED)) == 2


def test_the_same_request_of_somebody_else_is_deposited(applicant, new_client, mailbox, all_records):
    send(applicant)
    other = confirm(new_client(), mailbox, "claude.roux@ch-exemple.fr")
    send(other)
    assert other.path == SENT
    assert len(all_records(State.DEPOSITED)) == 2


def test_an_account_that_was_closed_is_said(client, mailbox, build, records, all_records):
    records.places()
    closed = build.si_manager(certdc_id=None, email=EMAIL, contact=EMAIL)
    with transaction() as session:
        session.get(Account, closed.id).closed_at = clock.now()
    confirm(client, mailbox)
    send(client)
    assert client.status == 422
    assert "Le compte de cette adresse a été fermé" in client.text
    assert [record.state for record in all_records()] == [State.DRAFT]


def test_nothing_of_a_deposit_that_fails_is_left(applicant, all_records, monkeypatch):
    fill(applicant)
    before = _mails()
    monkeypatch.setattr(service.passwords, "opening", _fails)
    applicant.http.application.config["PROPAGATE_EXCEPTIONS"] = False
    press(applicant, "envoyer", **CONSENT)
    assert applicant.status == 500
    assert [record.state for record in all_records()] == [State.DRAFT]
    assert account_of()[0] is None
    assert _mails() == before


def _fails(*_):
    raise RuntimeError


def _mails():
    with reading() as session:
        return session.query(OutboxMail).count()
