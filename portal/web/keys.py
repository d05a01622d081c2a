"""The keys and the versions that an address or a form names: whole numbers, or nothing."""

# Of the largest number that a database holds.
_DIGITS = 18


def read_key(text: str | None) -> int | None:
    """The number of this text; None when it is none, or one that no database could hold."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
