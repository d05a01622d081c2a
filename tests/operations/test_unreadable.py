"""What no browser sends on purpose: answered in French by a 4xx, and not quoted in the log."""

import json
import shutil
import socket
from collections.abc import Callable, Iterator

import pytest
from bs4 import BeautifulSoup

from tests.databases import SECRET
from tests.operations.process import ask, free_port, running, wait_until

pytestmark = pytest.mark.xdist_group("operations")

TOKEN = "MQ.secret-du-lien"
POST = "POST /connexion HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
# What is sent, the status and the title of the answer.
SENT = {
    "an address too long": (f"GET /{TOKEN}{'a' * 5000} HTTP/1.1\r\n\r\n", 414, "Adresse trop longue"),
    "cookies too long": (
        f"GET / HTTP/1.1\r\nHost: {{host}}\r\nCookie: a={TOKEN}{'a' * 9000}\r\n\r\n",
        431,
        "Trop de cookies",
    ),
    "an address with accents": (f"GET /é{TOKEN} HTTP/1.1\r\n\r\n", 400, "Demande incomprise"),
    "a version of HTTP that is none": (f"GET /{TOKEN} HTTP/9.9\r\n\r\n", 400, "Demande incomprise"),
    "a header that is none": (f"GET / HTTP/1.1\r\nHost: {{host}}\r\n{TOKEN}\r\n\r\n", 400, "Demande incomprise"),
    "a piece of body without a size": (
        f"{POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n{TOKEN}\r\n0\r\n\r\n",
        400,
        "Demande incomprise",
    ),
}


@pytest.fixture(scope="module")
def send(sqlite_template, tmp_path_factory) -> Iterator[Callable[[str], tuple[str, str, list[str]]]]:
    """Sends bytes to a portal that serves: the head and the body of its answer, and what it wrote meanwhile."""
    folder, port = tmp_path_factory.mktemp("service"), free_port()
    shutil.copy(sqlite_template, folder / "portail.sqlite3")
    settings = {
        "PORTAL_SECRET_KEY": SECRET,
        "PORTAL_DATA": str(folder),
        "PORTAL_SMTP_URL": "smtp://127.0.0.1:1",
        "PORTAL_MAIL_FROM": "portail@hopital.example",
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
    }
    with running(folder, settings, "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1") as started:
        wait_until(lambda: ask(port, "/sante")[0], started)

        def sent(text: str) -> tuple[str, str, list[str]]:
            before = len(started.text)
            with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
                line.sendall(text.replace("{host}", f"127.0.0.1:{port}").encode())
                line.shutdown(socket.SHUT_WR)
                answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
            wait_until(lambda: len(started.text) > before, started)
            return *answer.split("\r\n\r\n", 1), started.text[before:].splitlines()

        yield sent


@pytest.mark.parametrize("what", SENT)
def test_it_is_refused_by_a_page_in_french(send, what):
    text, status, title = SENT[what]
    head, body, _ = send(text)
    page = BeautifulSoup(body, "html.parser")
    assert head.split()[1] == str(status)
    assert (page.html["lang"], page.h1.get_text(strip=True)) == ("fr", title)


@pytest.mark.parametrize("what", SENT)
def test_the_log_is_json_and_quotes_nothing_of_it(send, what):
    *_, lines = send(SENT[what][0])
    assert [json.loads(line)["level"] for line in lines]
    assert not any(TOKEN in line or "127.0.0.1" in line for line in lines)
