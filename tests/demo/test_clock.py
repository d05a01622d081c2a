"""One clock for every process of a demonstration, and no way to move that of a real portal."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import clock, demo
from portal.demo.rules import FURTHEST, Step, shift_after

pytestmark = pytest.mark.one_database

REAL = datetime(2026, 8, 31, 23, 30, tzinfo=UTC)


def _ahead() -> timedelta:
    return clock.now() - datetime.now(UTC)


def _press(visitor, step: str) -> None:
    visitor.open("/demo").post("/demo/horloge", {"pas": step})


@pytest.mark.parametrize(("step", "days"), [("1j", 1), ("30j", 30)])
def test_a_button_moves_the_clock(visitor, step, days):
    _press(visitor, step)
    assert timedelta(days=days, seconds=-2) < _ahead() < timedelta(days=days, seconds=2)


def test_moves_add_up(visitor):
    _press(visitor, "1j")
    _press(visitor, "10min")
    assert abs(_ahead() - timedelta(days=1, minutes=10)) < timedelta(seconds=2)


def test_the_clock_comes_back_to_now(visitor):
    _press(visitor, "18mois")
    _press(visitor, "maintenant")
    assert abs(_ahead()) < timedelta(seconds=2)


@pytest.mark.parametrize("step", ["", "2j", "-1j", "18 mois"])
def test_a_move_that_is_no_button_is_refused(visitor, step):
    assert visitor.open("/demo").post("/demo/horloge", {"pas": step}).status == 400
    assert abs(_ahead()) < timedelta(seconds=2)


def test_another_process_reads_the_same_time(visitor, tmp_path, database_url):
    _press(visitor, "30j")
    program = (
        "from portal import clock; from portal.factory import create_app; from datetime import datetime, UTC\n"
        "with create_app().app_context(): print((clock.now() - datetime.now(UTC)).total_seconds())"
    )
    environment = {
        "PORTAL_DEMO": "1",
        "PORTAL_DATA": str(tmp_path),
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(  # noqa: S603 - the interpreter of these tests and a program written above
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert float(done.stdout) == pytest.approx(30 * 24 * 3600, abs=2)


def test_a_move_made_elsewhere_is_seen_at_the_next_request(visitor, demo_app, tmp_path):
    visitor.open("/demo")
    (tmp_path / "horloge").write_text("864000", encoding="ascii")
    visitor.open("/demo/messagerie")
    assert abs(_ahead() - timedelta(days=10)) < timedelta(seconds=2)


def test_the_worker_follows_the_clock(visitor, work, tmp_path):
    (tmp_path / "horloge").write_text("864000", encoding="ascii")
    clock.shift(timedelta())
    work()
    assert abs(_ahead() - timedelta(days=10)) < timedelta(seconds=2)


def test_a_new_start_keeps_the_time(demo_app, visitor):
    _press(visitor, "1j")
    clock.shift(timedelta())
    demo.prepare(demo_app)
    assert abs(_ahead() - timedelta(days=1)) < timedelta(seconds=2)


def test_a_real_portal_ignores_the_file(make_app, tmp_path):
    (tmp_path / "horloge").write_text("864000", encoding="ascii")
    app = make_app()
    app.test_client().get("/connexion")
    with app.app_context():
        assert abs(_ahead()) < timedelta(seconds=2)


def test_eighteen_months_are_months_of_the_calendar():
    moved = REAL + shift_after(Step.EIGHTEEN_MONTHS, timedelta(), REAL)
    assert moved == datetime(2028, 2, 29, 23, 30, tzinfo=UTC)


@given(st.lists(st.sampled_from(Step), max_size=60))
def test_no_sequence_of_buttons_leaves_the_calendar(steps):
    shift = timedelta()
    for step in steps:
        shift = shift_after(step, shift, REAL)
    assert timedelta() <= shift <= FURTHEST


def test_the_page_says_that_the_clock_stops(visitor, tmp_path):
    (tmp_path / "horloge").write_text(f"{FURTHEST.total_seconds():.0f}", encoding="ascii")
    assert "plus de vingt ans" in visitor.open("/demo").text
