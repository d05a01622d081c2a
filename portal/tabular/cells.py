"""What a cell may hold, and how a text is kept from being run as a formula when the sheet is opened."""

from datetime import date
from typing import TypeAlias

Cell: TypeAlias = str | int | date | None

# What Excel, LibreOffice or Google Sheets may read as the beginning of a formula, full-width signs included.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARD = "'"
_FIRST = frozenset({*_RUN, _GUARD})


def would_run(text: str) -> bool:
    """Whether a spreadsheet could take this text for a formula."""
    return text.startswith(_RUN)


def plain(text: str) -> str:
    """The text as a CSV may carry it: an apostrophe first says « text » to a spreadsheet (OWASP, CSV injection).

    A text that already looks guarded is guarded once more, so that `unguarded` gives back each text as it was.
    """
    return f"{_GUARD}{text}" if text[:1] in _FIRST and would_run(text.lstrip(_GUARD)) else text


def unguarded(text: str) -> str:
    """The text that `plain` made safe, as it was: a file that goes out and comes back has changed nothing."""
    return text[1:] if text.startswith(_GUARD) and would_run(text.lstrip(_GUARD)) else text


def reference(line: int, at: int) -> str:
    """The name that a spreadsheet gives to a cell: `B2` is line 2, position 1."""
    letters = ""
    rest = at + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{line}"
