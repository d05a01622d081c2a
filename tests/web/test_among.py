"""« One of these » finds what an `IN` finds, however many they are, and by the index."""

from datetime import UTC, datetime

from sqlalchemy import insert, select, text

from portal.among import among
from portal.db import reading, table_of, transaction
from portal.profiles.record.models import Team

TEAMS = table_of(Team)
AT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
NAMED = select(TEAMS.c.name).where(among(TEAMS.c.name, "names"), TEAMS.c.finess_et != "").order_by(TEAMS.c.name)


def found(names: object) -> list[str]:
    with reading() as session:
        return list(session.scalars(NAMED, {"names": names}))


def fill(*names: str) -> None:
    rows = [{"finess_et": "010000024", "name": name, "folded": name, "created_at": AT} for name in names]
    with transaction() as session:
        session.execute(insert(TEAMS), rows)


def test_those_named_are_found_and_no_other(app):
    fill("Réa", "Nuit", 'L\'équipe "A"')
    assert found(["Réa", 'L\'équipe "A"', "Inconnue"]) == ['L\'équipe "A"', "Réa"]


def test_none_named_finds_none(app):
    fill("Réa")
    assert found([]) == []


def test_a_thousand_are_one_parameter(app):
    fill(*(f"Équipe {n:04}" for n in range(1500)))
    assert len(found({f"Équipe {n:04}" for n in range(1200)})) == 1200


def test_keys_are_found_as_well_as_names(app):
    fill("Réa", "Nuit")
    with reading() as session:
        keys = list(session.scalars(select(TEAMS.c.id)))
        again = session.scalars(select(TEAMS.c.id).where(among(TEAMS.c.id, "keys")), {"keys": keys[:1]})
        assert list(again) == keys[:1]


def test_the_embedded_database_answers_by_the_index(app, backend):
    if backend != "sqlite":
        return  # its plans depend on what it has counted
    wanted = select(TEAMS.c.id).where(among(TEAMS.c.id, "keys"))
    with reading() as session:
        written = str(wanted.compile(session.get_bind())).replace("?", "'[1]'")
        plan = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {written}"))]
    assert plan[0].startswith("SEARCH team USING INTEGER PRIMARY KEY")
