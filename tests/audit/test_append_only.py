"""The database refuses by itself what no code of the portal does."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from portal.audit import erasable
from portal.db import database
from tests.audit.tampering import rows_if_sound, write

FORGET = "UPDATE journal SET " + ", ".join(f"{column} = NULL" for column in (*erasable.COLUMNS, "salt"))  # noqa: S608 - our columns
FORBIDDEN = [
    "UPDATE journal SET actor_id = 1",
    "UPDATE journal SET id = 99 WHERE id = 1",
    "DELETE FROM journal",
    "DELETE FROM journal WHERE id = 3",
    FORGET,
    "DELETE FROM journal_head",
    "UPDATE journal_head SET rows = rows - 1",
    "UPDATE journal_head SET link = seal",
    "UPDATE journal_head SET erased = 4",
    "UPDATE journal_head SET erased = 2, link = seal",
    "UPDATE journal_head SET erased = 2, rows = rows + 1",
    "INSERT INTO journal_head (id, rows, link, erased, key, seal) VALUES (2, 0, '', 0, '', '')",
]
# Once the head lets two rows forget people.
NOT_SO = [
    f"{FORGET} WHERE id = 3",
    f"{FORGET}, event = 'connexion' WHERE id = 1",
    f"{FORGET}, at = '2020-01-01' WHERE id = 1",
    f"{FORGET}, commitment = digest WHERE id = 1",
    f"{FORGET}, id = 0 WHERE id = 1",
    "UPDATE journal SET address = NULL, salt = NULL WHERE id = 1",
    "UPDATE journal SET salt = NULL WHERE id = 1",
    "UPDATE journal_head SET erased = 1",
    "UPDATE journal_head SET erased = 0",
]
ONLY = {
    "sqlite": [
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE id = 1",
        "UPDATE OR IGNORE journal SET actor_id = 1",
        "INSERT OR REPLACE INTO journal_head SELECT * FROM journal_head",
    ],
    "postgresql": [
        "TRUNCATE journal",
        "TRUNCATE journal_head",
        "INSERT INTO journal SELECT * FROM journal WHERE id = 1 ON CONFLICT (id) DO UPDATE SET actor_id = 1",
    ],
}


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_no_row_is_changed_or_removed(app, statement):
    _is_refused(statement)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_no_way_of_this_database_goes_round_the_refusal(app, backend, place):
    _is_refused(ONLY[backend][place])


@pytest.mark.parametrize("statement", NOT_SO)
def test_what_the_head_lets_be_forgotten_goes_whole_and_nothing_else_with_it(app, statement):
    write(3)
    _run("UPDATE journal_head SET erased = 2")
    with pytest.raises(DatabaseError):
        _run(statement)


def test_what_was_forgotten_is_not_written_again(app):
    write(3)
    _run("UPDATE journal_head SET erased = 2", f"{FORGET} WHERE id = 1")
    with pytest.raises(DatabaseError):
        _run("UPDATE journal SET salt = 'x' WHERE id = 1")


def _run(*statements):
    with database().engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _is_refused(statement):
    write(3)
    with pytest.raises(DatabaseError):
        _run(statement)
    assert rows_if_sound() == 3
