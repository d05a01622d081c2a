"""Fictitious requests by the thousand, written straight into a database with the moves that led where each stands."""

import random
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
    # What waits has waited for days; what is settled may be three years old.
    age = (
        pick.expovariate(1 / 8)
        if state in {State.DEPOSITED, State.UNDER_REVIEW, State.PRODUCTION_ASKED}
        else pick.uniform(10, 1000)
    )
    steps = WAYS[state]
    at = now - timedelta(days=age + sum(range(len(steps))))
    first = at
    entries, follower = [], None
    for version, (left, role, action, reached) in enumerate(steps, start=2):
        at += timedelta(days=pick.expovariate(1 / 3)) if version > 2 else timedelta()
        at = min(at, now)
        follower = pick.choice(followers) if action is Action.TAKE else follower
        actor = follower if role is Role.INSTRUCTOR else None
        entries.append(
            {
                "raccordement_id": number,
                "version": version,
                "at": at,
                "actor_id": actor,
                "role": role,
                "action": action,
                "left_state": left,
                "reached_state": reached,
                "reason": "",
                "changes": {},
            }
        )
    last, town = pick.choice(LAST), pick.choice(TOWNS)
    row = {
        "id": number,
        "number": f"R-{first.year}-{number:05d}",
        "state": state,
        "stood": None,
        "version": len(steps) + 1,
        "last_name": last,
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
        "instructor_id": follower,
        "created_at": first,
        "changed_at": at,
        "deposited_at": first,
        "state_since": at,
    }
    juridical = f"{pick.randrange(10_000_000, 960_000_000):09d}"
    places = [
        {
            "raccordement_id": number,
            "finess_ej": juridical,
            "finess_et": f"{pick.randrange(10_000_000, 960_000_000):09d}",
        }
        for _ in range(pick.choice((1, 1, 1, 2, 3, 12)))
    ]
    spoken = f"{row['number']} {last} {row['first_name']} {row['email']} {row['si_name']}"
    numbers = {n for place in places for n in (place["finess_ej"], place["finess_et"])}
    row["search"] = f" {' '.join(words(spoken))} {' '.join(sorted(numbers))} "
    row["si_key"] = " ".join(words(row["si_name"]))
    places = list({place["finess_et"]: place for place in places}.values())
    return row, entries, places
