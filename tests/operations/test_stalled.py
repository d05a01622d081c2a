"""A browser that stops taking what is sent to it gives back the thread that answers it; one that is slow does not."""

import select
import socket
import subprocess
import sys
import time

import pytest

from tests.operations.process import PATIENCE, free_port

pytestmark = pytest.mark.xdist_group("operations")

PIECES, PIECE = 400, 64 * 1024
# The server of the portal, as it is but for its patience, and an application that says how its answer ended.
SERVER = """
import sys
from portal.operations import server

class Answer:
    def __init__(self):
        self.left = int(sys.argv[2])
    def __iter__(self):
        return self
    def __next__(self):
        if not self.left:
            raise StopIteration
        self.left -= 1
        return b"x" * int(sys.argv[3])
    def close(self):
        print("closed", self.left, flush=True)

def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return Answer()

server.STALLED = 1
server.Server.load = lambda self: application
server.Server(bind=sys.argv[1], workers=1).run()
"""


@pytest.fixture
def served():
    """The address of a server, and what it says."""
    port = free_port()
    words = [sys.executable, "-c", SERVER, f"127.0.0.1:{port}", str(PIECES), str(PIECE)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ours
    yield ("127.0.0.1", port), process
    process.terminate()
    said = process.communicate()[1]
    assert "Traceback" not in said


def ask(address):
    """A browser that has asked for the answer, and taken nothing of it yet."""
    end = time.monotonic() + PATIENCE
    while True:
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PIECE)
        line.settimeout(PATIENCE)
        try:
            line.connect(address)
        except ConnectionRefusedError:
            line.close()
            assert time.monotonic() < end
            time.sleep(0.05)
        else:
            line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            return line


def end_of(process):
    """How the answer ended, and how many of its pieces were not asked for."""
    assert select.select([process.stdout], [], [], PATIENCE)[0], "the answer never ended"
    word, left = process.stdout.readline().split()
    assert word == "closed"
    return int(left)


def test_a_browser_that_stops_is_let_go(served):
    address, process = served
    with ask(address):
        assert end_of(process) > 0


def test_a_slow_browser_has_all_of_its_file(served):
    address, process = served
    with ask(address) as line:
        taken, end = 0, time.monotonic() + 3
        while taken < PIECES * PIECE:
            taken += len(line.recv(PIECE))
            if time.monotonic() < end:
                time.sleep(0.3)
    assert end_of(process) == 0
