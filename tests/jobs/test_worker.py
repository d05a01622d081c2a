"""Real processes: quick, quiet, ended by a signal without dropping what they hold, whatever the queue."""

import inspect
import logging
import signal
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest
from huey import consumer

from portal.jobs.worker import UNREADABLE, Seldom
from tests.jobs import program
from tests.jobs.program import wait_for

ROOT = Path(__file__).parents[2]


@pytest.fixture
def start(tmp_path, jobs_url, huey, database_url):
    """Starts processes of program.py: `start("worker")`."""
    running = []

    def popen(mode: str, *more: str) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "tests.jobs.program", mode, str(tmp_path), jobs_url, database_url, *more]
        running.append(subprocess.Popen(words, cwd=ROOT))  # noqa: S603 - our own program
        return running[-1]

    yield popen
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def runner(bare, tmp_path, jobs_url, huey):
    made = program.make_runner(bare, tmp_path, jobs_url)
    yield made
    program.close(made.huey)


@pytest.mark.one_database
def test_a_message_is_taken_within_a_third_of_a_second(start, runner, tmp_path):
    start("worker")
    runner.send("touch", 0)
    wait_for(tmp_path / "done-0")
    delays = []
    for number in range(1, 8):
        sent = time.time()
        runner.send("touch", number)
        wait_for(tmp_path / f"done-{number}")
        time.sleep(0.05)
        delays.append(float((tmp_path / f"done-{number}").read_text()) - sent)
    assert median(delays) < 0.3


@pytest.mark.one_database
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_the_task_in_hand_is_finished_before_the_end(start, runner, tmp_path, sign):
    worker = start("worker")
    runner.send("slow", 1)
    wait_for(tmp_path / "started-1")
    worker.send_signal(sign)
    worker.send_signal(sign)  # a terminal's, then the parent's
    assert worker.wait(timeout=10) == 0
    assert (tmp_path / "done-1").exists()


@pytest.mark.one_database
@pytest.mark.parametrize("jobs_url", ["sqlite"], indirect=True)
def test_a_terminal_that_closes_ends_the_worker_and_does_not_start_it_again(start, runner, tmp_path):
    worker = start("worker")
    runner.send("touch", 1)
    wait_for(tmp_path / "done-1")
    worker.send_signal(signal.SIGHUP)
    assert worker.wait(timeout=10) == -signal.SIGHUP


@pytest.mark.parametrize("jobs_url", ["sqlite"], indirect=True)
def test_processes_that_tick_at_once_run_a_night_once(start, tmp_path):
    at = str(time.time() + 2.5)
    ticking = [start("tick", at) for _ in range(4)]
    assert [process.wait(timeout=30) for process in ticking] == [0, 0, 0, 0]
    assert len((tmp_path / "nights").read_text().splitlines()) == 1


@pytest.mark.one_database
@pytest.mark.parametrize("jobs_url", ["sqlite"], indirect=True)
def test_two_workers_run_a_night_once(start, runner, tmp_path):
    workers = [start("worker"), start("worker")]
    wait_for(tmp_path / "nights")
    time.sleep(1.5)
    assert all(worker.poll() is None for worker in workers)
    assert len((tmp_path / "nights").read_text().splitlines()) == 1


def test_a_queue_that_cannot_be_read_is_said_seldom():
    seldom, unreadable = Seldom(), logging.makeLogRecord({"msg": UNREADABLE})
    assert [seldom.filter(unreadable) for _ in range(3)] == [True, False, False]
    assert seldom.filter(logging.makeLogRecord({"msg": "Unhandled error"}))


def test_the_words_that_are_said_seldom_are_those_of_huey():
    assert f"'{UNREADABLE}'" in inspect.getsource(consumer)
