"""Promise 10: unknown, active, blocked, expired, without MSSanté are answered alike, and as fast.

Each try comes from an address of its own, on a person of their own, so that no limit is ever reached: the order is
drawn at random and the states take turns, so that what disturbs the machine disturbs them all.
"""

import json
import random
import re
import statistics
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from bench.browser import Answer, Browser
from bench.processes import Running
from bench.targets import PORTAL_PYTHON, ROOT

TRIES = 400
MAX_GAP_MS = 5.0
PAGES = {"/connexion": {"mot_de_passe": "ce n’est pas le bon"}, "/mot-de-passe/oublie": {}}
# What differs from one answer to the next whoever is asked for: tokens, numbers of requests, hours, what was typed.
_TOKEN = re.compile(r"[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}")
_HOUR = re.compile(r"\d+\s+h\s+\d\d")
_VARYING = {"Date", "X-Request-ID", "Set-Cookie"}


@dataclass(frozen=True)
class Sameness:
    """What one page answers to each state; `quartiles` are the first, the median and the third, in milliseconds."""

    page: str
    quartiles: dict[str, list[float]]
    answers: int

    @property
    def medians(self) -> dict[str, float]:
        """The middle of the times of each state."""
        return {state: found[1] for state, found in self.quartiles.items()}

    @property
    def gap(self) -> float:
        """The largest difference between two medians, in milliseconds."""
        return max(self.medians.values()) - min(self.medians.values())

    @property
    def holds(self) -> bool:
        """Whether nobody can tell the states apart."""
        return self.gap <= MAX_GAP_MS and self.answers == 1


def measure(program: Running, tries: int) -> Iterator[Sameness]:
    """Ask each page about so many people of each state."""
    command = [PORTAL_PYTHON, "-m", "bench.states", str(tries)]
    named = subprocess.check_output(command, cwd=ROOT, env=program.env, stderr=subprocess.DEVNULL)
    people = json.loads(named)
    addresses = (f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}" for n in count(1))
    for page, fields in PAGES.items():
        yield _ask(program, page, fields, people, addresses)


def _ask(program, page, fields, people, addresses):
    asked = [(state, rpps) for state, all_rpps in people.items() for rpps in all_rpps]
    random.Random(page).shuffle(asked)
    browser = Browser(program.port, forwarded=next(addresses))
    browser.open(page)
    action, hidden = browser.form("identifiant")
    # The first answer gives the browser its mark, whoever is asked for: those that follow are compared.
    browser.send("POST", action, {**hidden, "identifiant": "premier essai", **fields})
    times, seen = {state: [] for state in people}, set()
    for state, rpps in asked:
        browser.forwarded = next(addresses)
        answer = browser.send("POST", action, {**hidden, "identifiant": rpps, **fields})
        times[state].append(1000 * answer.seconds)
        then = browser.send("GET", answer.headers["Location"]) if answer.headers["Location"] else answer
        seen.add((_plain(answer, rpps), _plain(then, rpps)))
    return Sameness(page, {state: statistics.quantiles(found) for state, found in times.items()}, len(seen))


def _plain(answer: Answer, typed: str) -> tuple:
    """Status, headers with the length of the body, and the body, less what varies for everybody."""
    headers = tuple((name, value) for name, value in answer.headers.items() if name not in _VARYING)
    cookies = tuple(value.partition("=")[0] for value in answer.headers.get_all("Set-Cookie") or ())
    body = _HOUR.sub("…", _TOKEN.sub("…", answer.text.replace(typed, "…")))
    return answer.status, headers, cookies, body
