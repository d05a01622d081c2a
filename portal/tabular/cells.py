"""What a cell may hold, and how a text is kept from being run as a formula when the sheet is opened."""

from datetime import date
from typing import TypeAlias

Cell: TypeAlias = str | int | date | None

# What Excel, LibreOffice or Google Sheets may read as the beginning of a formula, full-width signs included.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def would_run(text: str) -> bool:
    """Whether a spreadsheet could take this text for a formula."""
    return text.startswith(_RUN)


def plain(text: str) -> str:
    """The text as a CSV may carry it: an apostrophe first says « text » to a spreadsheet (OWASP, CSV injection)."""
    return f"'{text}" if would_run(text) else text
