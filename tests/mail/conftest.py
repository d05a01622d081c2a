"""Real SMTP servers that do as they are told, and a template of the tests' own."""

# ruff: noqa: ARG002, N802 - aiosmtpd chooses the names of the hooks, and gives them more than they need

import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select

from portal.db import reading, transaction
from portal.mail import outbox, smtp
from portal.mail.models import OutboxMail
from portal.mail.rules import Mail
from portal.mail.transport import transport

TEMPLATES = {
    "mail/essai/code.txt": (
        '{% extends "mail/_layout.txt" %}{% from "mail/_parts.txt" import big_code, action %}{% block body %}\n'
        "Bonjour {{ name }}, voici votre code :\n{{ big_code(code) }}\n"
        "{{ action(link, 'Choisir un mot de passe') }}\n{% endblock body %}"
    ),
    "mail/essai/code.html": (
        '{% extends "mail/_layout.html" %}{% from "mail/_parts.html" import big_code, action %}{% block body %}\n'
        "<p>Bonjour {{ name }}, voici votre code :</p>\n{{ big_code(code) }}\n"
        "{{ action(link, 'Choisir un mot de passe') }}\n{% endblock body %}"
    ),
    "mail/essai/casse.txt": "{{ code | int / 0 }}",
    "mail/essai/casse.html": "",
    "mail/essai/bavard.txt": "{{ raise_with(code) }}",
    "mail/essai/bavard.html": "",
}
CODE = "482913"
LINK = "https://portail.exemple.fr/mot-de-passe/nouveau/aHR0cHM6Ly9leGVtcGxlLmZy.Zx1-AbC_dEf"


class Post:
    """A server that keeps what it accepts, and gives the replies that it was told to give first."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.connections = 0
        self.recipient_replies: list[str] = []
        self.content_replies: list[str] = []

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.recipient_replies:
            return self.recipient_replies.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.content_replies:
            return self.content_replies.pop(0)
        self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def listening(post: Post, port: int, **options: object) -> Iterator[None]:
    controller = Controller(post, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield
    finally:
        smtp.hang_up()
        controller.stop(no_assert=True)


@pytest.fixture(autouse=True)
def _forget_servers() -> Iterator[None]:
    yield
    transport.cache_clear()


@pytest.fixture
def serve() -> Iterator[Callable[..., int]]:
    """Starts servers: `port = serve(post)`."""
    with ExitStack() as servers:

        def start(post: Post, port: int | None = None, **options: object) -> int:
            port = port or free_port()
            servers.enter_context(listening(post, port, **options))
            return port

        yield start


@pytest.fixture
def post(app, serve, configure) -> Post:
    """The server that the application sends to."""
    post = Post()
    configure(smtp_url=f"smtp://127.0.0.1:{serve(post)}")
    return post


@pytest.fixture(autouse=True)
def _own_templates(request) -> None:
    if "app" in request.fixturenames:
        environment = request.getfixturevalue("app").jinja_env
        environment.loader = ChoiceLoader([DictLoader(TEMPLATES), environment.loader])


@pytest.fixture
def write(app) -> Callable[..., int]:
    """Puts a mail in the outbox and gives its number."""

    def add(**overrides: object) -> int:
        values = {
            "to": "marie.lefevre@chu-demo.mssante.fr",
            "subject": "Votre code de connexion",
            "template": "essai/code",
            "context": {"name": "Marie Lefèvre", "code": CODE, "link": LINK},
        }
        with transaction() as session:
            outbox.add(session, Mail(**{**values, **overrides}))
        with reading() as session:
            return session.scalars(select(OutboxMail.id).order_by(OutboxMail.id.desc()).limit(1)).one()

    return add


@pytest.fixture
def row(app) -> Callable[[int], OutboxMail]:
    """The mail of this number as it is now."""

    def read(mail_id: int) -> OutboxMail:
        with reading() as session:
            return session.get_one(OutboxMail, mail_id)

    return read
