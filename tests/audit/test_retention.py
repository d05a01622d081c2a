"""The journal forgets people after PORTAL_JOURNAL_MONTHS, and who makes it forget sooner is found."""

from datetime import date

import pytest
from sqlalchemy import select, text

from portal.audit import Event, erasable, record, retention
from portal.audit import store as journal
from portal.audit.chain import Sound
from portal.audit.models import JournalRow
from portal.audit.rules import oldest_kept
from portal.db import database, reading, transaction
from portal.operations import service as operations
from tests.audit.tampering import alter, broken, check, forget, rows_if_sound, tamper, write

ADDRESS = "203.0.113.77"


def rows():
    """The rows as they are."""
    with reading() as session:
        return list(session.scalars(select(JournalRow).order_by(JournalRow.id)))


def nameless():
    """The numbers of the rows that forget people."""
    return [row.id for row in rows() if all(getattr(row, name) is None for name in (*erasable.COLUMNS, "salt"))]


def visit(app):
    """Somebody comes from an address."""
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": ADDRESS}), transaction() as session:
        record(session, Event.SIGN_IN, subject=1, actor=1, after={"mssante": "camille@chu-demo.mssante.fr"})


@pytest.mark.parametrize(
    ("today", "months", "kept"),
    [
        (date(2026, 11, 21), 12, date(2025, 11, 21)),
        (date(2026, 11, 21), 36, date(2023, 11, 21)),
        (date(2026, 3, 31), 6, date(2025, 9, 30)),
        (date(2026, 1, 15), 12, date(2025, 1, 15)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 12, 1), 11, date(2026, 1, 1)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_months_are_those_of_the_calendar(today, months, kept):
    assert oldest_kept(today, months) == kept


def test_old_rows_forget_people_and_young_ones_do_not(app, later):
    write(3)
    later(days=200)
    write(2)
    later(days=200)
    assert retention.purge() == 3
    assert nameless() == [1, 2, 3]
    assert [row.subject_id for row in rows()] == [None, None, None, 1, 2, None]


def test_an_old_row_still_says_what_happened_and_when(app, later):
    visit(app)
    at = rows()[0].at
    later(days=400)
    retention.purge()
    assert (rows()[0].event, rows()[0].at) == ("connexion", at)


def test_the_chain_is_sound_and_tells_how_many_rows_have_forgotten(app, later):
    write(5)
    later(days=400)
    retention.purge()
    outcome = check()
    assert isinstance(outcome, Sound)
    assert (outcome.rows, outcome.erased) == (6, 5)


def test_a_witness_noted_before_still_proves_the_rows_that_have_forgotten(app, later):
    write(5)
    noted = check().witness
    later(days=400)
    retention.purge()
    assert check(noted).rows == 6


def test_the_journal_tells_that_it_has_forgotten(app, later):
    write(3)
    later(days=400)
    retention.purge()
    assert (rows()[-1].event, rows()[-1].after) == ("journal_efface", '{"derniere":3,"lignes":3,"mois":12}')


def test_a_second_purge_does_nothing(app, later):
    write(3)
    later(days=400)
    retention.purge()
    assert retention.purge() == 0
    assert rows_if_sound() == 4


def test_an_empty_journal_forgets_nothing(app):
    assert retention.purge() == 0
    assert rows() == []


def test_the_nightly_purge_does_it(app, later):
    write(2)
    later(days=400)
    operations.purge()
    assert nameless() == [1, 2]


@pytest.mark.parametrize(("months", "erased"), [(6, 3), (12, 0)])
def test_the_age_is_a_setting(app, configure, later, months, erased):
    configure(journal_months=months)
    write(3)
    later(days=200)
    assert retention.purge() == erased


def test_raising_the_age_afterwards_is_no_fault(app, configure, later):
    configure(journal_months=6)
    write(3)
    later(days=200)
    retention.purge()
    configure(journal_months=36)
    assert rows_if_sound() == 4


def test_many_rows_are_erased_by_short_transactions(app, later, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 3)
    write(10)
    later(days=400)
    assert retention.purge() == 10
    assert nameless() == list(range(1, 11))


def test_a_purge_cut_short_goes_on_the_next_night(app, later, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 3)
    write(7)
    later(days=400)
    with transaction() as session:
        retention.erase(session, retention.service.kept_from(12))
    assert rows_if_sound() == 7
    assert retention.purge() == 4
    assert nameless() == list(range(1, 8))


def test_a_young_row_keeps_those_after_it_whatever_they_say_of_their_age(app, later):
    later(days=300)
    write(1)
    later(days=-300)
    write(1)
    later(days=400)
    assert retention.purge() == 0


def test_what_was_erased_is_in_no_file_of_the_database(app, backend, later, tmp_path):
    if backend != "sqlite":
        pytest.skip("PostgreSQL frees the place of old rows by itself, later")
    visit(app)
    later(days=400)
    retention.purge()
    with database().engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    assert [path.name for path in tmp_path.glob("portail.sqlite3*") if ADDRESS.encode() in path.read_bytes()] == []


def test_a_person_no_longer_reads_what_the_journal_has_forgotten(app, later):
    visit(app)
    later(days=400)
    visit(app)
    retention.purge()
    with reading() as session:
        assert [row.id for row in journal.about(session, 1, limit=10)] == [2]


# Somebody with all rights over the database


def test_a_young_row_erased_behind_the_portal_is_named(app):
    write(5)
    forget(3)
    assert check() == broken(3, "effacee")


def test_an_old_row_erased_behind_the_portal_is_named_too(app, later):
    write(5)
    later(days=400)
    forget(2)
    assert check() == broken(2, "effacee")


def test_a_young_row_erased_with_the_head_moved_is_named_too(app):
    write(5)
    forget(1, 2, reach=2)
    assert check() == broken(1, "effacee_trop_tot")


def test_a_head_moved_over_old_rows_lacks_its_seal(app, later):
    write(5)
    later(days=400)
    forget(1, 2, reach=2)
    assert check() == broken(5, "tete")


def test_nor_does_the_next_row_give_it_one(app, later):
    write(5)
    later(days=400)
    forget(1, 2, reach=2)
    write(1)
    assert check() == broken(6, "tete")


def test_a_purge_leaves_a_head_that_the_portal_has_not_sealed(app, later):
    write(5)
    later(days=400)
    tamper("UPDATE journal_head SET erased = 1")
    assert retention.purge() == 0
    assert check() == broken(5, "tete")


def test_a_row_altered_before_its_time_is_not_erased_but_stays_named(app, later):
    write(5)
    alter(2, actor_id=4242)
    later(days=400)
    assert retention.purge() == 4
    assert nameless() == [1, 3, 4, 5]
    assert check() == broken(2, "modifiee")


def test_who_holds_the_key_cannot_make_it_forget_within_six_months(app, monkeypatch):
    write(3)
    monkeypatch.setattr(retention.service, "oldest_kept", lambda *_: date(9000, 1, 1))
    assert retention.purge() == 3
    monkeypatch.undo()
    assert check() == broken(1, "effacee_trop_tot")


def test_a_demo_that_comes_back_from_the_future_finds_its_journal_sound(app, configure, later):
    configure(demo=True)
    write(3)
    later(days=550)
    retention.purge()
    later(days=-550)
    assert rows_if_sound() == 4


def test_half_a_row_is_not_forgotten(app):
    write(3)
    with database().engine.begin() as connection:
        salt = connection.scalar(text("SELECT salt FROM journal WHERE id = 2"))
    assert salt
    alter(2, address=None, salt=None)
    assert check() == broken(2, "modifiee")
