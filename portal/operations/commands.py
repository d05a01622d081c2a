"""`portail run|serve|worker|purge`: the processes of the portal."""

import ctypes
import os
import signal
import subprocess
import sys
import time

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext

from portal import config, environ
from portal.jobs import worker as consumer
from portal.operations import server, service

# From Linux's sys/prctl.h.
PR_SET_PDEATHSIG = 1

_bind = click.option("--bind", default="127.0.0.1:5000", show_default=True, metavar="ADRESSE:PORT", help="Où écouter.")
_workers = click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    metavar="N",
    help="Nombre de processus qui servent les pages.",
)


@click.command()
@_bind
@_workers
@click.pass_context
def serve(ctx: click.Context, bind: str, workers: int) -> None:
    """Sert les pages (gunicorn)."""
    # Made to be judged, and not served: what it refuses must not wait to be met in each process.
    app: Flask = ctx.ensure_object(ScriptInfo).load_app()
    server.check_bind(bind, app.extensions["portal_settings"])
    server.Server(bind=bind, workers=workers).run()


@click.command()
@with_appcontext
def worker() -> None:
    """Envoie le courriel et fait le travail de fond."""
    consumer.run(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - the documented way to the application itself


@click.command()
@_bind
@_workers
@with_appcontext
def run(bind: str, workers: int) -> None:
    """Démarre et arrête tout ensemble. La base est préparée, puis servent les pages et le travail de fond."""
    settings = config.settings()
    server.check_bind(bind, settings)
    service.prepare()
    told = _listen_to_signals()
    children = [
        _start(words, environment(bind)) for words in (["serve", "--bind", bind, "--workers", str(workers)], ["worker"])
    ]
    start = f"http://{bind}/demo" if settings.demo else f"http://{bind}"
    click.echo(f"Portail Santé : {start}  (Ctrl+C pour arrêter)")
    sys.exit(_watch(children, told))


def environment(bind: str) -> dict[str, str]:
    """What the processes are given: whoever moves the port of a portal without public address moves its links too."""
    return {"PORTAL_BASE_URL": f"http://{bind}"} | os.environ


def _start(words: list[str], env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start `portail WORDS`, to be stopped with this process even if it is killed and can say nothing.

    Else pages and worker would go on unseen, holding the port. Only Linux knows how to do this.
    """
    parent = os.getpid()
    kernel = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded here: a child just born should do little

    def first() -> None:
        if kernel:
            kernel.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # killed meanwhile: nobody is left to say so
            os._exit(1)

    # Safe before an exec: this process has one thread, so no lock is held by another at the fork.
    return subprocess.Popen([sys.executable, "-m", "portal.cli", *words], env=env, preexec_fn=first)  # noqa: S603, PLW1509 - our own command


def _listen_to_signals() -> list[int]:
    """Where the signals to stop are noted; asked for before any child is born, so that none is left behind.

    SIGHUP is that of a terminal that closes: gunicorn, left alone with it, would load itself anew and stay.
    """
    told: list[int] = []
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(sign) is not signal.SIG_IGN:  # `nohup portail run` is meant to outlive the terminal
            signal.signal(sign, lambda number, _: told.append(number))
    return told


def _watch(children: list[subprocess.Popen[bytes]], told: list[int]) -> int:
    """Wait until a child ends or somebody says stop; then stop them all, whoever began.

    A child that ends by itself is a failure, whatever it returns: whoever supervises must start the portal again.
    """
    while not told and all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        if child.poll() is None:
            child.terminate()
    codes = [child.wait() for child in children]
    return 0 if told else max(1, *(abs(code) for code in codes))


@click.command("reglages")
def settings_table() -> None:
    """Écrit le tableau des réglages, celui du README."""
    click.echo(environ.table(config.Settings))


@click.command()
@with_appcontext
def purge() -> None:
    """Efface ce qui n’a plus à être gardé. C’est fait aussi chaque nuit."""
    service.purge()
    click.echo(
        "Sessions, codes, liens, brouillons, compteurs et messages périmés effacés\u00a0; personnes, du journal ancien."
    )
