"""Promise 9: 500 people behind one address sign in, one in two mistyping once, and nobody is told to wait.

The limit by network is real all the same: it stops who sprays passwords, however they forge `X-Forwarded-For`.
"""

import re
import threading
import time
from collections import Counter
from dataclasses import dataclass

from bench.browser import Browser, Mailbox
from bench.processes import PASSWORD, Running
from bench.targets import Person

PEOPLE = 500
AT_ONCE = 8
SECONDS = 300
ADDRESS = "203.0.113.200"
LIMIT = 300  # PORTAL_LIMIT_NETWORK by default: wrong passwords of one network in ten minutes
OUTSIDE = "127.0.0.2"  # of this machine too, but no trusted proxy


@dataclass(frozen=True)
class Morning:
    """How the hospital's morning went."""

    people: int
    signed_in: int
    throttled: int
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether everybody is in, in time, and nobody was told to wait."""
        return self.signed_in == self.people and not self.throttled and self.seconds <= SECONDS


class _Crowd:
    def __init__(self, program: Running, people: list[Person]):
        self.program, self.turns, self.lock = program, iter(enumerate(people)), threading.Lock()
        self.statuses, self.signed_in = Counter(), 0

    def walk(self):
        while True:
            with self.lock:
                number, person = next(self.turns, (0, None))
            if person is None:
                return
            came_in = self._sign_in(person, mistypes=number % 2 == 1)
            with self.lock:
                self.signed_in += came_in

    def _sign_in(self, person, *, mistypes):
        browser, mailbox = Browser(self.program.port, forwarded=ADDRESS), Mailbox(self.program.mail, person.address)
        self._count(browser.open("/connexion"))
        for password in ["je me trompe", PASSWORD] if mistypes else [PASSWORD]:
            action, hidden = browser.form("identifiant")
            typed = {"identifiant": person.login, "mot_de_passe": password}
            browser.page = browser.send("POST", action, {**hidden, **typed})
            self._count(browser.page)
        if browser.page.status != 303:
            return False
        self._count(browser.open(browser.page.headers["Location"]))
        return bool(re.search(person.mark, browser.fill({"code": mailbox.wait(self.program.target.code)}).words))

    def _count(self, answer):
        with self.lock:
            self.statuses[answer.status] += 1


def measure(program: Running, people: list[Person]) -> Morning:
    """Let all these people in as fast as this machine can, which is harsher than five minutes."""
    crowd = _Crowd(program, people)
    threads = [threading.Thread(target=crowd.walk) for _ in range(AT_ONCE)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Morning(len(people), crowd.signed_in, crowd.statuses[429], time.monotonic() - start)


def spray(program: Running, *, trusted: bool, tries: int = LIMIT + 10) -> int:
    """Wrong passwords on as many unknown people, each under another `X-Forwarded-For`; how many are throttled.

    A trusted proxy speaks for as many networks; anybody else is one network, whatever they claim.
    """
    browser = Browser(program.port, source="127.0.0.1" if trusted else OUTSIDE)
    browser.open("/connexion")
    action, hidden = browser.form("identifiant")
    statuses = Counter()
    for number in range(tries):
        browser.forwarded = f"100.64.{number // 250}.{number % 250 + 1}"
        wrong = {"identifiant": f"personne{trusted}{number}", "mot_de_passe": "au hasard"}
        statuses[browser.send("POST", action, {**hidden, **wrong}).status] += 1
    return statuses[429]
