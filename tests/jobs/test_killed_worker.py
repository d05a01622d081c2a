"""The worker of the portal itself, killed with a mail in its hands: the sweep finds it, under the same Message-ID."""

import asyncio
import email
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import delete, select, update

from portal import clock
from portal.db import reading, transaction
from portal.jobs.models import JobSlot
from portal.mail import outbox
from portal.mail.models import OutboxMail
from portal.signin import mails
from portal.signin.rules import Purpose
from tests.databases import SECRET
from tests.jobs.program import wait_for
from tests.mail.conftest import free_port

ROOT = Path(__file__).parents[2]


class Silent:
    """A server that receives a first message and never says whether it took it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ids: list[str] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - aiosmtpd chooses both
        self.ids.append(email.message_from_bytes(envelope.content)["Message-ID"])
        (self.folder / f"received-{len(self.ids)}").touch()
        if len(self.ids) == 1:
            await asyncio.sleep(60)
        return "250 OK"


@pytest.fixture
def silent(tmp_path) -> Iterator[tuple[Silent, int]]:
    post, port = Silent(tmp_path), free_port()
    server = Controller(post, hostname="127.0.0.1", port=port)
    server.start()
    yield post, port
    server.stop(no_assert=True)


@pytest.fixture
def start(tmp_path, database_url, silent) -> Iterator[object]:
    """Starts `portail worker`."""
    settings = {
        "PORTAL_SECRET_KEY": SECRET,
        "PORTAL_DATA": str(tmp_path),
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_JOBS_URL": f"sqlite:///{tmp_path}/taches.sqlite3",
        "PORTAL_SMTP_URL": f"smtp://127.0.0.1:{silent[1]}",
        "PORTAL_MAIL_FROM": "portail@hopital.example",
    }
    running = []

    def popen() -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "portal.cli", "worker"]
        running.append(subprocess.Popen(words, cwd=ROOT, env=settings))  # noqa: S603 - our own program
        return running[-1]

    yield popen
    for process in running:
        process.kill()
        process.wait()


def test_a_mail_in_the_hands_of_a_killed_worker_leaves_with_the_next(app, silent, start, tmp_path):
    now = clock.now()
    until = now + timedelta(minutes=10)
    with transaction() as session:
        mail = mails.code("a.b@chu-demo.mssante.fr", "Marie", Purpose.SIGN_IN, "482913", asked_at=now, ends_at=until)
        outbox.add(session, mail)
    first = start()
    wait_for(tmp_path / "received-1", 30)
    first.kill()
    first.wait()
    with transaction() as session:  # as after three minutes
        session.execute(update(OutboxMail).values(claimed_until=clock.now()))
        session.execute(delete(JobSlot))
    second = start()
    wait_for(tmp_path / "received-2", 30)
    second.terminate()
    assert second.wait(timeout=20) == 0
    assert silent[0].ids[0] == silent[0].ids[1]
    with reading() as session:
        assert session.scalars(select(OutboxMail.sent_at)).one() is not None
