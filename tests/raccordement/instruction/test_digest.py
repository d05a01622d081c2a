"""What waits too long is told: one digest a day to each instructeur, one reminder to who must correct (promise 18)."""

import pytest

from portal.raccordement.instruction.listing import jobs
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import Action, Role, State
from tests.attacks.crowd import at_once
from tests.raccordement.conftest import manager_of, stop_instructing


def digests(mailbox, account):
    return [str(mail["subject"]) for mail in mailbox.all(account.email) if "en retard" in str(mail["subject"])]


def reminders(mailbox, record):
    return [
        str(mail["subject"]) for mail in mailbox.all(record.email) if "attend votre correction" in str(mail["subject"])
    ]


def test_each_instructeur_is_told_of_their_own_and_of_those_of_nobody(records, judge, mailbox, later):
    other = records.instructor()
    mine = records.record(State.UNDER_REVIEW, instructor=judge)
    theirs = records.record(State.UNDER_REVIEW, instructor=other)
    free = records.record()
    later(days=11)
    jobs.tell()
    assert digests(mailbox, judge) == ["2\u00a0demandes de raccordement en retard"]
    text = mailbox.texts(judge.email)[0]
    assert [record.number in text for record in (mine, free, theirs)] == [True, True, False]
    assert "/instruction?vue=en_retard" in text


def test_what_somebody_followed_who_instructs_no_more_is_told_to_all(records, judge, mailbox, later):
    gone = records.instructor()
    left = records.record(State.UNDER_REVIEW, instructor=gone)
    stop_instructing(gone)
    later(days=11)
    jobs.tell()
    assert left.number in mailbox.texts(judge.email)[0]
    assert digests(mailbox, gone) == []


@pytest.mark.parametrize("state", [State.SANDBOX, State.TO_CORRECT, State.PRODUCTION, State.REFUSED, State.SUSPENDED])
def test_what_awaits_somebody_else_is_in_no_digest(records, judge, mailbox, later, state):
    records.record(state, instructor=judge)
    later(days=11)
    jobs.tell()
    assert digests(mailbox, judge) == []


def test_nothing_late_is_no_mail(records, judge, mailbox, later):
    records.record()
    later(days=9)
    jobs.tell()
    assert digests(mailbox, judge) == []


def test_run_again_the_same_day_it_sends_nothing_more(records, judge, mailbox, later):
    records.record()
    later(days=11)
    for _ in range(3):
        jobs.tell()
    assert len(digests(mailbox, judge)) == 1
    later(days=1)
    jobs.tell()
    assert len(digests(mailbox, judge)) == 2


def test_two_workers_at_once_send_one(app, records, judge, mailbox, later):
    records.record()
    later(days=11)

    def work():
        with app.app_context():
            jobs.tell()

    at_once([work] * 4)
    assert len(digests(mailbox, judge)) == 1


def test_a_long_digest_names_the_oldest_and_counts_the_others(records, judge, mailbox, later):
    first = records.record(finess_et=["010000032"])
    later(minutes=1)
    for _ in range(21):
        last = records.record(finess_et=["010000032"])
    later(days=11)
    jobs.tell()
    text = mailbox.texts(judge.email)[0]
    assert first.number in text
    assert last.number not in text
    assert "Et 2 de plus." in text


def test_who_instructs_no_more_is_told_nothing(records, build, mailbox, later):
    former = build.administrator()
    records.record()
    later(days=11)
    jobs.tell()
    assert digests(mailbox, former) == []


def test_an_untouched_correction_is_recalled_once(records, mailbox, later):
    record = records.record(State.TO_CORRECT)
    later(days=14)
    jobs.tell()
    assert reminders(mailbox, record) == []
    later(days=2)
    jobs.tell()
    later(days=40)
    jobs.tell()
    assert reminders(mailbox, record) == [f"Votre demande de raccordement attend votre correction ({record.number})"]
    assert f"/raccordement/{record.number}" in mailbox.texts(record.email)[0]


def test_touched_and_left_again_it_is_recalled_again(records, mailbox, later):
    record = records.record(State.TO_CORRECT)
    later(days=16)
    jobs.tell()
    records.act(record.id, manager_of(record), Action.CORRECT)
    instructor = Actor(record.instructor_id, Role.INSTRUCTOR)
    records.act(record.id, instructor, Action.TAKE)
    records.act(record.id, instructor, Action.ASK_CORRECTION)
    later(days=40)
    jobs.tell()
    assert len(reminders(mailbox, record)) == 2


def test_the_worker_s_slot_tells(app, records, judge, mailbox, later):
    records.record()
    later(days=11)
    app.extensions["portal_runner"].tick()
    assert len(digests(mailbox, judge)) == 1
