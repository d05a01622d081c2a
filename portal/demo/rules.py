"""What the demonstration decides on plain values: a person's state in words, the next time, a message's links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.accounts.lifetime import DAYS_REMINDED, SIGN_INS_REMINDED, Lifetime, PasswordAge, expires_on


@dataclass(frozen=True)
class Facts:
    """What the portal's own rules say of a person now; days and sign-ins are those left to the password."""

    blocked: bool
    must_change: bool
    days_left: int
    sign_ins_left: int
    reachable: bool


@dataclass(frozen=True)
class State:
    """One word of a state, with the kind that gives it its shape."""

    text: str
    kind: str


_SOON_DAYS = DAYS_REMINDED[0]
# One before the first reminder: the sample person whose next sign-in brings it is about to expire already.
_SOON_SIGN_INS = SIGN_INS_REMINDED[0] + 1


def states(facts: Facts) -> list[State]:
    """The state of a person, the most pressing first; never empty."""
    found = [*_obstacles(facts), *_warnings(facts)]
    return found or [State("Prêt à se connecter", "success")]


def _obstacles(facts: Facts) -> Iterator[State]:
    if facts.blocked:
        yield State("Bloqué", "error")
    if facts.must_change:
        yield State("Première connexion", "info")
    elif facts.sign_ins_left <= 0:
        yield State("Expiré : connexions épuisées", "error")
    elif facts.days_left <= 0:
        yield State("Expiré : trop ancien", "error")
    if not facts.reachable:
        yield State("Sans adresse MSSanté", "warning")


def _warnings(facts: Facts) -> Iterator[State]:
    if facts.must_change:
        return
    if 0 < facts.days_left <= _SOON_DAYS and facts.sign_ins_left > 0:
        yield State(f"Expire dans {_plural(facts.days_left, 'jour')}", "warning")
    if 0 < facts.sign_ins_left <= _SOON_SIGN_INS and facts.days_left > 0:
        yield State(f"Expire dans {_plural(facts.sign_ins_left, 'connexion')}", "warning")


def _plural(count: int, noun: str) -> str:
    return f"{count}\u00a0{noun}{'s' if count > 1 else ''}"


class Step(StrEnum):
    """A move of the clock, as the page's buttons name it."""

    TEN_MINUTES = "10min"
    DAY = "1j"
    MONTH = "30j"
    EIGHTEEN_MONTHS = "18mois"
    NOW = "maintenant"


STEP_LABELS = {
    Step.TEN_MINUTES: "+ 10\u00a0minutes",
    Step.DAY: "+ 1\u00a0jour",
    Step.MONTH: "+ 30\u00a0jours",
    Step.EIGHTEEN_MONTHS: "+ 18\u00a0mois",
    Step.NOW: "Revenir à maintenant",
}

_DURATIONS = {
    Step.TEN_MINUTES: timedelta(minutes=10),
    Step.DAY: timedelta(days=1),
    Step.MONTH: timedelta(days=30),
}
# Far beyond every delay of the portal, and far from the last year that a date can hold.
FURTHEST = timedelta(days=20 * 365)


def shift_after(step: Step, shift: timedelta, real: datetime) -> timedelta:
    """How far from real time the clock stands after this step; it stops twenty years ahead.

    Args:
        step: The button pressed.
        shift: How far it stands now.
        real: The real instant, that a month is counted from.
    """
    if step is Step.NOW:
        return timedelta()
    if step is Step.EIGHTEEN_MONTHS:
        day = (real + shift).date()
        further = expires_on(PasswordAge(day), Lifetime(months=18)) - day
    else:
        further = _DURATIONS[step]
    return min(shift + further, FURTHEST)


@dataclass(frozen=True)
class Link:
    """A web address met in a text."""

    url: str


_URL = re.compile(r"https?://[^\s<>\"«»]*[^\s<>\"«».,;:!?)\]]")


def parts(text: str) -> list[str | Link]:
    """A message's text cut at its web addresses, so that a page can make links of them and escape the rest."""
    found: list[str | Link] = []
    end = 0
    for match in _URL.finditer(text):
        found += [text[end : match.start()], Link(match[0])]
        end = match.end()
    return [part for part in (*found, text[end:]) if part]


_ALONE = re.compile(r"^ {2,}([0-9A-Z][0-9A-Z -]{4,18}[0-9A-Z])$", re.MULTILINE)


def code_in(text: str) -> str | None:
    """The code that a message shows on a line of its own, as it is to be pasted."""
    match = _ALONE.search(text)
    return match[1] if match else None
