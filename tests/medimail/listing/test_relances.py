"""« Relancer vos utilisateurs préinscrits »: all those of the structure, once, and who they were afterwards."""

import re
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from portal import clock
from portal.accounts.models import AccountRight
from portal.db import reading, transaction
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.listing.acts.rules import MOST_TRIES
from portal.medimail.mailboxes.listing.relances import service
from portal.medimail.mailboxes.record.models import Mailbox, Relance, Relaunched
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from tests.attacks.crowd import at_once, cookies_of, post

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0
FEW, MANY = 3, 300


@pytest.fixture
def waiting(medimail, tree):
    """Two people who wait, one just written to, and others whom a relance does not concern."""
    first = medimail.mailbox(tree.mother, state=State.PREREGISTERED, last_name="BENTO")
    second = medimail.mailbox(tree.mother, Kind.MED, State.PREREGISTERED, last_name="LAURENCEAU")
    medimail.mailbox(tree.mother, state=State.PREREGISTERED, relaunched_at=clock.now(), last_name="RECENT")
    medimail.mailbox(tree.mother, Kind.ORG, State.PREREGISTERED)
    medimail.mailbox(tree.mother)
    medimail.mailbox(tree.daughter, state=State.PREREGISTERED)
    return [first, second]


@pytest.fixture
def by_a_worker(monkeypatch):
    """Nothing is sent while one waits."""
    monkeypatch.setattr(service, "AT_ONCE", 0)


@pytest.fixture
def worked(app):
    """Let the worker do what waits."""

    def work():
        with reading() as session:
            keys = [relance.id for relance in session.query(Relance).filter(Relance.finished_at.is_(None))]
        for key in keys:
            service.work(key)

    return work


def sent_to():
    with reading() as session:
        return sorted(mail.recipient for mail in session.query(OutboxMail))


def test_it_says_to_whom_before_it_sends_anything(waiting, desk, here):
    page = desk.open(f"{here}/relances/nouvelle")
    assert "2 personnes reçoivent" in page.text.replace("\xa0", " ")
    assert "1 personne a reçu un lien il y a moins de 24 heures" in page.text.replace("\xa0", " ")
    assert "pas de relance" in page.text
    assert sent_to() == []


def test_all_those_who_wait_are_written_to_and_listed(waiting, desk, here, worked, medimail):
    desk.open(f"{here}/relances/nouvelle").press("Relancer 2 personnes")
    worked()
    assert sent_to() == sorted(box.address for box in waiting)
    with transaction() as session:
        session.merge(waiting[0]).state = State.VALID
    page = desk.open(f"{here}/relances/derniere")
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert ["Validé" in row for row in rows] == [True, False]
    assert "RECENT" not in page.text
    assert "Dernière relance le : " in desk.open(here).text.replace("\xa0", " ")


def test_a_relance_sent_twice_writes_to_nobody_twice(waiting, desk, here, worked):
    for _ in range(2):
        desk.post(f"{here}/relances")
        worked()
    assert len(sent_to()) == 2
    assert "viennent toutes de recevoir leur lien" in desk.text


def test_a_relance_under_way_is_not_begun_again(waiting, by_a_worker, desk, here, app):
    desk.open(here)
    data, held = {"csrf_token": desk.token}, cookies_of(desk)
    at_once([lambda n=n: post(app, f"{here}/relances", data, held, f"203.0.113.{n + 1}") for n in range(5)])
    with reading() as session:
        assert session.query(Relance).count() == 1


def test_two_workers_at_once_write_to_nobody_twice(medimail, by_a_worker, tree, desk, here, app, monkeypatch):
    monkeypatch.setattr(service, "PIECE", 3)
    for _ in range(10):
        medimail.mailbox(tree.mother, state=State.PREREGISTERED)
    desk.open(here)
    desk.post(f"{here}/relances")
    with reading() as session:
        key = session.query(Relance).one().id
    at_once([lambda: _in(app, key) for _ in range(3)], threads=3)
    assert len(sent_to()) == len(set(sent_to())) == 10
    with reading() as session:
        assert session.query(Relaunched).count() == 10


def _in(app, key):
    with app.app_context():
        service.work(key)


def test_a_relance_that_a_worker_left_is_taken_over(waiting, by_a_worker, desk, here, app):
    desk.open(here)
    desk.post(f"{here}/relances")
    woken = []
    app.extensions["portal_database"].on_nudge = lambda *told: woken.append(told)
    service.sweep()
    assert woken == []
    clock.shift(timedelta(minutes=6))
    service.sweep()
    assert [name for name, _ in woken] == ["relances.work"]


@pytest.fixture
def left(waiting, by_a_worker, desk, here, app):
    """A relance that no worker does, and the calls that sweeps make."""
    desk.open(here)
    desk.post(f"{here}/relances")
    woken = []
    app.extensions["portal_database"].on_nudge = lambda *told: woken.append(told)
    return lambda: [key for name, key in woken if name == service.WORK]


def test_a_relance_whose_work_fails_each_time_is_given_up(left):
    for turn in range(1, MOST_TRIES + 2):
        clock.shift(timedelta(minutes=6 * turn))
        service.sweep()
    assert len(left()) == MOST_TRIES
    with reading() as session:
        assert session.query(Relance).one().finished_at is not None


def test_a_relance_whose_worker_was_away_for_a_day_is_done(left, waiting, worked):
    clock.shift(timedelta(days=1))
    service.sweep()
    assert len(left()) == 1
    worked()
    assert sent_to() == sorted(box.address for box in waiting)


def test_a_worker_that_was_called_again_has_the_time_to_come(left):
    clock.shift(timedelta(days=1))
    for _ in range(MOST_TRIES + 1):
        service.sweep()
    assert len(left()) == 1


def test_a_long_relance_that_goes_on_is_left_to_its_worker(left, monkeypatch):
    monkeypatch.setattr(service, "PIECE", 1)
    with reading() as session:
        key = session.query(Relance).one().id
    clock.shift(timedelta(days=1))
    service._write_to_some(key)
    service.sweep()
    assert left() == []


def test_a_right_taken_back_stops_what_it_began(waiting, by_a_worker, desk, here, worked):
    desk.open(here)
    desk.post(f"{here}/relances")
    with transaction() as session:
        session.query(AccountRight).delete()
    worked()
    assert sent_to() == []


def test_a_relance_whose_author_is_gone_ends_and_another_may_begin(waiting, by_a_worker, desk, here, worked):
    desk.open(here)
    desk.post(f"{here}/relances")
    forget_the_author()
    worked()
    assert sent_to() == []
    assert "partent encore" not in desk.open(f"{here}/relances/derniere").text
    desk.post(f"{here}/relances")
    worked()
    assert sent_to() == sorted(box.address for box in waiting)


def test_a_relance_killed_halfway_whose_author_is_gone_is_ended_by_the_next_sweep(
    medimail, tree, by_a_worker, desk, here, app, database_url, tmp_path
):
    for _ in range(MANY):
        medimail.mailbox(tree.mother, state=State.PREREGISTERED)
    desk.open(here)
    desk.post(f"{here}/relances")
    kill_halfway(database_url, tmp_path)
    forget_the_author()
    app.extensions["portal_database"].on_nudge = lambda _name, key: service.work(key)
    clock.shift(timedelta(minutes=6))
    service.sweep()
    with reading() as session:
        told = session.query(Relaunched).count()
        assert session.query(Relance).one().finished_at is not None
    assert 0 < told < MANY
    assert len(set(sent_to())) == len(sent_to()) == told


def test_a_relance_killed_halfway_is_taken_over_and_writes_to_each_once(
    medimail, tree, by_a_worker, desk, here, worked, database_url, tmp_path
):
    for _ in range(MANY):
        medimail.mailbox(tree.mother, state=State.PREREGISTERED)
    desk.open(here)
    desk.post(f"{here}/relances")
    kill_halfway(database_url, tmp_path)
    worked()
    assert len(set(sent_to())) == len(sent_to()) == MANY


def forget_the_author():
    with transaction() as session:
        session.query(Relance).update({Relance.by_id: None})


def kill_halfway(database_url, folder):
    """`kill -9` of a worker that writes to one person at a time, once it has written to some."""
    with reading() as session:
        key = session.query(Relance).one().id
    words = ["-m", "tests.medimail.listing.program", database_url, str(folder), str(key)]
    process, end = subprocess.Popen([sys.executable, *words], cwd=ROOT), time.monotonic() + PATIENCE  # noqa: S603 - ours
    while len(sent_to()) < FEW:
        assert time.monotonic() < end, "the worker does not work"
        assert process.poll() is None, "the worker had ended"
        time.sleep(0.001)
    process.kill()
    process.wait()


def test_who_has_left_for_elsewhere_is_seen_no_more(waiting, desk, here, worked, tree):
    desk.open(here)
    desk.post(f"{here}/relances")
    worked()
    with transaction() as session:
        session.get(Mailbox, waiting[0].id).structure_id = tree.stranger.id
    page = desk.open(f"{here}/relances/derniere")
    assert "BENTO" not in page.text
    assert "ne s’affichent pas" in page.text
    assert "BENTO" not in desk.send("GET", f"{here}/relances/derniere.csv").text


def test_the_screen_says_when_each_was_written_to_and_when_one_may_try_again(waiting, desk, here, worked):
    desk.open(here)
    desk.post(f"{here}/relances")
    worked()
    assert desk.open(f"{here}/relances/derniere").soup.find("th", string=re.compile("Relancé le"))
    assert "Vous pourrez en relancer à partir du" in desk.open(f"{here}/relances/nouvelle").text
    desk.open(here)
    desk.post(f"{here}/{waiting[0].id}/relancer")
    assert "vous pourrez la relancer à partir du" in desk.text


def test_the_people_leave_in_a_file(waiting, desk, here, worked):
    assert desk.send("GET", f"{here}/relances/derniere.csv").status_code == 404
    desk.open(here)
    desk.post(f"{here}/relances")
    worked()
    lines = desk.send("GET", f"{here}/relances/derniere.csv").data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Mail;NOM;Prénom;Type BAL;Relancé le;État aujourd’hui"
    assert [line.split(";")[1] for line in lines[1:]] == ["BENTO", "LAURENCEAU"]
    # To the second, as the source shows it: two relances of one day are told apart.
    assert all(re.fullmatch(r"\d\d-\d\d-\d{4} \d\d:\d\d:\d\d", line.split(";")[4]) for line in lines[1:])
    assert desk.send("GET", f"{here}/relances/derniere.xlsx").data.startswith(b"PK")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/nouvelle"), ("POST", ""), ("GET", "/derniere"), ("GET", "/derniere.csv")],
)
def test_only_who_reaches_the_structure_sees_or_sends(waiting, at_desk, tree, here, method, path):
    for account in (tree.of_daughter, tree.of_stranger):
        client = at_desk(account)
        data = {"csrf_token": client.open("/").token or client.open("/aide").token} if method == "POST" else None
        assert client.send(method, f"{here}/relances{path}", data=data).status_code == 404
    assert sent_to() == []


def test_looking_at_a_relance_takes_a_bounded_number_of_statements(medimail, tree, desk, here, worked, counted):
    for _ in range(60):
        medimail.mailbox(tree.mother, state=State.PREREGISTERED)
    desk.open(here)
    desk.post(f"{here}/relances")
    worked()
    for path in ("nouvelle", "derniere", "derniere?page=2"):
        counted.clear()
        assert desk.send("GET", f"{here}/relances/{path}").status_code == 200
        assert len(counted) <= 10, counted
