"""Files that leave the portal, sent little by little as they are written.

A file of a hundred thousand lines keeps a thread busy for seconds, and Python runs one thread of a process at a time: a
few of them at once would stop every page. Each person has one at a time, and each process makes a few.
"""

import contextlib
import fcntl
import os
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask, Response, current_app, request, stream_with_context
from flask_login import current_user

from portal.web import errors
from portal.web.errors import Explanation

# Of the four threads of a process: those that are left answer the pages.
AT_ONCE = 2
WAIT = 30  # seconds; a file of a hundred thousand lines is mostly done by then
_EXTENSION = "portal_downloads"

YOURS = Explanation(
    "Un fichier à la fois",
    "Un fichier que vous avez demandé est encore en préparation ou en cours d’envoi\u00a0: dans un autre onglet, "
    "peut-être, ou parce que le bouton a été pressé deux fois.",
    "Attendez qu’il soit arrivé, ou une minute si vous l’avez abandonné, puis demandez celui-ci de nouveau. "
    "Rien n’est perdu.",
)
ALL = Explanation(
    "Trop de fichiers en préparation",
    "Plusieurs personnes emportent un fichier en même temps\u00a0; le portail n’en prépare que quelques-uns à la fois, "
    "pour que les pages continuent de répondre.",
    "Revenez à la page précédente et demandez le fichier de nouveau dans une minute. Rien n’est perdu.",
)


def download(name: str, kind: str, write: Callable[[], Iterator[bytes]]) -> Response:
    """A file of this kind, that a browser keeps under this name; or a page that says to come back in a moment.

    A HEAD takes nothing away, and nobody would close what is streamed: `write`, which notes in the journal that the
    file leaves and gives its bytes, is not called. Nor is it for who has one under way already.
    """
    response = Response(content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
    if request.method == "HEAD":
        return response
    slots: Slots = current_app.extensions[_EXTENSION]
    leave = slots.enter(current_user.account_id if current_user.is_authenticated else None)
    if not callable(leave):
        code = 429 if leave is YOURS else 503
        return errors.answer(code, leave, {"Retry-After": str(WAIT)})
    # The server closes the answer however it ends: sent, given up by who asked, broken while it was written. One that
    # never reaches the server is forgotten, and lets go then.
    response.call_on_close(leave)
    weakref.finalize(response, leave)
    try:
        response.response = stream_with_context(write())
    except BaseException:
        leave()
        raise
    return response


class Slots:
    """Who takes a file away: so many at once in this process, one for each person in all processes of this machine.

    A person is one byte of a file that this process locks: the lock ends with the process, whatever ends it.
    """

    def __init__(self, path: Path, most: int = AT_ONCE) -> None:
        """Open nothing yet: a process that is forked afterwards must have its own."""
        self._path = path
        self._most = most
        self._file: int | None = None
        self._people: list[int | None] = []
        # Again by the same thread: an answer may be forgotten at any moment, this one included.
        self._lock = threading.RLock()

    def enter(self, person: int | None) -> Callable[[], None] | Explanation:
        """Begin a file of this person; how to let go, as often as one likes, or why it is not the moment."""
        with self._lock:
            if person is not None and (person in self._people or not self._hold(person)):
                return YOURS
            if len(self._people) >= self._most:
                self._let_go(person)
                return ALL
            self._people.append(person)
        return _once(lambda: self._leave(person))

    @property
    def busy(self) -> int:
        """How many files leave this process now."""
        return len(self._people)

    def _leave(self, person: int | None) -> None:
        with self._lock:
            self._people.remove(person)
            self._let_go(person)

    def _hold(self, person: int) -> bool:
        file = self._opened()
        if file is None:
            return True
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, person)
        except (BlockingIOError, PermissionError):
            return False
        except OSError:  # a disk that has no locks: each process then counts for itself
            return True
        return True

    def _opened(self) -> int | None:
        """The file of the locks; without it, each process counts for itself."""
        if self._file is None:
            # Closing any handle on a file ends all locks that the process has in it: this one stays open.
            with contextlib.suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
                weakref.finalize(self, os.close, self._file)
        return self._file

    def _let_go(self, person: int | None) -> None:
        if self._file is not None and person is not None:
            with contextlib.suppress(OSError):
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, person)


def _once(act: Callable[[], None]) -> Callable[[], None]:
    # Taken by whoever is first: the end of the answer and its forgetting may come from two threads.
    still = [act]

    def leave() -> None:
        try:
            first = still.pop()
        except IndexError:
            return
        first()

    return leave


def init(app: Flask, data: Path) -> None:
    """Count the files that leave this application, and those of each person in this folder."""
    app.extensions[_EXTENSION] = Slots(data / "fichiers-en-cours")
