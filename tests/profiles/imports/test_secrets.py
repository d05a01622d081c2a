"""The initial passwords of a file: in no table, no log, no mail, no report; hashed, and nothing else."""

import pytest
from sqlalchemy import select

from portal import tables
from portal.db import reading
from portal.mail import service as mail
from tests.profiles.imports.sheets import PASSWORD, row, rows, sheet

LINES = [
    *rows(3),
    row(number=4, PASSWORD="azerty " + PASSWORD[:3]),
    row(number=5, EMAIL=PASSWORD),
    row(number=6, LAST_NAME=""),
    row("M", 7, PASSWORD=PASSWORD),
    (*row(number=8), PASSWORD),
    row(number=9)[:11],
]


def everything():
    """All that the database holds, as text and as bytes."""
    with reading() as session:
        for table in tables.metadata.sorted_tables:
            for found in session.execute(select(table)):
                for value in found:
                    yield table.name, value if isinstance(value, bytes) else str(value).encode()


def leaks():
    spelt = [PASSWORD.encode(), PASSWORD.encode("unicode_escape"), PASSWORD.encode("windows-1252")]
    return {name for name, value in everything() if any(spelling in value for spelling in spelt)}


def test_no_table_holds_a_password_at_any_moment(desk):
    reference = desk.send(sheet(LINES))
    found = leaks()
    desk.work(reference)
    found |= leaks()
    desk.confirm(reference)
    desk.work(reference)
    assert len(desk.profiles()) == 3
    assert found | leaks() == set()


@pytest.mark.one_database
def test_no_file_of_the_database_holds_a_password(desk, tmp_path):
    desk.import_(sheet(LINES))
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in written if PASSWORD.encode() in path.read_bytes()] == []


def test_nothing_of_the_file_is_in_the_log(make_app, desk, capfd):
    from portal.web import logs  # noqa: PLC0415 - put back below

    logs.configure("DEBUG")
    desk.import_(sheet(LINES))
    mail.sweep()
    logs.configure("ERROR")
    said = "".join(capfd.readouterr())
    assert '"event": "import"' in said
    assert not [word for word in (PASSWORD, "Durand", "agent.1", "profils.csv") if word in said]
