"""The four journeys, checked at each step, and their CPU: all processes of the program, mail worker included.

J1 the sign-in page, J2 a full sign-in, J3 a forgotten password then a full sign-in, J4 the page of a person signed in.
"""

import itertools
import re
import threading
import time

from bench.browser import Browser, Mailbox
from bench.processes import PASSWORD, Running, cpu_seconds

COUNTS = {
    "J1": {1: 300, 8: 400, 32: 400},
    "J2": {1: 60, 8: 120, 32: 160},
    "J3": {1: 30, 8: 64, 32: 96},
    "J4": {1: 300, 8: 400, 32: 400},
}
# Computations of argon2 that a journey cannot avoid.
HASHES = {"J1": 0, "J2": 1, "J3": 2, "J4": 0}
SECONDS = 25
MAX_ERRORS = 5


class Journeys:
    """The journeys of one program; each person walks in turn, and J4 keeps its own signed in."""

    def __init__(self, program: Running):
        self.program, self.t = program, program.target
        self.turns = itertools.cycle(program.people)
        self.passwords, self.signed_in = {}, []

    def j1(self, browser: Browser, _person):
        """The sign-in page, for somebody who comes for the first time."""
        browser.cookies.clear()
        assert self.t.f_password in browser.open(self.t.login).text

    def j2(self, browser: Browser, person):
        """Sign in: page, password, mailed code, home page."""
        mailbox = Mailbox(self.program.mail, person.address)
        mailbox.empty()
        browser.cookies.clear()
        browser.open(self.t.login)
        known = self.passwords.get(person.login, PASSWORD)
        page = browser.fill({self.t.f_login: person.login, self.t.f_password: known})
        assert not re.search(person.mark, page.words), "signed in without a code"
        browser.fill({self.t.f_code: mailbox.wait(self.t.code)})
        if not re.search(person.mark, browser.page.words):
            self.j4(browser, person)

    def j3(self, browser: Browser, person):
        """Forget one's password: ask, follow the link, choose another, sign in with it."""
        mailbox = Mailbox(self.program.mail, person.address)
        mailbox.empty()
        browser.cookies.clear()
        browser.open(self.t.reset)
        browser.fill({self.t.f_reset: person.login})
        browser.open(mailbox.wait(self.t.link))
        new = f"nuage sous la glycine {time.time_ns()}"
        browser.fill(dict.fromkeys(self.t.f_new, new))
        self.passwords[person.login] = new
        self.j2(browser, person)

    def j4(self, browser: Browser, person):
        """The home page, once signed in."""
        words = browser.open(self.t.home).words
        assert re.search(person.mark, words), words[:500]

    def walkers(self, journey: str, at_once: int):
        """A browser for each of those who walk at once, and whose it is when it is always the same person's."""
        if journey != "J4":
            return [(Browser(self.program.port), None) for _ in range(at_once)]
        while len(self.signed_in) < at_once:
            browser, person = Browser(self.program.port), next(self.turns)
            self.j2(browser, person)
            self.signed_in.append((browser, person))
        return self.signed_in[:at_once]


class Load:
    """So many journeys, so many at once, and what they cost."""

    def __init__(self, journeys: Journeys, journey: str, at_once: int, count: int):
        self.run, self.left = getattr(journeys, journey.lower()), itertools.count()
        self.journeys, self.journey, self.at_once, self.count = journeys, journey, at_once, count
        self.walkers = journeys.walkers(journey, at_once)
        self.lock, self.times, self.errors = threading.Lock(), [], []

    def measure(self):
        """Walk, and return the figures of one journey: milliseconds of CPU, of wall time, requests."""
        pids, before = [self.journeys.program.pid], self._requests()
        self.end, cpu = time.monotonic() + SECONDS, cpu_seconds(pids)
        threads = [threading.Thread(target=self._walk, args=walker) for walker in self.walkers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        time.sleep(0.1)  # what was answered may not be finished yet
        done = max(len(self.times), 1)
        return {
            "journey": self.journey,
            "at_once": self.at_once,
            "done": len(self.times),
            "errors": self.errors,
            "cpu": 1000 * (cpu_seconds(pids) - cpu) / done,
            "median": 1000 * sorted(self.times)[len(self.times) // 2] if self.times else 0,
            "requests": (self._requests() - before) / done,
        }

    def _requests(self):
        return sum(browser.requests for browser, _ in self.walkers)

    def _walk(self, browser, always):
        while time.monotonic() < self.end and next(self.left) < self.count:
            with self.lock:
                person = always or next(self.journeys.turns)
            start = time.perf_counter()
            try:
                self.run(browser, person)
            except Exception as error:  # noqa: BLE001 - whatever fails counts as an error of the journey
                self.errors.append(f"{type(error).__name__}: {error}"[:300])
                if len(self.errors) > MAX_ERRORS:
                    return
            else:
                self.times.append(time.perf_counter() - start)


def hash_ms(count: int = 12) -> float:
    """CPU of one argon2 here and now: other programs make it vary from minute to minute."""
    from argon2 import PasswordHasher  # noqa: PLC0415 - only there once inside the environment

    hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
    stored = hasher.hash(PASSWORD)
    start = time.process_time()
    for _ in range(count):
        hasher.verify(stored, PASSWORD)
    return 1000 * (time.process_time() - start) / count


def measure(program: Running, wanted: list[str], divisor: int) -> list[dict]:
    """Every load of these journeys on this program, each after a round that warms both processes up.

    Raises:
        SystemExit: a journey does not work.
    """
    journeys, rows = Journeys(program), []
    for journey in wanted:
        errors = Load(journeys, journey, 2, 8).measure()["errors"]
        if errors:
            raise SystemExit(f"{program.target.name} : {journey} ne marche pas : {errors[0]}")
    for journey in wanted:
        for at_once, count in COUNTS[journey].items():
            unit = hash_ms() if HASHES[journey] else 0
            load = Load(journeys, journey, at_once, max(count // divisor, at_once))
            rows.append({"name": program.target.name, "hash_ms": unit, **load.measure()})
    return rows
