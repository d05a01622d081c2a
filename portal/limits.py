"""A limit: so many events in so long, written `10/24h` in the settings."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "j": "days"}
_SHAPE = re.compile(r"([1-9][0-9]{0,6})/([1-9][0-9]{0,4})(s|min|h|j)")


@dataclass(frozen=True)
class Limit:
    """At most `count` events in any `window` that starts with the first of them."""

    count: int
    window: timedelta

    def __str__(self) -> str:
        """As it is written in the settings, in the largest unit that divides the window."""
        for unit, word in reversed(_UNITS.items()):
            length, rest = divmod(self.window, timedelta(**{word: 1}))
            if not rest:
                return f"{self.count}/{length}{unit}"
        raise AssertionError("a window counts whole seconds")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `count/duration` with the unit s, min, h or j.

        Raises:
            ValueError: the text is not of that form; the message is French.
        """
        found = _SHAPE.fullmatch(text.strip())
        if not found:
            raise ValueError(f"« {text} » ne se lit pas ; écrivez par exemple 10/24h ou 5/10min")
        return cls(int(found[1]), timedelta(**{_UNITS[found[3]]: int(found[2])}))
