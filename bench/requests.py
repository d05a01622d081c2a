"""Fictitious requests by the thousand, written straight into a database with the moves that led where each stands."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal import clock
from portal.folding import words
from portal.raccordement.record.models import Attached, Entry, Raccordement
from portal.raccordement.record.states import MOVES, Action, Role, State

# The shortest way to each state.
WAYS: dict[State, tuple[tuple[State, Role, Action, State], ...]] = {State.DRAFT: ()}
_WAITING = [State.DRAFT]
while _WAITING:
    _at = _WAITING.pop(0)
    for (_state, _role, _action), _move in MOVES.items():
        if _state is _at and _move.to and _move.to not in WAYS:
            WAYS[_move.to] = (*WAYS[_at], (_at, _role, _action, _move.to))
            _WAITING.append(_move.to)

SHARES = {
    State.DEPOSITED: 3,
    State.UNDER_REVIEW: 3,
    State.TO_CORRECT: 3,
    State.SANDBOX: 15,
    State.PRODUCTION_ASKED: 2,
    State.PRODUCTION: 60,
    State.REFUSED: 8,
    State.SUSPENDED: 1,
    State.REVOKED: 2,
    State.ARCHIVED: 3,
}
FIRST = ("Aline", "Bruno", "Chloé", "Dorian", "Élodie", "Félix", "Gaëtan", "Héloïse", "Inès", "Joël")
LAST = ("Abadie", "Bélanger", "Crépin", "Delmas", "Étienne", "Faure", "Guérin", "Hébert", "Imbert", "Jégou", "L’Hôte")
SYSTEMS = ("Dossier patient", "Urgences", "Réanimation", "État civil", "Portail soignant", "Gériatrie")
TOWNS = ("Ambérieu", "Bourg", "Cérilly", "Dax", "Évron", "Foix", "Gourdon", "Hyères", "Issoire", "Jonzac", "Langres")


def fill(session: Session, count: int, followers: list[int], *, seed: int = 1) -> None:
    """Add that many requests, deposited over three years, followed by these people."""
    pick, now = random.Random(seed), clock.now()
    for start in range(1, count + 1, 1000):
        rows = [_request(pick, number, now, followers) for number in range(start, min(start + 1000, count + 1))]
        session.execute(insert(Raccordement), [row for row, _, _ in rows])
        session.execute(insert(Entry), [entry for _, entries, _ in rows for entry in entries])
        session.execute(insert(Attached), [place for _, _, places in rows for place in places])


def _request(
    pick: random.Random, number: int, now: datetime, followers: list[int]
) -> tuple[dict, list[dict], list[dict]]:
    state = pick.choices(list(SHARES), list(SHARES.values()))[0]
    first = now - timedelta(days=_age(pick, state) + sum(range(len(WAYS[state]))))
    entries = list(_entries(pick, number, state, first, now, followers))
    places = _places(pick, number)
    row = _who(pick, number) | {
        "number": f"R-{first.year}-{number:05d}",
        "state": state,
        "stood": None,
        "version": len(entries) + 1,
        "instructor_id": next((entry["actor_id"] for entry in reversed(entries) if entry["actor_id"]), None),
        "created_at": first,
        "deposited_at": first,
        "changed_at": entries[-1]["at"],
        "state_since": entries[-1]["at"],
    }
    spoken = " ".join(row[name] for name in ("number", "last_name", "first_name", "email", "si_name"))
    numbers = {place[name] for place in places for name in ("finess_ej", "finess_et")}
    row["search"] = f" {' '.join(words(spoken))} {' '.join(sorted(numbers))} "
    row["si_key"] = " ".join(words(row["si_name"]))
    return row, entries, places


def _age(pick: random.Random, state: State) -> float:
    """What waits has waited for days; what is settled may be three years old."""
    waits = state in {State.DEPOSITED, State.UNDER_REVIEW, State.PRODUCTION_ASKED}
    return pick.expovariate(1 / 8) if waits else pick.uniform(10, 1000)


def _entries(
    pick: random.Random, number: int, state: State, at: datetime, now: datetime, followers: list[int]
) -> Iterator[dict]:
    follower = None
    for version, (left, role, action, reached) in enumerate(WAYS[state], start=2):
        at = min(at + timedelta(days=pick.expovariate(1 / 3)), now) if version > 2 else at
        follower = pick.choice(followers) if action is Action.TAKE else follower
        yield {
            "raccordement_id": number,
            "version": version,
            "at": at,
            "actor_id": follower if role is Role.INSTRUCTOR else None,
            "role": role,
            "action": action,
            "left_state": left,
            "reached_state": reached,
            "reason": "",
            "changes": {},
        }


def _who(pick: random.Random, number: int) -> dict:
    town = pick.choice(TOWNS)
    return {
        "id": number,
        "last_name": pick.choice(LAST),
        "first_name": pick.choice(FIRST),
        "function": "Responsable du système d’information",
        "email": f"si{number}@ch-{'-'.join(words(town))}.example",
        "phone": "04 74 00 00 00",
        "address": "1 rue des Tilleuls",
        "postal_code": "01000",
        "commune": town,
        "si_name": f"{pick.choice(SYSTEMS)} CH {town} {number % 97}",
        "si_version": f"{number % 9}.{number % 7}",
        "comments": "",
    }


def _places(pick: random.Random, number: int) -> list[dict]:
    juridical = _finess(pick)
    territorials = {_finess(pick) for _ in range(pick.choice((1, 1, 1, 2, 3, 12)))}
    return [{"raccordement_id": number, "finess_ej": juridical, "finess_et": one} for one in territorials]


def _finess(pick: random.Random) -> str:
    return f"{pick.randrange(10_000_000, 960_000_000):09d}"
