"""One engine, two ways in: `transaction()` to change things, `reading()` to look at them.

Times are stored in UTC. What must follow a commit (waking a worker) is noted on the session by `nudge()` and
sent only once the commit has succeeded, so that a rolled back change never wakes anybody.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import current_app
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Engine,
    Enum,
    Integer,
    MetaData,
    Table,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from portal.config import ConfigError

if TYPE_CHECKING:
    from sqlalchemy import Dialect

Nudge = Callable[[str, int], None]

# Seconds. A server that takes the call and says nothing would otherwise hold every thread, and the probes with them.
CONNECT_TIMEOUT = 3

# A key that counts by itself on both databases: SQLite only counts on INTEGER, and gives the number of a last row that
# is gone again, unless the migration that makes the table says `sqlite_autoincrement=True`. A page left open, a link
# or the journal may still name that number.
AutoKey = BigInteger().with_variant(Integer(), "sqlite")

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def stored_words(kind: type[StrEnum]) -> Enum:
    """An enumeration stored as its words, so that a database is read without the code."""
    return Enum(kind, native_enum=False, length=32, values_callable=lambda e: [m.value for m in e])


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; a naive one is refused rather than guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: "Dialect") -> datetime | None:
        """Refuse naive instants; SQLite keeps no zone, so it is given UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: "Dialect") -> datetime | None:
        """Give the zone back to what SQLite stored without it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table of the portal."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime()}  # noqa: RUF012 - read by SQLAlchemy as a plain attribute


def table_of(kind: type[Base]) -> Table:
    """The table of a mapped class, for what changes rows without reading them: by objects, it costs thrice."""
    return Base.metadata.tables[kind.__tablename__]


@dataclass
class Database:
    """The engine of one application, and whom to tell after a commit."""

    engine: Engine
    looker: Engine
    write: sessionmaker[Session]
    read: sessionmaker[Session]
    on_nudge: Nudge | None = None


def connect(url: str) -> Database:
    """Open the database of this URL (sqlite:///… or postgresql://…); nothing is created."""
    sqlite = url.startswith("sqlite")
    # Parameters of statements are people's names and numbers: they must not reach a log through an exception.
    options: dict[str, Any] = {"hide_parameters": True}
    if not sqlite:
        options |= {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8}
        options |= {"connect_args": {} if "connect_timeout" in url else {"connect_timeout": CONNECT_TIMEOUT}}
    engine = create_engine(_with_driver(url), **options)
    if sqlite:
        _make_folder(Path(str(engine.url.database)).parent)
    if sqlite:
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        reader = engine.execution_options(portal_begin="BEGIN")
        looker = engine.execution_options(portal_begin="")
    else:
        reader = engine.execution_options(postgresql_readonly=True)
        looker = engine.execution_options(isolation_level="AUTOCOMMIT")
    return Database(
        engine,
        looker,
        write=sessionmaker(engine, expire_on_commit=False),
        read=sessionmaker(reader, expire_on_commit=False),
    )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise ConfigError(
            f"PORTAL_DATABASE_URL, ou PORTAL_DATA s’il n’est pas donné : le dossier « {folder} » ne peut pas être "
            "créé ; vérifiez son chemin et ses droits."
        ) from None


def _with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1) if url.startswith("postgresql://") else url


def _tune_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN is late and deferred; ours is explicit, below
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 15000")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # What is wiped (the codes and links of sent mails) also leaves the file.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that reads, then writes, fails at once under concurrency whatever the busy timeout.
    begin = connection.get_execution_options().get("portal_begin", "BEGIN IMMEDIATE")
    if begin:
        connection.exec_driver_sql(begin)


def database() -> Database:
    """The database of the current application."""
    return current_app.extensions["portal_database"]  # type: ignore[no-any-return]


@contextmanager
def transaction() -> Iterator[Session]:
    """A session whose changes are committed together at the end, or not at all."""
    db = database()
    with db.write.begin() as session:
        yield session
    if db.on_nudge:
        for name, argument in session.info.pop("nudges", ()):
            db.on_nudge(name, argument)


@contextmanager
def reading() -> Iterator[Session]:
    """A session to read with: it takes no write lock, and whatever it changed would be lost."""
    with database().read() as session:
        yield session


@contextmanager
def looking() -> Iterator[Connection]:
    """A connection to ask one question with: no transaction, no mapped objects; each page would pay for them."""
    with database().looker.connect() as connection:
        yield connection


def nudge(session: Session, name: str, argument: int) -> None:
    """After the commit of this session, tell the worker that task `name` has something to do."""
    session.info.setdefault("nudges", []).append((name, argument))


def one_at_a_time(session: Session, what: str) -> None:
    """Make other transactions that do this wait for the end of this one; SQLite has but one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"portail.{what}"))))
