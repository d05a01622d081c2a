"""How long the instructeurs' pages take over twenty thousand requests: `python -m bench.instruction [postgresql://…]`.

Each page is asked for thirty times after one that warms up; a sheet is read to its end.
"""

import time

from sqlalchemy import select

from bench.pages import measure, portal
from bench.report import table
from bench.requests import fill
from portal.accounts import service, sessions
from portal.accounts.rules import Kind, Level, Right
from portal.accounts.service import NewAccount
from portal.db import transaction
from portal.raccordement.record.models import Raccordement
from portal.web.visitor import Visitor

COUNT = 20_000
TIMES = 30
PAGES = {
    "liste, à traiter": "/instruction",
    "liste, toutes": "/instruction?vue=toutes",
    "liste, dernière page": "/instruction?vue=toutes&page=400",
    "tri par système": "/instruction?vue=toutes&tri=systeme",
    "recherche d’un nom": "/instruction?vue=toutes&q=belanger",
    "recherche de trois mots": "/instruction?vue=toutes&q=urgences+cerilly+heloise",
    "recherche d’un courriel": "/instruction?vue=toutes&q=si4242%40ch-dax.example",
    "recherche sans réponse": "/instruction?vue=toutes&q=introuvable",
    "une demande": "{record}",
    "chiffres, 12 semaines": "/instruction/chiffres",
    "chiffres, un an": "/instruction/chiffres?du={year}",
}
SHEETS = {
    "tableur CSV": "/instruction/demandes.csv?vue=toutes",
    "tableur XLSX": "/instruction/demandes.xlsx?vue=toutes",
}


def main() -> None:
    """Fill a database, then measure."""
    with portal() as (app, engine):
        client = _inside(app)
        rows = [measure(client, name, path, TIMES) for name, path in _paths().items()]
        rows += [measure(client, name, path, 3) for name, path in SHEETS.items()]
    print(f"{COUNT} demandes, {engine}\n")
    print(table(["Page", "médiane (ms)", "au mieux (ms)", "taille (ko)"], rows))


def _inside(app):
    """A browser in the session of an instructeur, once the requests are written."""
    visitor = Visitor("0" * 64, "1" * 64, "Firefox sur Windows", "127.0.0.1/32")
    with transaction() as session:
        people = [
            service.create(
                session,
                NewAccount(
                    kind=Kind.MAILBOX_HOLDER,
                    last_name=f"Instructeur {n}",
                    first_name="Alix",
                    email=f"instructeur{n}@inserm.example",
                    rights=frozenset({Right.INSTRUCTOR}),
                ),
            )
            for n in range(5)
        ]
        fill(session, COUNT, [person.id for person in people])
        token = sessions.start(session, people[0], Level.FULL, visitor)
    client = app.test_client()
    signed = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True})
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], signed, domain="127.0.0.1")
    return client


def _paths():
    with transaction() as session:
        number = session.scalar(select(Raccordement.number).where(Raccordement.state == "en_instruction").limit(1))
    year = time.strftime("%Y-%m-%d", time.localtime(time.time() - 360 * 86_400))
    return {name: path.format(record=f"/instruction/{number}", year=year) for name, path in PAGES.items()}


if __name__ == "__main__":
    main()
