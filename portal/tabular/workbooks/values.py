"""What a cell of a workbook says: as the same cell in the CSV that a French spreadsheet would save, digits unharmed."""

import re
from datetime import datetime, timedelta

TRUE, FALSE = "VRAI", "FAUX"

# A spreadsheet keeps fifteen digits: a longer number has lost its last ones, and is left in a form that says so.
_EXACT = 10**15
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a day in a sheet has no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - the same
_MISSING_DAY = 60  # Excel counts a 29 February 1900 that was not
_SECONDS = 86_400
_DAY = timedelta(days=1)

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)
_DURATION = re.compile(r"PT(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:[.,][0-9]+)?S)?")
_ZEROS = re.compile(r"0{2,32}")


def boolean(*, value: bool) -> str:
    """A yes or a no."""
    return TRUE if value else FALSE


def number(value: float, digits: int = 0) -> str:
    """A number, in full where it is known in full: 10101010101, never 1,01E+10.

    Args:
        value: What the cell holds.
        digits: How many its format shows at least: nine, for a FINESS shown as 010000024.
    """
    if abs(value) < _EXACT and value == int(value):
        return f"{int(value):0{digits}d}"
    return f"{value:.15g}".replace(".", ",").upper()


def moment(serial: float, *, since_1904: bool = False) -> str:
    """A day, JJ/MM/AAAA, with its time if it has one; a time alone if there is no day.

    Args:
        serial: Days since 1900, or 1904 for a workbook made on an old Macintosh.
        since_1904: Which of the two.
    """
    epoch = _EPOCH_1904 if since_1904 else _EPOCH
    try:
        # Excel keeps milliseconds at best, and shows seconds.
        since = timedelta(seconds=round(serial * _SECONDS))
        when = epoch + since + timedelta(days=not since_1904 and serial < _MISSING_DAY)
    except (OverflowError, ValueError):  # beyond the year 9999, or no number at all
        return number(serial)
    if serial < 0:
        return number(serial)
    return _time(when) if since < _DAY and not since_1904 else day(when)


def day(when: datetime) -> str:
    """A day, JJ/MM/AAAA, with its time unless it is midnight."""
    date = f"{when.day:02}/{when.month:02}/{when.year:04}"
    return date if (when.hour, when.minute, when.second) == (0, 0, 0) else f"{date} {_time(when)}"


def iso(text: str) -> str:
    """A day written 2026-04-03 or 2026-04-03T14:05:00, which newer formats use; any other text is left as it is."""
    try:
        return day(datetime.fromisoformat(text))
    except ValueError:
        return text


def duration(text: str) -> str:
    """A time of the day written PT14H05M00S; any other text is left as it is."""
    found = _DURATION.fullmatch(text)
    if not found:
        return text
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def _time(when: datetime) -> str:
    return f"{when:%H:%M:%S}" if when.second else f"{when:%H:%M}"


def is_date(code: str) -> bool:
    """Whether this number format shows a day or a time."""
    return bool(_DATE_LETTERS.search(_QUOTED.sub("", code)))


def least_digits(code: str) -> int:
    """How many digits this number format shows at least; 0 unless it is made of nothing but zeros."""
    return len(code) if _ZEROS.fullmatch(code) else 0
