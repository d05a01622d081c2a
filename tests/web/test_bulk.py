"""One statement for many rows writes what the same statement writes row by row."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from portal.bulk import Bulk
from portal.db import reading, table_of, transaction
from portal.mail.models import OutboxMail
from portal.profiles.record.models import Team

TEAMS, MAILS = table_of(Team), table_of(OutboxMail)
AT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
ADD = Bulk(insert(TEAMS), ("name", "folded"), shared=("finess_et", "created_at"))


def teams() -> list[tuple[str, str, str, datetime]]:
    with reading() as session:
        rows = session.execute(select(TEAMS.c.finess_et, TEAMS.c.name, TEAMS.c.folded, TEAMS.c.created_at))
        return sorted(tuple(row) for row in rows)


def add(*rows: tuple[str, str]) -> None:
    with transaction() as session:
        ADD.run(session, rows, finess_et="010000024", created_at=AT)


def test_each_row_has_its_own_values_and_those_that_are_shared(app):
    add(("Réa", "rea"), ("Urgences", "urgences"))
    assert teams() == [("010000024", "Réa", "rea", AT), ("010000024", "Urgences", "urgences", AT)]


def test_one_row_is_written_like_many(app):
    add(("Réa", "rea"))
    assert len(teams()) == 1


def test_no_row_at_all_runs_nothing(app):
    add()
    assert teams() == []


def test_the_statement_serves_again_with_other_rows(app):
    add(("Réa", "rea"))
    add(("Nuit", "nuit"))
    assert [name for _, name, _, _ in teams()] == ["Nuit", "Réa"]


def test_a_row_that_breaks_a_constraint_undoes_them_all(app):
    with pytest.raises(IntegrityError):
        add(("Réa", "rea"), ("RÉA", "rea"))
    assert teams() == []


def test_an_update_changes_the_rows_that_it_names(app):
    add(("Réa", "rea"), ("Nuit", "nuit"))
    named = Bulk(
        update(TEAMS).where(TEAMS.c.folded == bindparam("known")).values(name=bindparam("new_name")),
        ("known", "new_name"),
    )
    with transaction() as session:
        named.run(session, [("rea", "Réanimation")])
    assert [name for _, name, _, _ in teams()] == ["Nuit", "Réanimation"]


def test_what_comes_as_the_text_of_its_json_is_read_back_as_what_it_says(app):
    columns = ("recipient", "context", "next_try_at")
    same = {"subject": "Objet", "template": "essai/code", "message_id": "<1@x>", "created_at": AT, "attempts": 0}
    bulk = Bulk(insert(MAILS), columns, shared=same, written=("context",))
    with transaction() as session:
        bulk.run(session, [("a@x.fr", '{"nom": "Éloïse"}', AT), ("b@x.fr", None, None)], **same)
    with reading() as session:
        rows = session.execute(select(MAILS.c.recipient, MAILS.c.context, MAILS.c.next_try_at)).all()
    assert sorted(map(tuple, rows)) == [("a@x.fr", {"nom": "Éloïse"}, AT), ("b@x.fr", None, None)]
