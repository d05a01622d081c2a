"""Where messages wait: nothing is opened too soon, nothing but a name and a number goes through."""

import json
import pickle
from pathlib import Path

import pytest

from portal.config import ConfigError
from portal.jobs import storage
from portal.jobs.runner import Runner


@pytest.fixture
def done() -> list[int]:
    return []


@pytest.fixture
def runner(bare, huey, done) -> Runner:
    return Runner(bare, huey, tasks={"note": done.append}, slots=[])


def work(huey) -> None:
    while huey.pending_count():
        huey.execute(huey.dequeue())


def test_a_name_and_a_number_go_through(runner, huey, done):
    for number in (1, 2, 3):
        runner.send("note", number)
    work(huey)
    assert done == [1, 2, 3]


def test_a_message_holds_an_id_a_name_and_its_arguments_and_no_more(runner, huey):
    runner.send("note", 7)
    _, task, arguments = json.loads(huey.storage.enqueued_items()[0])
    assert task.endswith("task")
    assert arguments == ["note", 7]


class Trap:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def test_whoever_writes_in_the_queue_cannot_run_code(runner, huey, tmp_path):
    huey.storage.enqueue(pickle.dumps(Trap(tmp_path / "piege")))
    with pytest.raises(ValueError, match=r"."):
        huey.dequeue()
    assert not (tmp_path / "piege").exists()


def test_nothing_is_kept_of_what_is_done(runner, huey):
    runner.send("note", 1)
    work(huey)
    assert huey.result_count() == 0


def test_nothing_is_opened_before_the_first_message(tmp_path):
    storage.connect(f"sqlite:///{tmp_path}/loin/taches.sqlite3")
    assert not (tmp_path / "loin").exists()


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/x", "redis://127.0.0.1:1/0"])
def test_a_place_that_is_down_does_not_stop_the_start(url):
    assert storage.connect(url)


def test_an_unknown_place_is_refused():
    with pytest.raises(ConfigError, match="amqp"):
        storage.connect("amqp://h")
