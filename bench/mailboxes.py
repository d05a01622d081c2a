"""How long the lists of a hundred thousand mailboxes take: `python -m bench.mailboxes [postgresql://…] [PAGE…]`.

`PAGE` is the beginning of the names of the pages to measure: all of them unless some are named.

All but a thousand are in one structure, which no hospital is; the thousand are in another, that has a daughter: what
it costs says whether a page depends on the table or on the structure. The GRADeS sees them all at once.
"""

import sys
from datetime import timedelta

from sqlalchemy import insert, text

from bench.pages import measure, portal
from bench.report import table
from bench.requests import FIRST, LAST
from portal import clock
from portal.accounts import service, sessions
from portal.accounts.models import Account
from portal.accounts.rules import Kind as Person
from portal.accounts.rules import Level, Right
from portal.accounts.service import NewAccount
from portal.db import database, transaction
from portal.medimail.mailboxes.record.models import AddressChange, Mailbox
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.searching import searchable
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures.service import open_structure
from portal.web.visitor import Visitor

COUNT, SMALL = 100_000, 1_000
TIMES = 10
PAGES = {
    "liste": "/structures/{place}/comptes",
    "liste, dernière page": "/structures/{place}/comptes?page=9999",
    "utilisateurs validés": "/structures/{place}/comptes?etat=valide",
    "validés, dernière page": "/structures/{place}/comptes?etat=valide&page=9999",
    "préinscrits, par date": "/structures/{place}/comptes?etat=preinscrit&tri=-depuis",
    "validés, par adresse": "/structures/{place}/comptes?etat=valide&tri=mail",
    "tous, par adresse": "/structures/{place}/comptes?tri=mail",
    "type ORG": "/structures/{place}/comptes?type=ORG",
    "avec les filles": "/structures/{place}/comptes?filles=1",
    "avec les filles, validés, dernière page": "/structures/{place}/comptes?filles=1&etat=valide&page=9999",
    "recherche d’un nom": "/structures/{place}/comptes?q=belanger",
    "recherche de deux mots, filles": "/structures/{place}/comptes?q=heloise+guerin&filles=1",
    "recherche d’une adresse": "/structures/{place}/comptes?q=agent777@ch-exemple.fr",
    "recherche d’un RPPS": "/structures/{place}/comptes?q=10000000777",
    "recherche sans réponse": "/structures/{place}/comptes?q=introuvable",
    "relance": "/structures/{place}/comptes/relances/nouvelle",
    **{
        f"administrateurs, recherche, {name}": f"/structures/{{place}}/administrateurs?q=ch-exemple&page={page}"
        for name, page in {"page 1": 1, "page 10": 10, "dernière page": 9999}.items()
    },
    "administrateurs, recherche d’un nom": "/structures/{place}/administrateurs?q=heloise+guerin",
    "changements d’adresse": "/structures/{place}/changements-adresse?",
    "changements d’adresse, milieu": "/structures/{place}/changements-adresse?page=990",
    "changements d’adresse, dernière page": "/structures/{place}/changements-adresse?page=9999",
}
SHEETS = {
    "export CSV": "/structures/{place}/comptes/export.csv",
    "export XLSX": "/structures/{place}/comptes/export.xlsx",
}
STATES = (State.VALID, State.VALID, State.VALID, State.VALID, State.PREREGISTERED, State.REJECTED, State.INACTIVE)


def main() -> None:
    """Fill a database, then measure."""
    only = tuple(word for word in sys.argv[1:] if "://" not in word)
    with portal() as (app, engine):
        places = _fill()
        client = _inside(app)
        asked = {name: (path, TIMES) for name, path in PAGES.items()} | {
            name: (path, 1) for name, path in SHEETS.items()
        }
        wanted = only or tuple(asked)
        rows = [_each(client, name, *asked[name], places) for name in asked if name.startswith(wanted)]
    print(f"{COUNT} comptes, {engine}, temps médians\n")
    heads = (f"{COUNT - SMALL} dans la structure (ms)", f"{SMALL} (ms)", f"{COUNT} avec les filles (ms)")
    print(table(["Page", *heads], rows))


def _each(client, name, path, times, places):
    whole, large, small = places
    apart = [measure(client, name, path.format(place=place), times)[1] for place in (large, small)]
    join = "&filles=1" if "?" in path else "?filles=1"
    return [name, *apart, measure(client, name, path.format(place=whole) + join, times)[1]]


def _fill():
    """A mother of all, a large structure and a small one; the keys of the three."""
    now = clock.now()
    with transaction() as session:
        mother = open_structure(session, None, "Tout le réseau")
        places = [mother, *(open_structure(session, None, name, mother) for name in ("Grand CH", "Petit CH"))]
        keys = [place.id for place in places]
        for first in range(0, COUNT, 10_000):
            rows = [
                _mailbox(n, keys[2] if n % (COUNT // SMALL) == 0 else keys[1], now)
                for n in range(first, first + 10_000)
            ]
            _give_accounts(session, rows)
            mailboxes = session.scalars(insert(Mailbox).returning(Mailbox.id, sort_by_parameter_order=True), rows).all()
            session.execute(
                insert(AddressChange), [_change(key, row, now) for key, row in zip(mailboxes, rows, strict=True)]
            )
    with database().engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    return keys


def _give_accounts(session, rows):
    """Each mailbox of a person is signed in to by its own account."""
    held = [row for row in rows if row["kind"] is not Kind.ORG]
    people = [
        {
            "kind": Person.MAILBOX_HOLDER,
            "last_name": row["last_name"],
            "first_name": row["first_name"],
            "email": row["address"],
            "created_at": row["created_at"],
        }
        for row in held
    ]
    keys = session.scalars(insert(Account).returning(Account.id, sort_by_parameter_order=True), people).all()
    for row, key in zip(held, keys, strict=True):
        row["account_id"] = key
    for row in rows:
        row.setdefault("account_id", None)


def _change(mailbox_id, row, now):
    """A change of address done some night: the mailbox had another one before."""
    done = {"state": ChangeState.DONE, "asked_at": now - timedelta(days=9), "done_at": now - timedelta(days=8)}
    return {"mailbox_id": mailbox_id, "old": f"avant.{row['address']}", "new": row["address"], **done}


def _mailbox(n, structure_id, now):
    last, first = LAST[n % len(LAST)], f"{FIRST[n % len(FIRST)]}-{n // 110}"
    address, rpps = f"agent{n}@ch-exemple.fr", f"{10_000_000_000 + n}"
    kind = Kind.ORG if n % 20 == 0 else Kind.PER
    return {
        "structure_id": structure_id,
        "kind": kind,
        "state": State.VALID if kind is Kind.ORG else STATES[n // 20 % len(STATES)],
        "state_since": now - timedelta(minutes=n * 7919 % 500_000),
        "created_at": now,
        "address": address,
        "last_name": last,
        "first_name": first,
        "rpps": rpps,
        "profession": "Médecin",
        "postal_code": "01440",
        "city": "VIRIAT",
        "search": searchable(last, first, address, rpps),
    }


def _inside(app):
    """A browser in the session of somebody of the GRADeS."""
    visitor = Visitor("0" * 64, "1" * 64, "Firefox sur Windows", "127.0.0.1/32")
    with transaction() as session:
        rights = frozenset({Right.MEDIMAIL_ADMINISTRATOR})
        new = NewAccount(
            kind=Person.MAILBOX_HOLDER, last_name="GRADeS", first_name="Alix", email="g@ch-exemple.fr", rights=rights
        )
        token = sessions.start(session, service.create(session, new), Level.FULL, visitor)
    client = app.test_client()
    signed = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True})
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], signed, domain="127.0.0.1")
    return client


if __name__ == "__main__":
    main()
