"""Slots run once however many tick; a broker that is down hurts no request."""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from datetime import time as hour

import pytest
import time_machine
from flask import current_app
from sqlalchemy import select

from portal import db
from portal.db import reading
from portal.jobs import runner as module
from portal.jobs import storage
from portal.jobs.models import JobSlot
from portal.jobs.rules import Daily
from portal.jobs.runner import Runner, Slot

MINUTE = timedelta(minutes=1)


@pytest.fixture
def make(bare, tmp_path):
    def build(*slots: Slot, tasks=None, url: str | None = None) -> Runner:
        queue = storage.connect(url or f"sqlite:///{tmp_path}/taches.sqlite3")
        return Runner(bare, queue, tasks=tasks or {}, slots=slots)

    return build


@pytest.fixture
def at():
    """Stops the clock at an instant of Paris: `at("2026-04-03 12:00")`."""
    travellers = []

    def stop(text: str) -> None:
        for old in travellers:
            old.stop()
        travellers[:] = [time_machine.travel(datetime.fromisoformat(f"{text}+02:00"), tick=False)]
        travellers[0].start()

    yield stop
    for old in travellers:
        old.stop()


def rows() -> list[JobSlot]:
    with reading() as session:
        return list(session.scalars(select(JobSlot).order_by(JobSlot.slot)))


def test_a_slot_runs_once_in_its_minute(make, at):
    runs = []
    runner = make(Slot("balai", MINUTE, lambda: runs.append(1)))
    for moment in ("12:00:01", "12:00:30", "12:00:59", "12:01:00"):
        at(f"2026-04-03 {moment}")
        runner.tick()
    assert len(runs) == 2


def test_a_slot_leaves_a_finished_row(make, at):
    at("2026-04-03 12:00:07")
    make(Slot("balai", MINUTE, lambda: None)).tick()
    (row,) = rows()
    assert (row.job, row.slot) == ("balai", datetime(2026, 4, 3, 10, tzinfo=UTC))
    assert row.finished_at is not None


def test_work_runs_in_the_context_of_the_application(make, bare):
    seen = []
    make(Slot("balai", MINUTE, lambda: seen.append(current_app.name))).tick()
    assert seen == [bare.name]


@pytest.mark.parametrize("round_", range(3))
def test_many_runners_that_tick_at_once_run_a_slot_once(make, round_):
    runs, failures, start = [], [], threading.Barrier(6)
    runners = [make(Slot("nuit", Daily(hour(0, 0)), lambda: runs.append(1))) for _ in range(6)]

    def tick(runner: Runner) -> None:
        start.wait()
        runner.tick()

    threads = [threading.Thread(target=tick, args=(runner,)) for runner in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(runs), failures) == (1, [])


def test_many_runners_retake_a_dead_run_once(make, at):
    runs = []
    slots = [Slot("nuit", Daily(hour(2, 30)), lambda: runs.append(1) or 1 / 0)]
    at("2026-04-03 03:00")
    make(*slots).tick()
    at("2026-04-03 04:00")
    start = threading.Barrier(4)

    def tick(runner: Runner) -> None:
        start.wait()
        runner.tick()

    threads = [threading.Thread(target=tick, args=(make(*slots),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(runs) == 2


def test_a_failure_is_logged_tried_again_after_its_patience_and_stops_no_other_slot(make, at, caplog):
    runs = []

    def fail() -> None:
        runs.append("fails")
        raise RuntimeError

    runner = make(Slot("nuit", Daily(hour(2, 30)), fail), Slot("balai", MINUTE, lambda: runs.append("sweeps")))
    for moment in ("03:00", "03:59", "04:00"):
        at(f"2026-04-03 {moment}")
        runner.tick()
    assert runs == ["fails", "sweeps", "sweeps", "fails", "sweeps"]
    assert "slot failed" in caplog.text


def test_a_night_that_was_missed_is_made_up_for_at_return_and_only_once(make, at):
    runs = []
    runner = make(Slot("nuit", Daily(hour(2, 30)), lambda: runs.append(1)))
    for moment in ("2026-04-03 02:30", "2026-04-06 14:00", "2026-04-06 14:01", "2026-04-07 02:29", "2026-04-07 02:30"):
        at(moment)
        runner.tick()
    assert len(runs) == 3


def test_old_rows_go_and_recent_ones_stay(make, at):
    runner = make(Slot("nuit", Daily(hour(2, 30)), lambda: None))
    for day in range(1, 16):
        at(f"2026-04-{day:02} 03:00")
        runner.tick()
    assert [row.slot.day for row in rows()] == list(range(8, 16))


def test_a_task_that_fails_is_logged_and_raises_nothing(make, caplog):
    make(tasks={"casse": lambda _number: 1 // 0}).run("casse", 3)
    assert "task failed" in caplog.text


def test_an_unknown_name_is_logged_and_raises_nothing(make, caplog):
    caplog.set_level(logging.WARNING)
    make().run("d.une.autre.version", 3)
    assert "unknown task" in caplog.text


def test_a_tick_with_no_database_is_logged_and_raises_nothing(make, bare, caplog, tmp_path):
    bare.extensions["portal_database"] = db.connect(f"sqlite:///{tmp_path}/disque/part.sqlite3")
    (tmp_path / "disque").rmdir()
    make(Slot("balai", MINUTE, lambda: None)).tick()
    assert "slot failed" in caplog.text


DOWN = ["sqlite:////proc/nulle/part.sqlite3", "postgresql://nobody@127.0.0.1:1/x", "redis://127.0.0.1:1/0"]


@pytest.mark.parametrize("url", DOWN)
def test_a_broker_that_is_down_raises_nothing_into_a_request(make, url, caplog):
    caplog.set_level(logging.WARNING)
    make(url=url).send("mail.deliver", 3)
    assert "broker down" in caplog.text


@pytest.mark.parametrize("url", DOWN)
def test_a_broker_that_is_down_costs_a_request_little_and_the_next_nothing(make, url):
    runner, start = make(url=url), time.perf_counter()
    runner.send("mail.deliver", 3)
    first = time.perf_counter()
    for _ in range(100):
        runner.send("mail.deliver", 3)
    assert first - start < 1
    assert time.perf_counter() - first < 0.1


def test_a_broker_that_comes_back_is_used_again(make, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "PAUSE", 0.05)
    blocked = tmp_path / "bouche"
    blocked.touch()
    runner = make(url=f"sqlite:///{blocked}/taches.sqlite3")
    runner.send("mail.deliver", 1)
    blocked.unlink()
    time.sleep(0.06)
    runner.send("mail.deliver", 2)
    assert runner.huey.pending_count() == 1


def test_ticks_pass_before_the_tasks_that_wait(make):
    runner = make(tasks={"note": lambda _number: None})
    for number in range(3):
        runner.send("note", number)
    for task in runner.huey.read_periodic(None):
        runner.huey.enqueue(task)
    assert runner.huey.dequeue().name == "tick"
