"""Where messages to the worker wait, chosen by URL; one that is down is met at its first use, never at the start."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import PostgresStorage, SqliteStorage

from portal.config import ConfigError

NAME = "portail"
# Seconds. A request waits for no longer than the first when the place is down; the second bounds one exchange.
CONNECT_TIMEOUT = 2
REPLY_TIMEOUT = 5


class Plain(Serializer):
    """JSON, never pickle: who can write in the queue names a known task and a number, and runs nothing else."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps([data.id, data.name, data.args]).encode()

    def _deserialize(self, data: bytes) -> Message:
        identifier, name, args = json.loads(data)
        return Message(identifier, name, args=tuple(args))


class LazySqlite(SqliteStorage):
    """The embedded default; its folder and tables are made with the first connection."""

    def _create_connection(self) -> Any:
        Path(self.filename).parent.mkdir(parents=True, exist_ok=True)
        connection = super()._create_connection()
        # A message lost with the current costs a minute, the sweep's; a disk flush would be paid by every request.
        connection.execute("PRAGMA synchronous = NORMAL")
        for statement in self.ddl:
            connection.execute(statement)
        return connection


class LazyPostgres(PostgresStorage):
    """PostgreSQL, woken by LISTEN; its tables are made with the first connection."""

    def _create_connection(self) -> Any:
        connection = self._connect()
        with connection.transaction():
            # Two processes that both find no table would otherwise both make it.
            connection.execute("SELECT pg_advisory_xact_lock(hashtext('portail.jobs'))")
            if connection.execute("SELECT to_regclass(%s)", (self.table_task,)).fetchone() == (None,):
                for statement in self.ddl:
                    connection.execute(statement)
        return connection


def connect(url: str) -> Huey:
    """The queue of this URL: `sqlite:///path`, `postgresql://…`, `redis://…`; nothing is opened yet.

    Raises:
        ConfigError: the scheme is not that of a queue.
    """
    options: dict[str, Any] = {"results": False, "serializer": Plain()}
    match urlsplit(url).scheme:
        case "sqlite":
            path = url.removeprefix("sqlite:///")
            return SqliteHuey(NAME, storage_class=LazySqlite, filename=path, create_tables=False, **options)
        case "postgresql":
            options |= {"dsn": url, "connect_timeout": CONNECT_TIMEOUT, "create_tables": False}
            return PostgresHuey(NAME, storage_class=LazyPostgres, **options)
        case "redis" | "rediss":
            return RedisHuey(NAME, connection_pool=_redis_pool(url), **options)
        case scheme:
            raise ConfigError(f"PORTAL_JOBS_URL : « {scheme}: » n’est pas une file connue.")


def _redis_pool(url: str) -> Any:
    from redis import ConnectionPool  # noqa: PLC0415 - an optional dependency
    from redis.backoff import NoBackoff  # noqa: PLC0415 - the same
    from redis.retry import Retry  # noqa: PLC0415 - the same

    # By default redis tries again for seconds: a request would wait as long when the server is down.
    return ConnectionPool.from_url(
        url,
        socket_connect_timeout=CONNECT_TIMEOUT,
        socket_timeout=REPLY_TIMEOUT,
        retry=Retry(NoBackoff(), 0),
    )
