"""Pages of a list: the one asked for is always one that exists, whatever the address says."""

from dataclasses import dataclass

from portal.web.dates import number

SIZE = 50
_DIGITS = 9  # a page number is no longer than this: what is longer was not typed to find a page


@dataclass(frozen=True)
class Paging:
    """One page of a list.

    Attributes:
        current: Its number, from 1.
        total: How many rows there are on all pages.
        size: How many rows one page shows.
    """

    current: int
    total: int
    size: int = SIZE

    @property
    def pages(self) -> int:
        """How many pages there are: one at least, that may be empty."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.current - 1) * self.size

    @property
    def text(self) -> str:
        """« 51 à 100 sur 431 »; nothing when there is nothing to show."""
        if not self.total:
            return ""
        last = min(self.offset + self.size, self.total)
        return f"{number(self.offset + 1)} à {number(last)} sur {number(self.total)}"


def paging(asked: str | None, total: int, size: int = SIZE) -> Paging:
    """The page that an address asks for: the first if it asks for none, the last if it asks for one after it."""
    asked = asked or ""
    wanted = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= _DIGITS else 1
    return Paging(max(1, min(wanted, Paging(1, total, size).pages)), total, size)
