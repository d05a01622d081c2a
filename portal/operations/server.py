"""The web server: gunicorn with threads, whose workers share nothing but the database."""

import contextlib
import errno
import gc
import ipaddress
import re
import socket
import struct
from http import HTTPStatus
from types import FrameType
from typing import TYPE_CHECKING, Any, cast

import structlog
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.util import import_app, write_nonblock
from gunicorn.workers.gthread import TConn, ThreadWorker

from portal.config import ConfigError, Settings, is_loopback
from portal.web import errors
from portal.web.logs import log

if TYPE_CHECKING:
    from flask import Flask

THREADS = 4
# Seconds in which a browser takes nothing of what is sent to it: then it is gone, whatever its network says.
STALLED = 60
_BIND = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<host>[^\[\]:]+)):(?P<port>[0-9]{1,5})", re.ASCII)
_PORTS = range(1, 65536)
_WHY = {
    errno.EADDRINUSE: "ce port est déjà pris ; arrêtez le programme qui l’occupe, ou choisissez-en un autre",
    errno.EADDRNOTAVAIL: "cette machine n’a pas cette adresse",
    errno.EACCES: "les ports au-dessous de 1024 sont réservés ; prenez par exemple 8000",
}


class Records(Logger):
    """What gunicorn itself has to say, in the lines of JSON of all the rest."""

    def setup(self, cfg: Any) -> None:
        """Leave the writing to the handler of `portal.web.logs`."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class Worker(ThreadWorker):
    """A web process that finishes what it has in hand, and says in French what it cannot read."""

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """Stop as SIGTERM asks for: take nothing more, end what was begun.

        Gunicorn's own answer to Ctrl+C closes the pool of threads from within the signal: one that comes while a
        request is handed to a thread waits for a lock that it holds itself, until the master kills the process twenty
        seconds later.
        """
        self.handle_exit(sig, frame)

    def handle(self, conn: TConn) -> Any:
        """Answer on this connection, as long as its browser takes what is sent.

        One that stops would keep the thread for ever, and the place that its file has among the downloads.
        """
        with contextlib.suppress(OSError):  # it has left already
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", STALLED, 0))
        return super().handle(conn)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Treat a browser that has stopped as one that has left: gunicorn would call it a failure of the portal."""
        try:
            return super().handle_request(req, conn)
        except BlockingIOError as error:
            raise BrokenPipeError(errno.EPIPE, "stalled") from error

    def handle_error(self, req: object, client: socket.socket, addr: object, exc: BaseException) -> None:  # noqa: ARG002 - gunicorn's names
        """Answer what never reached the portal.

        Gunicorn's own answer is in English, and its record quotes the address asked for: a link's token, perhaps.
        """
        code = _code(exc)
        structlog.contextvars.clear_contextvars()  # those of the last request that this thread could read
        log.warning("unreadable", error=type(exc).__name__, status=code)
        with contextlib.suppress(OSError):  # whoever sent that need not wait for an answer
            write_nonblock(client, _refusal(code, errors.bare(cast("Flask", self.wsgi), code)))


def _code(error: BaseException) -> int:
    """The status of what cannot be read."""
    match error:
        case LimitRequestLine():
            return HTTPStatus.REQUEST_URI_TOO_LONG
        case LimitRequestHeaders():
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        case ParseException():
            return HTTPStatus.BAD_REQUEST
    return HTTPStatus.INTERNAL_SERVER_ERROR


def _refusal(code: int, page: str) -> bytes:
    """A whole answer, written by hand: there is no application to make one."""
    body = page.encode()
    head = (
        f"HTTP/1.1 {code} {HTTPStatus(code).phrase}",
        "Connection: close",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
    )
    return "\r\n".join((*head, "", "")).encode("ascii") + body


class Server(BaseApplication):
    """gunicorn, told everything by arguments and nothing by a file."""

    def __init__(self, *, bind: str, workers: int) -> None:
        """Listen on `bind` with so many processes."""
        self._bind = bind
        self._workers = workers
        super().__init__()

    def load_config(self) -> None:
        """What gunicorn is told."""
        chosen = {
            "bind": self._bind,
            "workers": self._workers,
            "threads": THREADS,
            "worker_class": Worker,
            "logger_class": Records,
            "loglevel": "warning",
            # The proxy's headers are judged by portal.web.origin, not by gunicorn.
            "forwarded_allow_ips": "",
            "limit_request_line": 4094,
            "graceful_timeout": 20,
            "proc_name": "portail",
            # A socket by which to command it, at one place for all the portals of an account: nothing uses it.
            "control_socket_disable": True,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application of one worker process, made after the fork: no connection is ever shared."""
        app = cast("Flask", import_app("portal:create_app()"))
        # A body whose pieces are badly cut is found out only when the portal reads it.
        app.register_error_handler(ParseException, lambda _error: errors.answer(400, errors.TEXTS[400]))
        # What is loaded by now stays for ever: the collector need not walk through it again and again.
        gc.collect()
        gc.freeze()
        return app


def check_bind(bind: str, settings: Settings) -> None:
    """Refuse to show a demo to other machines, and to start where nobody can listen.

    Raises:
        ConfigError: the address cannot be read, is not this machine's or is taken; or a demo would leave this machine.
    """
    found = _BIND.fullmatch(bind)
    host, port = (found["v6"] or found["host"], int(found["port"])) if found else ("", 0)
    if not _is_address(host) or port not in _PORTS:
        raise ConfigError(f"--bind « {bind} » ne se lit pas ; donnez une adresse et un port, comme 127.0.0.1:5000.")
    if settings.demo and not is_loopback(host):
        raise ConfigError(
            f"Une démonstration n’écoute que sur cette machine : --bind {host} est refusé, prenez 127.0.0.1."
        )
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if found and found["v6"] else socket.AF_INET).close()
    except OSError as error:
        why = _WHY.get(error.errno or 0, "cette machine ne permet pas d’y écouter")
        raise ConfigError(f"--bind {bind} : {why}.") from None


def _is_address(host: str) -> bool:
    """Whether this names a network card, or this machine itself; another name could mean anything tomorrow."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True
