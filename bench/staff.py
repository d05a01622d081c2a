"""How long the pages of a référent take over a hundred thousand profiles: `python -m bench.staff [postgresql://…]`.

All but a thousand of them are in one establishment, which no hospital is: what the other one costs says whether a page
depends on the table or on the establishment. Each page is asked for ten times after one that warms up.
"""

from datetime import timedelta

from sqlalchemy import insert, text

from bench.pages import measure, portal
from bench.report import table
from bench.requests import FIRST, LAST
from portal import clock
from portal.accounts import service, sessions
from portal.accounts.models import Account, Credential
from portal.accounts.rules import Kind, Level, Right
from portal.accounts.service import NewAccount
from portal.db import database, transaction
from portal.profiles.record.models import Profile, Team
from portal.profiles.record.rules.lines import fold, searchable
from portal.profiles.record.rules.roles import Role
from portal.registers.models import Establishment
from portal.web.visitor import Visitor

COUNT, SMALL = 100_000, 1_000
TEAMS = 200
TIMES = 10
ENTITY, LARGE_PLACE, SMALL_PLACE = "010780054", "010000024", "010009702"
PAGES = {
    "établissements": "/etablissements",
    "liste": "/etablissements/{place}",
    "liste, dernière page": "/etablissements/{place}?page=9999",
    "mot de passe expiré": "/etablissements/{place}?vue=expires",
    "sans adresse MSSanté": "/etablissements/{place}?vue=sans-mssante&page=3",
    "recherche d’un nom": "/etablissements/{place}?q=belanger",
    "recherche de deux mots": "/etablissements/{place}?q=heloise+guerin",
    "recherche d’un identifiant": "/etablissements/{place}?q=agent777",
    "recherche sans réponse": "/etablissements/{place}?q=introuvable",
    "équipes": "/etablissements/{place}/equipes",
    "un profil": "/etablissements/profils/777",
}
SHEETS = {"export CSV": "/etablissements/{place}/profils.csv", "export XLSX": "/etablissements/{place}/profils.xlsx"}


def main() -> None:
    """Fill a database, then measure."""
    with portal() as (app, engine):
        _fill()
        client = _inside(app)
        rows = [_both(client, name, path, TIMES) for name, path in PAGES.items()]
        rows += [_both(client, name, path, 1) for name, path in SHEETS.items()]
    print(f"{COUNT} profils, {engine}, temps médians\n")
    print(table(["Page", f"{COUNT - SMALL} dans l’établissement (ms)", f"{SMALL} (ms)"], rows))


def _both(client, name, path, times):
    return [name, *(measure(client, name, path.format(place=place), times)[1] for place in (LARGE_PLACE, SMALL_PLACE))]


def _fill() -> None:
    now, today = clock.now(), clock.today()
    with transaction() as session:
        for place in (LARGE_PLACE, SMALL_PLACE):
            name = f"HOPITAL {place}"
            session.add(
                Establishment(
                    finess_et=place, finess_ej=ENTITY, name=name, routing="01440 VIRIAT", search=f" {fold(name)}"
                )
            )
        teams = [{"finess_et": LARGE_PLACE, "name": f"Équipe {n}", "folded": f"equipe {n}"} for n in range(TEAMS)]
        team_ids = list(
            session.scalars(insert(Team).returning(Team.id), [{**team, "created_at": now} for team in teams])
        )
        accounts = [_account(n, now) for n in range(COUNT)]
        keys = list(session.scalars(insert(Account).returning(Account.id, sort_by_parameter_order=True), accounts))
        secrets = [
            {"account_id": key, "password_hash": "aside", "set_at": now - timedelta(days=800 if n % 9 == 0 else 10)}
            for n, key in enumerate(keys)
        ]
        session.execute(insert(Credential), secrets)
        session.execute(
            insert(Profile), [_profile(n, accounts[n], key, team_ids, now, today) for n, key in enumerate(keys)]
        )
    with database().engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def _account(n, now):
    return {
        "kind": Kind.STAFF,
        "certdc_id": f"agent{n}",
        "last_name": LAST[n % len(LAST)],
        "first_name": f"{FIRST[n % len(FIRST)]}-{n // 110}",
        "mssante": None if n % 7 == 0 else f"agent{n}@chu-demo.mssante.fr",
        "created_at": now,
    }


def _profile(n, account, key, team_ids, now, today):
    place = SMALL_PLACE if n % (COUNT // SMALL) == 0 else LARGE_PLACE
    return {
        "account_id": key,
        "finess_et": place,
        "role": Role.CDC1,
        "team_id": team_ids[n % len(team_ids)] if place == LARGE_PLACE and n % 2 else None,
        "starts_on": today - timedelta(days=30),
        "ends_on": None,
        "search": searchable(account["last_name"], account["first_name"], account["certdc_id"]),
        "created_at": now,
    }


def _inside(app):
    """A browser in the session of a référent."""
    visitor = Visitor("0" * 64, "1" * 64, "Firefox sur Windows", "127.0.0.1/32")
    with transaction() as session:
        rights = frozenset({Right.REFERENT})
        new = NewAccount(kind=Kind.STAFF, last_name="Référent", first_name="Alix", certdc_id="referent", rights=rights)
        account = service.create(session, new)
        account.rights[0].scope = ENTITY
        token = sessions.start(session, account, Level.FULL, visitor)
    client = app.test_client()
    signed = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True})
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], signed, domain="127.0.0.1")
    return client


if __name__ == "__main__":
    main()
