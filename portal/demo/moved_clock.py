"""How far the demo's clock stands from real time: one small file, so that pages and worker agree on the time.

It is looked at whenever an application's context opens, and read only when it has changed.
"""

import os
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from portal import clock
from portal.config import settings
from portal.demo.rules import Step, shift_after

_Stamp = tuple[int, int, int]


def tick() -> None:
    """Set the clock of this process where the file says."""
    clock.shift(current())


def current() -> timedelta:
    """How far the clock stands from real time now."""
    path = _path()
    return _read(path, _stamp(path))


def move(step: Step) -> timedelta:
    """Move the clock for every process; how far it then stands from real time."""
    path, shift = _path(), shift_after(step, current(), datetime.now(UTC))
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whole or absent, whoever reads meanwhile.
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_text(f"{shift.total_seconds():.0f}", encoding="ascii")
    draft.replace(path)
    tick()
    return shift


def _path() -> Path:
    return settings().data / "horloge"


def _stamp(path: Path) -> _Stamp | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


@lru_cache(maxsize=1)
def _read(path: Path, stamp: _Stamp | None) -> timedelta:
    """The shift that the file holds; the stamp only tells one content from the next."""
    return timedelta(seconds=int(path.read_text(encoding="ascii"))) if stamp else timedelta()
