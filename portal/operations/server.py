"""The web server: gunicorn with threads, whose workers share nothing but the database."""

import errno
import gc
import ipaddress
import re
import socket
from types import FrameType
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app
from gunicorn.workers.gthread import ThreadWorker

from portal.config import ConfigError, Settings, is_loopback

THREADS = 4
_BIND = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<host>[^\[\]:]+)):(?P<port>[0-9]{1,5})", re.ASCII)
_PORTS = range(1, 65536)
_WHY = {
    errno.EADDRINUSE: "ce port est déjà pris ; arrêtez le programme qui l’occupe, ou choisissez-en un autre",
    errno.EADDRNOTAVAIL: "cette machine n’a pas cette adresse",
    errno.EACCES: "les ports au-dessous de 1024 sont réservés ; prenez par exemple 8000",
}


class Worker(ThreadWorker):
    """A web process that finishes what it has in hand, however it is told to stop.

    Gunicorn's own answer to Ctrl+C closes the pool of threads from within the signal: one that comes while a request is
    handed to a thread waits for a lock that it holds itself, until the master kills the process twenty seconds later.
    """

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """Stop as SIGTERM asks for: take nothing more, end what was begun."""
        self.handle_exit(sig, frame)


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
            "loglevel": "warning",
            # The proxy's headers are judged by portal.web.origin, not by gunicorn.
            "forwarded_allow_ips": "",
            "limit_request_line": 4094,
            "graceful_timeout": 20,
            "proc_name": "portail",
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application of one worker process, made after the fork: no connection is ever shared."""
        app = import_app("portal:create_app()")
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
