"""How long the nights of Medimail take over 100,000 accounts: `python -m bench.nights [postgresql://…] [--memoire]`.

One structure has them all. In the night that is measured, a thousand change address, a thousand fall asleep, five
hundred come back, a thousand are removed and a thousand rejected for good; the night after has nothing to do.
"""

import sys
import time
import tracemalloc
from datetime import timedelta

from sqlalchemy import event, insert, text

from bench.pages import measure, portal
from bench.report import table
from bench.requests import FIRST, LAST
from portal import clock
from portal.accounts import service, sessions
from portal.accounts.models import Account, AccountRight, Credential
from portal.accounts.rules import Kind as Person
from portal.accounts.rules import Level, Right
from portal.accounts.service import NewAccount
from portal.db import database, transaction
from portal.medimail.mailboxes.addresses import jobs as addresses
from portal.medimail.mailboxes.ageing import jobs as ageing
from portal.medimail.mailboxes.record.models import AddressChange, Mailbox
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.searching import searchable
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures.service import open_structure
from portal.web.visitor import Visitor

COUNT, THOUSAND = 100_000, 1_000
MEMORY = "--memoire" in sys.argv
TIMES = 10
PAGES = {
    "changements d’adresse": "/structures/{}/changements-adresse",
    "changements d’adresse, dernière page": "/structures/{}/changements-adresse?filles=1&page=9999",
    "cette nuit": "/structures/{}/cette-nuit",
    "cette nuit, avec les filles": "/structures/{}/cette-nuit?filles=1",
}
# What the accounts are, in this order: how many, their state, days in it, days since the last sign-in.
CROWD = (
    (THOUSAND, State.VALID, 400, 300),
    (78_500, State.VALID, 400, 20),
    (THOUSAND, State.REJECTED, 400, 500),
    (9_000, State.REJECTED, 100, 500),
    (500, State.INACTIVE, 10, 1),
    (THOUSAND, State.INACTIVE, 40, 300),
    (4_000, State.INACTIVE, 10, 300),
    (5_000, State.REMOVED, 60, 300),
)


def main() -> None:
    """Fill a database, then measure."""
    with portal() as (app, engine):
        structure_id = _fill()
        client = _inside(app, structure_id)
        print(f"{COUNT} comptes, {engine}\n")
        rows = [measure(client, name, path.format(structure_id), TIMES) for name, path in PAGES.items()]
        rows.append(measure(client, "export", f"/structures/{structure_id}/comptes-inactifs.xlsx", 1))
        print(table(["Page", "médiane (ms)", "au mieux (ms)", "taille (ko)"], rows), "\n")
        clock.shift(timedelta(days=1))
        works = {"adresses": addresses.change, "âge": ageing.age}
        nights = [(f"{name}, {which} nuit", work) for which in ("première", "seconde") for name, work in works.items()]
        rows = [_night(name, work) for name, work in nights]
        print(table(["Travail", "durée (ms)", "requêtes", "mémoire, au plus (ko)"], rows))


def _night(name, work):
    """Its duration and its statements; with `--memoire`, which slows it down, the most memory that it held."""
    sent = []
    event.listen(database().engine, "before_cursor_execute", note := lambda *_: sent.append(1))
    if MEMORY:
        tracemalloc.start()
    begin = time.perf_counter()
    work()
    took = time.perf_counter() - begin
    peak = round(tracemalloc.get_traced_memory()[1] / 1024) if MEMORY else ""
    tracemalloc.stop()
    event.remove(database().engine, "before_cursor_execute", note)
    return [name, round(1000 * took), len(sent), peak]


def _fill() -> int:
    now = clock.now()
    with transaction() as session:
        structure = open_structure(session, None, "CHU de mesure")
        people = [
            {"kind": Person.MAILBOX_HOLDER, "created_at": now, **_names(n), "email": _at(n)} for n in range(COUNT)
        ]
        keys = list(session.scalars(insert(Account).returning(Account.id, sort_by_parameter_order=True), people))
        stands = [kind for count, *kind in CROWD for _ in range(count)]
        secrets = [
            {"account_id": key, "password_hash": "aside", "set_at": now, "signed_in_at": now - timedelta(days=seen)}
            for key, (_, _, seen) in zip(keys, stands, strict=True)
        ]
        session.execute(insert(Credential), secrets)
        boxes = [_mailbox(n, keys[n], structure.id, stands[n], now) for n in range(COUNT)]
        boxes = list(session.scalars(insert(Mailbox).returning(Mailbox.id, sort_by_parameter_order=True), boxes))
        changes = [_change(n, key, now) for n, key in enumerate(boxes)]
        session.execute(insert(AddressChange), changes)
    with database().engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    return structure.id


def _at(n):
    return f"agent{n}@chu-mesure.example"


def _names(n):
    return {"last_name": LAST[n % len(LAST)], "first_name": f"{FIRST[n % len(FIRST)]}-{n // 110}"}


def _mailbox(n, account_id, structure_id, stand, now):
    state, days, _ = stand
    names = _names(n)
    return {
        "structure_id": structure_id,
        "account_id": account_id,
        "kind": Kind.MED,
        "state": state,
        "stood": None if state is State.VALID else State.VALID,
        "state_since": now - timedelta(days=days),
        "created_at": now - timedelta(days=days),
        "address": _at(n),
        "search": searchable(names["last_name"], names["first_name"], _at(n)),
        **names,
    }


def _change(n, mailbox_id, now):
    waits = THOUSAND <= n < 2 * THOUSAND
    return {
        "mailbox_id": mailbox_id,
        "old": _at(n) if waits else f"ancien{n}@chu-mesure.example",
        "new": f"nouveau{n}@chu-mesure.example" if waits else _at(n),
        "state": ChangeState.ASKED if waits else ChangeState.DONE,
        "asked_at": now - timedelta(minutes=n),
        "done_at": None if waits else now,
    }


def _inside(app, structure_id):
    """A browser in the session of the administrator."""
    visitor = Visitor("0" * 64, "1" * 64, "Firefox sur Windows", "127.0.0.1/32")
    with transaction() as session:
        new = NewAccount(kind=Person.STAFF, last_name="Administrateur", first_name="Alix", certdc_id="administrateur")
        account = service.create(session, new)
        session.add(AccountRight(account_id=account.id, name=Right.MEDIMAIL_ADMINISTRATOR, scope=str(structure_id)))
        token = sessions.start(session, account, Level.FULL, visitor)
    client = app.test_client()
    signed = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True})
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], signed, domain="127.0.0.1")
    return client


if __name__ == "__main__":
    main()
