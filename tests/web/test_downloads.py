"""A file is written for whoever takes it away, and for nobody who only asks after it; a few at a time."""

import gc
import subprocess
import sys
from contextvars import Context

import pytest

from portal.web import guards
from portal.web.downloads import ALL, YOURS, Slots, download

pytestmark = pytest.mark.own_app  # to which files are added


@pytest.fixture
def written(app):
    """Each time the file was written."""
    times = []

    def write():
        times.append(1)
        return iter([b"un;", b"deux"])

    app.add_url_rule("/fichier", "fichier", guards.public(lambda: download("lignes.csv", "text/csv", write)))
    return times


@pytest.fixture
def slots(app):
    """The places of this process."""
    return app.extensions["portal_downloads"]


def test_a_file_is_kept_under_its_name(written, client):
    answer = client.send("GET", "/fichier")
    assert (answer.text, answer.headers["Content-Disposition"]) == ("un;deux", 'attachment; filename="lignes.csv"')
    assert len(written) == 1


def test_asking_after_a_file_writes_none(written, client):
    answer = client.send("HEAD", "/fichier")
    assert (answer.status_code, answer.headers["Content-Disposition"]) == (200, 'attachment; filename="lignes.csv"')
    assert written == []


def test_one_file_more_than_the_process_makes_is_refused_with_what_to_do(written, slots, client):
    first, _second = slots.enter(1), slots.enter(2)
    answer = client.send("GET", "/fichier")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "dans une minute" in answer.text
    assert written == []
    first()
    assert client.send("GET", "/fichier").status_code == 200


@pytest.mark.parametrize("read", [0, 1], ids=["before the first byte", "in the middle"])
def test_who_leaves_gives_the_place_back(written, slots, client, read):
    def give_up():
        answer = client.http.get("/fichier", base_url=client.base, buffered=False)
        for _ in range(read):
            next(answer.response)
        answer.close()

    for _ in range(3):
        Context().run(give_up)
    assert not slots.busy


@pytest.mark.parametrize("when", ["at once", "later"])
def test_a_file_that_breaks_gives_the_place_back(app, slots, client, when):
    def pieces():
        yield b"un;"
        raise LookupError("later")

    def write():
        if when == "later":
            return pieces()
        raise LookupError("at once")

    app.add_url_rule("/casse", "casse", guards.public(lambda: download("lignes.csv", "text/csv", write)))
    app.config["PROPAGATE_EXCEPTIONS"] = True
    for _ in range(3):
        with pytest.raises(LookupError, match=when):
            client.send("GET", "/casse")
    assert not slots.busy


def test_an_answer_that_is_never_sent_gives_the_place_back(app, written, slots, client):
    app.config["PROPAGATE_EXCEPTIONS"] = True

    @app.after_request
    def broken(_response):
        raise LookupError("broken")

    for _ in range(3):
        with pytest.raises(LookupError):
            client.send("GET", "/fichier")
    gc.collect()  # the traceback of the failure holds the answer till then
    assert not slots.busy


def test_a_person_has_one_file_at_a_time(slots):
    leave = slots.enter(1)
    assert slots.enter(1) is YOURS
    assert callable(slots.enter(2))
    leave()
    assert callable(slots.enter(1))


def test_letting_go_twice_gives_one_place_back(slots):
    leave = slots.enter(1)
    leave()
    again = slots.enter(1)
    leave()
    assert slots.enter(1) is YOURS
    again()
    assert not slots.busy


def test_people_who_say_nothing_of_themselves_share_the_places_of_the_process(slots):
    assert callable(slots.enter(None))
    assert callable(slots.enter(None))
    assert slots.enter(None) is ALL


OTHER = """
import sys
from pathlib import Path
from portal.web.downloads import Slots
leave = Slots(Path(sys.argv[1])).enter(1)
print(callable(leave), flush=True)
sys.stdin.read()
"""


def test_a_person_has_one_file_in_all_processes_until_the_other_dies(tmp_path):
    path = tmp_path / "fichiers-en-cours"
    mine = Slots(path)
    other = subprocess.Popen(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", OTHER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout.readline() == "True\n"
    assert mine.enter(1) is YOURS
    assert callable(mine.enter(2))
    other.kill()
    other.communicate()
    assert callable(mine.enter(1))


def test_a_folder_that_cannot_be_written_takes_no_file_from_anybody(tmp_path):
    (tmp_path / "fichier").write_text("")
    blind = Slots(tmp_path / "fichier" / "fichiers-en-cours")
    leave = blind.enter(1)
    assert callable(leave)
    assert blind.enter(1) is YOURS
    leave()
    assert not blind.busy
