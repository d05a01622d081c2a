"""Promise 8: a thousand wrong passwords on one RPPS from 200 addresses, and its owner still gets in.

The owner comes in the middle of it, from a browser already trusted, then from another one by the mailed link.
"""

import re
import threading
import time
from collections import Counter
from dataclasses import dataclass

from bench.browser import Browser, Mailbox
from bench.processes import PASSWORD, Running
from bench.targets import Person

ADDRESSES = 200
TRIES_EACH = 5
AT_ONCE = 4
NEW = "violon bleu sous la marée 1789"


@dataclass(frozen=True)
class Siege:
    """How the attack and its target fared; times in milliseconds."""

    statuses: Counter
    trusted_ms: float
    linked_ms: float
    stranger: bool

    @property
    def holds(self) -> bool:
        """Whether the whole attack took place and shut nobody out (the owner's failure is an error of its own)."""
        return self.statuses.total() == ADDRESSES * TRIES_EACH and not self.stranger


class _Attack:
    """So many addresses, each with a browser of its own, each trying in turn; how many tries were made, by status."""

    def __init__(self, port: int, login: str):
        self.port, self.login = port, login
        self.statuses, self.lock = Counter(), threading.Lock()
        self.addresses = iter([f"198.51.{n // 200}.{n % 200 + 1}" for n in range(ADDRESSES)])
        self.threads = [threading.Thread(target=self._run, daemon=True) for _ in range(AT_ONCE)]
        for thread in self.threads:
            thread.start()

    def _run(self):
        while True:
            with self.lock:
                address = next(self.addresses, None)
            if address is None:
                return
            browser = Browser(self.port, forwarded=address)
            browser.open("/connexion")
            action, hidden = browser.form("identifiant")
            for number in range(TRIES_EACH):
                wrong = {"identifiant": self.login, "mot_de_passe": f"essai {address} {number}"}
                status = browser.send("POST", action, {**hidden, **wrong}).status
                with self.lock:
                    self.statuses[status] += 1

    def wait(self, share: float):
        """Until so much of the attack is done."""
        while self.statuses.total() < share * ADDRESSES * TRIES_EACH and any(t.is_alive() for t in self.threads):
            time.sleep(0.01)


def measure(program: Running, owner: Person) -> Siege:
    """Attack, and let the owner in twice meanwhile.

    Raises:
        RuntimeError: the owner was shut out.
    """
    mailbox = Mailbox(program.mail, owner.address)
    mine = Browser(program.port, forwarded="203.0.113.10")
    _sign_in(mine, owner, PASSWORD)
    mine.fill({"code": mailbox.wait(program.target.code), "confiance": "y"})
    _check(mine, owner)
    mine.cookies.pop("session")  # the browser is closed; what makes it trusted stays
    attack = _Attack(program.port, owner.login)
    attack.wait(0.3)
    trusted = _timed(lambda: _by_trust(mine, owner))
    attack.wait(0.6)
    other = Browser(program.port, forwarded="203.0.113.77")
    linked = _timed(lambda: _by_link(program, other, owner))
    attack.wait(1)
    stranger = Browser(program.port, forwarded="192.0.2.99")
    return Siege(attack.statuses, trusted, linked, stranger=_guesses(stranger, owner))


def _timed(act):
    start = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - start)


def _sign_in(browser, person, password):
    browser.open("/connexion")
    browser.fill({"identifiant": person.login, "mot_de_passe": password})


def _check(browser, person):
    if not re.search(person.mark, browser.page.words):
        raise RuntimeError(f"the owner was shut out at {browser.path}: {browser.page.words[:500]}")


def _by_trust(browser, owner):
    """From the trusted browser, the password is enough."""
    _sign_in(browser, owner, PASSWORD)
    _check(browser, owner)


def _by_link(program, browser, owner):
    """From an unknown browser: link, new password, code."""
    mailbox = Mailbox(program.mail, owner.address)
    mailbox.empty()
    browser.open("/mot-de-passe/oublie")
    browser.fill({"identifiant": owner.login})
    browser.open(mailbox.wait(program.target.link))
    browser.fill({"nouveau": NEW, "confirmation": NEW})
    _sign_in(browser, owner, NEW)
    browser.fill({"code": mailbox.wait(program.target.code)})
    _check(browser, owner)


def _guesses(browser, owner) -> bool:
    """Whether the attacker who at last guesses right gets anywhere: the block must hold for strangers."""
    browser.open("/connexion")
    action, hidden = browser.form("identifiant")
    right = {"identifiant": owner.login, "mot_de_passe": NEW}
    return browser.send("POST", action, {**hidden, **right}).status != 422
