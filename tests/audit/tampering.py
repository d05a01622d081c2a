"""What an intruder with full rights over the database can do, triggers or not."""

from sqlalchemy import text

from portal.audit import Event, erasable, record
from portal.audit.chain import Broken, Fault, Row, Sound
from portal.audit.service import verify
from portal.db import database, reading, transaction


def write(count=5):
    """So many events, each in its own transaction."""
    for number in range(1, count + 1):
        with transaction() as session:
            record(
                session,
                Event.PASSWORD_CHANGED,
                subject=number,
                actor=90 + number,
                before={"etat": "ancien"},
                after={"etat": f"nouveau {number}"},
            )


def tamper(*statements, **values):
    """Run these statements behind the triggers."""
    with database().engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement), values)


def alter(row, **values):
    """Change these columns of a row."""
    changes = ", ".join(f"{column} = :{column}" for column in values)
    tamper(f"UPDATE journal SET {changes} WHERE id = :row", row=row, **values)  # noqa: S608 - names of our own columns


def remove(*rows):
    """Take these rows away."""
    for row in rows:
        tamper("DELETE FROM journal WHERE id = :row", row=row)


def move(row, place):
    """Give a row another place."""
    tamper("UPDATE journal SET id = :place WHERE id = :row", row=row, place=place)


def replay(row, place):
    """Copy a genuine row to another place, seal and all."""
    said = ", ".join(name for name in Row._fields if name != "id")
    tamper(
        f"INSERT INTO journal (id, {said}) SELECT :place, {said} FROM journal WHERE id = :row",  # noqa: S608 - as above
        row=row,
        place=place,
    )


def forget(*rows, reach=None):
    """Make these rows forget people behind the portal's back, whole, and move the head so far, if it is told."""
    nothing = ", ".join(f"{column} = NULL" for column in (*erasable.COLUMNS, "salt"))
    for row in rows:
        tamper(f"UPDATE journal SET {nothing} WHERE id = :row", row=row)  # noqa: S608 - as above
    if reach is not None:
        tamper("UPDATE journal_head SET erased = :reach", reach=reach)


def check(noted=None):
    """What a verification answers now."""
    with reading() as session:
        return verify(session, noted)


def broken(row, why):
    """A verification that names this row."""
    return Broken(row, Fault(why))


def rows_if_sound():
    """How many rows a sound journal holds."""
    outcome = check()
    assert isinstance(outcome, Sound), outcome
    return outcome.rows
