from collections.abc import Sequence
from typing import Any

class BaseStorage:
    blocking: bool
    priority: bool
    def close(self) -> bool | None: ...

class SqliteStorage(BaseStorage):
    filename: str
    ddl: Sequence[str]
    def _create_connection(self) -> Any: ...

class PostgresStorage(BaseStorage):
    table_task: str
    ddl: Sequence[str]
    def _connect(self) -> Any: ...
    def _create_connection(self) -> Any: ...
