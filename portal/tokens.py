"""The token that names a row to whoever holds a link: its number, and what no other row of that number says.

Signed alone, a number names whatever row has it next: a database brought back from a backup gives again those that it
has forgotten, and so does another one under the same key. An old link would open what is now somebody else's.
"""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from portal.keys import digest, sign, unsign

Fact = str | int | datetime | None
Row = TypeVar("Row")


@dataclass(frozen=True)
class RowToken(Generic[Row]):
    """The tokens of one purpose.

    Attributes:
        purpose: What its tokens are for: that of one purpose opens nothing for another.
        names: Of a row, its number, then what tells it from every other that may ever bear it: a salt, the microsecond
            when it was made. Whatever else is put there kills the tokens when it changes.
    """

    purpose: str
    names: Callable[[Row], tuple[int, Fact, *tuple[Fact, ...]]]

    def write(self, row: Row, *, at: datetime | None = None) -> str:
        """The token of this row; `at`, to the second, for whoever reads it with `read_dated`."""
        number, *facts = self.names(row)
        return sign(self.purpose, [number, _mark(facts), int(at.timestamp()) if at else None])

    def read(self, token: str, get: Callable[[int], Row | None]) -> Row | None:
        """The row of a token, which `get` finds by its number; None when it is gone, or was never named here."""
        found = self._read(token, get)
        return found[0] if found else None

    def read_dated(self, token: str, get: Callable[[int], Row | None]) -> tuple[Row, datetime] | None:
        """The row of a token that was written with an instant, and that instant."""
        found = self._read(token, get)
        return (found[0], datetime.fromtimestamp(found[1], UTC)) if found and found[1] is not None else None

    def _read(self, token: str, get: Callable[[int], Row | None]) -> tuple[Row, int | None] | None:
        match unsign(self.purpose, token):
            case [int(number), str(mark), int() | None as at]:
                row = get(number)
            case _:
                return None
        if row is None:
            return None
        # Found by this number: only the rest is left to compare.
        is_same = hmac.compare_digest(mark.encode(), _mark(self.names(row)[1:]).encode())
        return (row, at) if is_same else None


def _mark(facts: Sequence[Fact]) -> str:
    return digest(*(_text(fact) for fact in facts))


def _text(fact: Fact) -> str:
    # A database may give an instant back in another zone: the instant is the same.
    return fact.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(fact, datetime) else repr(fact)
