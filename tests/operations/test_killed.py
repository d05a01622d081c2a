"""A worker that is killed loses nothing: what waited leaves with the next one, at once and only once."""

import asyncio
import email
import signal
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from portal import clock
from portal.accounts import mails
from portal.accounts.rules import Kind, Reach
from portal.db import reading, transaction
from portal.jobs import store as jobs
from portal.jobs.worker import THREADS
from portal.mail import outbox
from portal.mail.models import OutboxMail
from tests.operations.process import free_port, running, wait_until

WAITING = 3


class Post:
    """A server that takes messages, and answers none of them as long as it is silent."""

    def __init__(self) -> None:
        self.silent = True
        self.received: list[str] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - aiosmtpd chooses both
        self.received.append(email.message_from_bytes(envelope.content)["Message-ID"])
        while self.silent:  # noqa: ASYNC110 - told by the test's thread, which an asyncio.Event does not hear
            await asyncio.sleep(0.02)
        return "250 OK"


@pytest.fixture
def post(deployment) -> Iterator[Post]:
    """The server of this deployment."""
    found, port = Post(), free_port()
    server = Controller(found, hostname="127.0.0.1", port=port)
    server.start()
    deployment["PORTAL_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    yield found
    found.silent = False
    server.stop(no_assert=True)


def write(count: int) -> list[str]:
    """So many mails in the outbox; their Message-ID."""
    with transaction() as session:
        for number in range(count):
            reach = Reach(Kind.HEALTH_PROFESSIONAL, f"personne{number}@chu-demo.mssante.fr", None, None)
            outbox.add(session, mails.password_changed(reach, "Marie Lefèvre", clock.now()))
        session.flush()
        return list(session.scalars(select(OutboxMail.message_id).order_by(OutboxMail.id)))


def sent() -> set[str]:
    with reading() as session:
        return set(session.scalars(select(OutboxMail.message_id).where(OutboxMail.sent_at.is_not(None))))


def at_work() -> bool:
    with reading() as session:
        return jobs.last_finished(session) is not None


def test_what_waited_when_the_worker_was_killed_leaves_once_with_the_next(app, deployment, tmp_path, post):
    with running(tmp_path, deployment, "worker") as worker:
        wait_until(at_work, worker)
        written = write(THREADS + WAITING)
        wait_until(lambda: len(post.received) == THREADS, worker)
        worker.tell(signal.SIGKILL)
        worker.end()
    in_hand, post.silent = set(post.received), False
    waiting = set(written) - in_hand
    with running(tmp_path, deployment, "worker") as worker:
        wait_until(lambda: waiting <= sent(), worker)
        time.sleep(0.5)  # the time for a second message to come, if there were one
        worker.tell(signal.SIGTERM)
        assert worker.end() == 0
    times = Counter(post.received)
    assert [times[mail] for mail in waiting] == [1] * WAITING
    assert sent() == waiting
