"""Outages, refusals, killed workers and races: no mail is lost, none leaves too late."""

import logging
import threading
from datetime import timedelta

import pytest

from portal import clock
from portal.db import transaction
from portal.mail import service, smtp, store
from portal.mail.rules import Sent
from tests.mail.conftest import CODE, LINK, Post, free_port

ADDRESS = "marie.lefevre@chu-demo.mssante.fr"


class Killed(BaseException):
    """The end of a process, as far as one thread can feel it."""


@pytest.fixture
def journal():
    entries = []

    def note(session, given_up):
        entries.append(given_up)

    note.entries = entries
    return note


def test_a_mail_leaves_and_its_content_is_wiped(post, write, row):
    mail_id = write()
    service.deliver(mail_id)
    assert [message["To"] for message in post.taken] == [ADDRESS]
    mail = row(mail_id)
    assert mail.sent_at is not None
    assert (mail.context, mail.next_try_at, mail.claimed_until) == (None, None, None)


def test_a_mail_that_has_left_does_not_leave_again(post, write):
    mail_id = write()
    for _ in range(3):
        service.deliver(mail_id)
        service.sweep()
    assert len(post.taken) == 1


def test_mails_that_follow_each_other_share_a_connection(post, write):
    for _ in range(3):
        service.deliver(write())
    assert (len(post.taken), post.connections) == (3, 1)


def test_a_connection_that_has_waited_too_long_is_closed_and_opened_again(post, write, monkeypatch):
    service.deliver(write())
    later = smtp.monotonic() + smtp.PATIENCE
    monkeypatch.setattr(smtp, "monotonic", lambda: later)
    service.deliver(write())
    assert (len(post.taken), post.connections) == (2, 2)


def test_a_lasting_refusal_is_given_up_at_once_and_told(post, write, row, journal):
    post.recipient_replies = [f"550 5.1.1 <{ADDRESS}> unknown"]
    mail_id = write()
    service.deliver(mail_id, on_give_up=journal)
    mail = row(mail_id)
    assert mail.given_up_at is not None
    assert mail.context is None
    assert mail.last_error == "destinataire : 550 5.1.1 <m•••••e@chu-demo.mssante.fr> unknown"
    assert [(entry.mail_id, entry.template) for entry in journal.entries] == [(mail_id, "essai/code")]


def test_what_the_journal_writes_is_committed_with_the_giving_up(post, write, row):
    post.recipient_replies = ["550 no"]
    mail_id = write()

    def fail(session, given_up):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        service.deliver(mail_id, on_give_up=fail)
    assert row(mail_id).given_up_at is None


def test_a_busy_server_is_tried_again_then_takes_the_mail(post, write, row, later):
    post.content_replies = ["451 4.3.0 try again later"]
    mail_id = write()
    service.deliver(mail_id)
    assert row(mail_id).last_error == "message : 451 4.3.0"
    assert service.sweep() == 0
    later(seconds=13)
    assert service.sweep() == 1
    assert len(post.taken) == 1
    assert row(mail_id).last_error is None


def test_half_an_hour_without_server_loses_no_mail_and_sends_no_dead_code(
    app, configure, write, row, later, serve, journal
):
    post, port = Post(), free_port()
    configure(smtp_url=f"smtp://127.0.0.1:{port}")
    notices = [write(subject=f"Avis {n}") for n in range(20)]
    codes = [write(not_after=clock.now() + timedelta(minutes=10)) for _ in range(10)]
    for mail_id in notices + codes:
        service.deliver(mail_id, on_give_up=journal)
    for _ in range(30):
        later(minutes=1)
        service.sweep(on_give_up=journal)
    fresh = write(subject="Nouveau code", not_after=clock.now() + timedelta(minutes=10))
    serve(post, port)
    for _ in range(18):
        service.sweep(on_give_up=journal)
        later(minutes=1)
    assert sorted(m["Subject"] for m in post.taken) == sorted([*(f"Avis {n}" for n in range(20)), "Nouveau code"])
    assert all(row(mail_id).sent_at for mail_id in [*notices, fresh])
    assert all(row(mail_id).dropped_at and row(mail_id).context is None for mail_id in codes)
    assert journal.entries == []


def test_a_sweep_costs_one_try_while_the_server_is_down(app, configure, write, row):
    configure(smtp_url=f"smtp://127.0.0.1:{free_port()}")
    numbers = [write() for _ in range(5)]
    assert service.sweep() == 1
    assert sum(row(mail_id).attempts for mail_id in numbers) == 1


def test_a_code_too_old_is_dropped_without_a_connection(post, write, row, later):
    mail_id = write(not_after=clock.now() + timedelta(minutes=10))
    later(minutes=10)
    service.deliver(mail_id)
    assert post.connections == 0
    assert row(mail_id).dropped_at is not None
    assert row(mail_id).context is None


def test_a_day_without_server_gives_up_and_tells(app, configure, write, row, later, journal):
    configure(smtp_url=f"smtp://127.0.0.1:{free_port()}")
    mail_id = write()
    service.deliver(mail_id, on_give_up=journal)
    for _ in range(24 * 4 + 1):
        later(minutes=18)
        service.sweep(on_give_up=journal)
    assert row(mail_id).given_up_at is not None
    assert row(mail_id).context is None
    assert len(journal.entries) == 1


def test_people_who_wait_are_served_first(post, write):
    write(subject="Avis")
    write(subject="Code", not_after=clock.now() + timedelta(minutes=10))
    write(subject="Code plus pressé", not_after=clock.now() + timedelta(minutes=5))
    service.sweep()
    assert [message["Subject"] for message in post.taken] == ["Code plus pressé", "Code", "Avis"]


def test_a_sweep_uses_one_connection_for_more_than_one_batch(post, write, monkeypatch):
    monkeypatch.setattr(service, "BATCH", 4)
    for _ in range(10):
        write()
    assert service.sweep() == 10
    assert (len(post.taken), post.connections) == (10, 1)


def test_a_sweep_ends_in_time_for_the_next(post, write, monkeypatch):
    monkeypatch.setattr(service, "SWEEP_SECONDS", -1)
    write()
    write()
    assert service.sweep() == 1


def test_a_worker_killed_after_the_server_accepted_sends_again_under_the_same_id(post, write, row, later, monkeypatch):
    mail_id = write()

    def die(*_args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(service, "_record", die)
        with pytest.raises(Killed):
            service.deliver(mail_id)
    assert service.sweep() == 0, "the claim of a worker that may be alive is kept"
    later(minutes=3, seconds=1)
    assert service.sweep() == 1
    first, second = post.taken
    assert first["Message-ID"] == second["Message-ID"] == row(mail_id).message_id
    assert first["Date"] == second["Date"]
    assert row(mail_id).sent_at is not None


def test_a_worker_killed_before_it_sent_loses_nothing(post, write, later, monkeypatch):
    mail_id = write()

    def die(*_args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(service, "_send", die)
        with pytest.raises(Killed):
            service.deliver(mail_id)
    later(minutes=3, seconds=1)
    service.sweep()
    assert len(post.taken) == 1


@pytest.mark.parametrize("round_", range(5))
def test_two_workers_at_once_send_once(app, post, write, round_):
    mail_id = write()
    start = threading.Barrier(4)
    failures = []

    def work():
        with app.app_context():
            start.wait()
            try:
                service.deliver(mail_id)
            except Exception as error:  # noqa: BLE001 - whatever it is fails the test
                failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(post.taken) == 1


def test_a_slow_worker_that_lost_its_claim_does_not_undo_what_the_other_did(post, write, row, later, monkeypatch):
    mail_id = write()
    honest = service._send

    def overtaken(mail, send):
        later(minutes=3, seconds=1)
        monkeypatch.setattr(service, "_send", honest)
        service.deliver(mail_id)
        post.recipient_replies = ["550 no"]
        return honest(mail, send)

    monkeypatch.setattr(service, "_send", overtaken)
    service.deliver(mail_id)
    assert row(mail_id).sent_at is not None
    assert row(mail_id).given_up_at is None


def test_a_slow_worker_that_fails_leaves_the_mail_to_the_one_that_has_it_now(post, write, row, later, monkeypatch):
    mail_id = write()
    honest = service._send

    def overtaken(mail, send):
        later(minutes=3, seconds=1)
        with transaction() as session:
            assert store.claim(session, mail_id, clock.now(), clock.now() + service.CLAIM)
        post.recipient_replies = ["550 no"]
        return honest(mail, send)

    monkeypatch.setattr(service, "_send", overtaken)
    service.deliver(mail_id)
    assert row(mail_id).given_up_at is None
    assert row(mail_id).claimed_until > clock.now()


def test_a_template_that_fails_delays_its_mail_and_stops_no_other(post, write, row):
    broken = write(template="essai/casse")
    missing = write(template="essai/absent")
    write()
    service.sweep()
    assert len(post.taken) == 1
    assert row(broken).last_error == "gabarit essai/casse : ZeroDivisionError"
    assert row(missing).last_error == "gabarit essai/absent : TemplateNotFound"
    assert row(broken).next_try_at is not None


def test_nothing_of_a_mail_reaches_the_log(app, post, write, caplog, capfd):
    caplog.set_level(logging.DEBUG)

    def raise_with(value):
        raise ValueError(value)

    app.jinja_env.globals["raise_with"] = raise_with
    post.content_replies = [f"554 5.6.0 refused because of {CODE} and {LINK} for {ADDRESS}"]
    write()
    write()
    write(template="essai/bavard")
    service.sweep()
    ours = [str(record.__dict__) for record in caplog.records if record.name != "mail.log"]  # aiosmtpd's own
    told = "".join([*ours, *capfd.readouterr()])
    assert "essai/bavard" in told, "the capture works"
    for secret in (CODE, LINK, ADDRESS, "Lefèvre", "marie"):
        assert secret not in told


def test_nothing_of_a_mail_stays_in_its_row_once_refused(post, write, row):
    post.content_replies = [f"554 5.6.0 refused because of {CODE} and {LINK}"]
    mail_id = write()
    service.deliver(mail_id)
    told = str(vars(row(mail_id)))
    assert CODE not in told
    assert LINK not in told


def test_old_mails_are_purged_and_waiting_ones_never(app, post, write, row, later, monkeypatch):
    monkeypatch.setattr(service, "_CHUNK", 3)
    old = [write() for _ in range(7)]
    service.sweep()
    waiting = write()
    later(days=31)
    recent = write()
    assert service.purge() == len(old)
    assert row(waiting).next_try_at is not None
    assert row(recent)


def test_the_sweep_reads_the_partial_index_only(app, write):
    write()
    with transaction() as session:
        if session.get_bind().dialect.name != "sqlite":
            pytest.skip("the plan of an empty table says nothing on PostgreSQL")
        statements = []
        original = session.scalars
        session.scalars = lambda statement: statements.append(statement) or original(statement)
        store.due(session, clock.now(), 10)
        text = statements[0].compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = str(session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {text}").all())
    assert "ix_outbox_mail_next_try_at" in plan


def test_the_outcome_of_a_sending_is_one_of_the_types(post, write):
    with service.transport(service.settings().smtp_url).open() as send:
        assert service._deliver(write(), send, service.unheard) == Sent()
