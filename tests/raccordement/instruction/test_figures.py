"""Figures: arrivals by weeks of Paris, medians of the stages, drawn by the server beside the same numbers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import clock
from portal.raccordement.instruction.figures import display, rules
from portal.raccordement.instruction.figures.rules import Move, Period
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import Action, Role, State
from tests.pages.inside import put_inside

MONDAY = date(2026, 3, 2)


def move(at, *, action=Action.TAKE, left=State.DEPOSITED, reached=State.UNDER_REVIEW, days=2.0):
    return Move(at, action, left, reached, at - timedelta(days=days))


def test_a_period_is_made_of_whole_weeks():
    found = rules.period(date(2026, 3, 4), date(2026, 3, 16), date(2026, 5, 1))
    assert found == Period(MONDAY, date(2026, 3, 22))
    assert found.weeks == [MONDAY, date(2026, 3, 9), date(2026, 3, 16)]


def test_without_a_period_it_is_the_last_twelve_weeks():
    found = rules.period(None, None, date(2026, 3, 4))
    assert (len(found.weeks), found.weeks[-1]) == (12, MONDAY)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_of_a_period_is_in_one_of_its_weeks(one, other):
    since, until = sorted((one, other))
    found = rules.period(since, until, until)
    assert found.since <= since <= until <= found.until
    assert (found.until - found.since).days + 1 == 7 * len(found.weeks)


def test_a_week_begins_on_monday_at_midnight_in_paris():
    sunday_night = datetime(2026, 3, 8, 22, 59, tzinfo=UTC)
    found = rules.arrivals(
        [move(sunday_night), move(sunday_night + timedelta(minutes=1))], Period(MONDAY, date(2026, 3, 15))
    )
    assert found[State.UNDER_REVIEW] == [1, 1]


def test_the_median_is_that_of_each_stage():
    at = datetime(2026, 3, 4, tzinfo=UTC)
    moves = [move(at, days=days) for days in (1, 2, 9)]
    (stage,) = rules.stages(moves)
    assert (stage.state, stage.count, rules.spelt(stage.middle)) == (State.DEPOSITED, 3, "2\u00a0jours")
    assert rules.spelt(stage.most) == "7,6\u00a0jours"


@pytest.mark.parametrize(
    ("left", "action"),
    [
        (State.UNDER_REVIEW, Action.RELEASE),
        (State.DEPOSITED, Action.WITHDRAW),
        (State.SANDBOX, Action.SUSPEND),
        (State.PRODUCTION_ASKED, Action.CANCEL_PRODUCTION),
        (State.PRODUCTION, Action.SUSPEND),
    ],
)
def test_what_ends_no_stage_counts_for_none(left, action):
    assert rules.stages([move(datetime(2026, 3, 4, tzinfo=UTC), action=action, left=left)]) == []


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 minute"),
        (90, "2 minutes"),
        (3600, "1 heure"),
        (30 * 3600, "30 heures"),
        (2 * 86_400, "2 jours"),
        (3.24 * 86_400, "3,2 jours"),
        (300 * 86_400, "300 jours"),
    ],
)
def test_a_duration_is_said_in_the_unit_that_fits(seconds, words):
    assert rules.spelt(seconds).replace("\u00a0", " ") == words


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
def test_no_column_leaves_its_drawing(counts):
    weeks = Period(MONDAY, MONDAY + timedelta(days=7 * len(counts) - 1))
    for panel in display.panels(dict.fromkeys(State, counts), weeks):
        for bar in panel.bars:
            assert bar.left >= 0
            assert bar.left + bar.width <= 100.1
            assert bar.top >= 0
            assert bar.top + bar.height == pytest.approx(display.HEIGHT, abs=0.2)


def test_the_page_counts_what_was_done(records, judge, new_client, later):
    record = records.record()
    later(days=3)
    records.act(record.id, Actor(judge.id, Role.INSTRUCTOR), Action.TAKE)
    later(days=5)
    records.act(record.id, Actor(judge.id, Role.INSTRUCTOR), Action.ACCEPT)
    desk = put_inside(new_client(), judge).open("/instruction/chiffres")
    totals = {p.span.get_text(): p.strong.get_text() for p in desk.soup.select(".panel figcaption")}
    assert (totals["Déposée"], totals["En instruction"], totals["Bac à sable"], totals["En production"]) == (
        *"111",
        "0",
    )
    durations = [
        [c.get_text(" ", strip=True) for c in row.select("td")] for row in desk.soup.select("#durees tbody tr")
    ]
    assert [row[0].replace("\u00a0", " ") for row in durations] == ["3 jours", "5 jours"]


def test_the_table_says_what_the_drawings_show(records, desk):
    for _ in range(3):
        records.record()
    desk.open("/instruction/chiffres")
    heads = [th.get_text() for th in desk.soup.select(".matrix thead th")]
    rows = [[int(td.get_text()) for td in row.select("td")] for row in desk.soup.select(".matrix tbody tr")]
    totals = [sum(column) for column in zip(*rows, strict=True)]
    shown = [int(p.strong.get_text()) for p in desk.soup.select(".panel figcaption")]
    assert (totals, len(heads) - 1, len(rows)) == (shown, len(shown), 12)


def test_every_drawing_is_named_and_described_without_any_style(records, desk):
    records.record(State.SANDBOX)
    drawings = desk.open("/instruction/chiffres").soup.select("svg.plot")
    assert drawings
    for drawing in drawings:
        named = [desk.soup.find(id=found) for found in drawing["aria-labelledby"].split()]
        assert [tag.name for tag in named] == ["title", "desc"]
        assert all(tag.get_text(strip=True) for tag in named)
    assert not [tag for tag in desk.soup.select(".plot, .plot *") if tag.get("style") or tag.get("fill")]


def test_the_period_is_in_the_address(records, desk):
    records.record()
    last_year = (clock.today() - timedelta(days=400)).isoformat()
    desk.open(f"/instruction/chiffres?du={last_year}&au={last_year}")
    assert len(desk.soup.select(".matrix tbody tr")) == 1
    assert desk.soup.select_one(".panel figcaption strong").get_text() == "0"
    assert "Aucune étape ne s’est terminée pendant ces semaines." in desk.text


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("du=2026-05-01&au=2026-01-01", "Le début vient après la fin"),
        ("du=2020-01-01&au=2026-01-01", "Deux ans au plus"),
        ("du=0001-01-01", "L’année va de 1900 à 2100"),
        ("au=demain", "Cette date ne se lit pas"),
    ],
)
def test_a_period_that_cannot_be_drawn_is_refused_with_a_sentence(desk, period, told):
    desk.open(f"/instruction/chiffres?{period}")
    assert desk.status == 422
    assert told in desk.errors[0]
    assert len(desk.soup.select(".matrix tbody tr")) == 12
