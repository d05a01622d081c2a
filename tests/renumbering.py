"""Numbers that come again: a database that is restored gives anew those that it has forgotten."""

from sqlalchemy import text

from portal.db import Base, transaction


def give_again(kind: type[Base], number: int) -> None:
    """Let the next row of this table take this number, which a row that is gone had."""
    name = kind.__tablename__
    with transaction() as session:
        if session.get_bind().dialect.name == "postgresql":
            rewind = "SELECT setval(pg_get_serial_sequence(:name, 'id'), :number, false)"
        else:
            rewind = "UPDATE sqlite_sequence SET seq = :number - 1 WHERE name = :name"
        session.execute(text(rewind), {"name": name, "number": number})
