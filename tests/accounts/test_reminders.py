"""Promise 12: expiry never surprises."""

from datetime import timedelta

import pytest

from portal import clock
from portal.accounts import jobs
from tests.pages.signin import sign_in

BEFORE = timedelta(days=547)


def _subjects(mailbox, address):
    return [str(mail["subject"]) for mail in mailbox.all(address) if "expire" in str(mail["subject"])]


def _nights(later, count, *, runs=1):
    for _ in range(count):
        for _ in range(runs):
            jobs.remind()
        later(days=1)


@pytest.mark.parametrize("runs", [1, 2])
def test_mails_leave_at_30_14_7_and_1_days_once_each(build, mailbox, later, runs):
    person = build.physician(set_at=clock.now() - BEFORE + timedelta(days=40))
    _nights(later, 45, runs=runs)
    found = [subject.replace("\u00a0", " ") for subject in _subjects(mailbox, person.mssante)]
    assert found == [
        "Votre mot de passe expire dans 30 jours",
        "Votre mot de passe expire dans 14 jours",
        "Votre mot de passe expire dans 7 jours",
        "Votre mot de passe expire demain",
    ]


def test_a_week_without_the_worker_sends_one_reminder_that_is_true(build, mailbox, later):
    person = build.physician(set_at=clock.now() - BEFORE + timedelta(days=29))
    _nights(later, 2)
    later(days=18)
    jobs.remind()
    assert len(_subjects(mailbox, person.mssante)) == 2


def test_who_has_no_address_stops_nobody_else(build, mailbox):
    build.physician(set_at=clock.now() - BEFORE + timedelta(days=5), mssante=None)
    reached = build.physician(set_at=clock.now() - BEFORE + timedelta(days=5))
    jobs.remind()
    assert len(_subjects(mailbox, reached.mssante)) == 1


def test_mails_leave_at_10_5_and_1_sign_ins(build, mailbox, client, later):
    person = build.physician(sign_ins=78)
    for _ in range(12):
        sign_in(client, mailbox, person.rpps, person.mssante)
        client.press("Se déconnecter")
        later(minutes=6)
    found = [subject.replace("\u00a0", " ") for subject in _subjects(mailbox, person.mssante)]
    assert found == [
        "Votre mot de passe expire dans 10 connexions",
        "Votre mot de passe expire dans 5 connexions",
        "Votre mot de passe expire à la prochaine connexion",
    ]


def test_the_account_page_says_what_is_left(build, mailbox, client):
    person = build.physician(sign_ins=84)
    sign_in(client, mailbox, person.rpps, person.mssante)
    client.open("/mon-compte")
    assert "5 connexions" in client.text
    assert "expire bientôt" in client.text
