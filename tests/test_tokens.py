"""A token names one row, for one purpose, for as long as the row says what it said."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from portal.keys import sign
from portal.tokens import RowToken

NOON = datetime(2026, 3, 1, 12, 0, 0, 123_456, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    id: int = 7
    made: datetime = NOON
    said: str | int | None = "a"


TOKEN = RowToken[Row]("test", lambda row: (row.id, row.made, row.said))


@pytest.fixture(autouse=True)
def _keys(app):
    """The keys are the application's."""


def read(token, row=Row(), *, by=TOKEN):
    return by.read(token, lambda number: row if row and row.id == number else None)


pytestmark = pytest.mark.one_database


def test_a_token_opens_its_row():
    assert read(TOKEN.write(Row())) == Row()


def test_a_row_that_is_gone_is_not_opened():
    assert read(TOKEN.write(Row()), None) is None


@pytest.mark.parametrize(
    "other",
    [
        replace(Row(), made=NOON + timedelta(microseconds=1)),
        *(replace(Row(), said=said) for said in ("b", None, "", 1)),
    ],
    ids=str,
)
def test_another_row_of_the_same_number_is_not_opened(other):
    assert read(TOKEN.write(Row()), other) is None


@pytest.mark.parametrize(("one", "other"), [(None, "None"), (1, "1"), ("1", 1)])
def test_what_is_written_alike_is_not_alike(one, other):
    assert read(TOKEN.write(Row(said=one)), Row(said=other)) is None


def test_an_instant_is_the_same_in_any_zone():
    elsewhere = NOON.astimezone(timezone(timedelta(hours=2)))
    assert read(TOKEN.write(Row()), Row(made=elsewhere)) == Row(made=elsewhere)


def test_the_token_of_one_purpose_opens_nothing_for_another():
    assert read(TOKEN.write(Row()), by=replace(TOKEN, purpose="other")) is None


@pytest.mark.parametrize("said", [7, [7], [7, 1], ["7", "x"], [7, "x"], [7, "x", None], [7, "é", None], {}, None, "7"])
def test_what_was_signed_in_any_other_shape_opens_nothing(said):
    assert read(sign("test", said)) is None


def test_what_was_not_signed_here_looks_for_nothing():
    token = TOKEN.write(Row())
    for forged in ("", "é", token[:-1], f"{token}x", "7.x"):
        assert TOKEN.read(forged, pytest.fail) is None


def test_a_token_of_before_the_key_changed_still_opens(configure):
    token = TOKEN.write(Row())
    configure(secret_keys=("nouvelle-clef-" + "y" * 32, "clef-de-test-" + "x" * 32))
    assert read(token) == Row()


def test_a_token_of_a_key_that_is_gone_opens_nothing(configure):
    token = TOKEN.write(Row())
    configure(secret_keys=("nouvelle-clef-" + "y" * 32,))
    assert read(token) is None


def test_a_dated_token_says_when_to_the_second():
    found = TOKEN.read_dated(TOKEN.write(Row(), at=NOON), lambda _: Row())
    assert found == (Row(), NOON.replace(microsecond=0))


def test_a_token_without_a_date_is_not_read_as_dated():
    assert TOKEN.read_dated(TOKEN.write(Row()), lambda _: Row()) is None


def test_nothing_of_what_the_row_says_is_read_in_its_token():
    assert "secret" not in TOKEN.write(Row(said="secret"))
