"""How long the pages of two thousand Medimail structures take: `python -m bench.structures [postgresql://…]`.

A hundred thousand accounts, in every state; a hundred mothers of some twenty daughters each, under one top.
"""

import statistics
import time
from datetime import timedelta

from sqlalchemy import insert, select, text

from bench.mailboxes import _inside
from bench.pages import measure, portal
from bench.report import table
from bench.requests import FIRST, LAST
from portal import clock
from portal.accounts.models import Account
from portal.db import database, transaction
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.searching import searchable
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures import service
from portal.medimail.structures import store as structures
from portal.medimail.structures.service import Done, open_structure

STRUCTURES, MOTHERS, ACCOUNTS = 2_000, 100, 100_000
TIMES = 15
PAGES = {
    "arborescence, GRADeS": "/structures",
    "liste, GRADeS": "/structures?vue=liste&tri=-total",
    "recherche d’un nom, GRADeS": "/structures?q=structure+1234",
    "accueil d’une mère de vingt filles": "/structures/{mother}",
    "réglages de cette mère": "/structures/{mother}/parametrage",
}


def main() -> None:
    """Fill a database, then measure."""
    with portal() as (app, engine):
        mother, other = _fill()
        client = _inside(app)
        rows = [measure(client, name, path.format(mother=mother), TIMES)[:3] for name, path in PAGES.items()]
        rows.append(_moved(mother, other))
    print(f"{STRUCTURES} structures, {ACCOUNTS} comptes, {engine}\n")
    print(table(["Page", "médiane (ms)", "au mieux (ms)"], rows))


def _fill():
    """The tree and its accounts; the keys of two mothers."""
    now = clock.now()
    with transaction() as session:
        top = open_structure(session, None, "GRADeS")
        mothers = [open_structure(session, None, f"Mère {n}", top) for n in range(MOTHERS)]
        count = STRUCTURES - MOTHERS - 1
        daughters = [open_structure(session, None, f"Structure {n}", mothers[n % MOTHERS]) for n in range(count)]
        keys = [place.id for place in (*mothers, *daughters)]
        for first in range(0, ACCOUNTS, 10_000):
            session.execute(
                insert(Mailbox), [_mailbox(n, keys[n % len(keys)], now) for n in range(first, first + 10_000)]
            )
        found = mothers[0].id, mothers[1].id
    with database().engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    return found


def _mailbox(n, structure_id, now):
    last, first, address = LAST[n % len(LAST)], f"{FIRST[n % len(FIRST)]}-{n // 110}", f"agent{n}@ch-exemple.fr"
    return {
        "structure_id": structure_id,
        "kind": Kind.MED,
        "state": tuple(State)[n // len(LAST) % len(State)],
        "state_since": now - timedelta(minutes=n % 500_000),
        "created_at": now,
        "address": address,
        "last_name": last,
        "first_name": first,
        "profession": "Secrétaire médical",
        "search": searchable(last, first, address),
    }


def _moved(mother_id, other_id):
    """Put a mother under another one, then back under the top: every path below her is written again."""
    took = []
    for n in range(TIMES):
        with transaction() as session:
            by = session.scalar(select(Account.id).limit(1))
            moved, other = (structures.get(session, key) for key in (mother_id, other_id))
            target = structures.get(session, other.mother_id) if n % 2 else other
            shown = service.seen(moved, service.consequences(session, moved, target))
        begin = time.perf_counter()
        with transaction() as session:
            assert isinstance(service.move(session, by, mother_id, target.id, shown=shown), Done)
        took.append(1000 * (time.perf_counter() - begin))
    return ["déplacer une mère et ses filles", round(statistics.median(took)), round(min(took))]


if __name__ == "__main__":
    main()
