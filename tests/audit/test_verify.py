"""Promise 22: whoever alters, removes or moves one row is found out, and the row is named."""

import hashlib

import pytest
from sqlalchemy import text

from portal.audit import Event, chain, erasable, record, store
from portal.audit.chain import GENESIS, Fault
from portal.db import database, reading, transaction
from tests.audit.tampering import alter, broken, check, move, remove, replay, rows_if_sound, tamper, write

OLD = "ancienne-clef-" + "o" * 32
NEW = "nouvelle-clef-" + "n" * 32

FALSE = {
    "at": "2020-01-01 00:00:00.000000",
    "event": "connexion",
    "actor_id": 4242,
    "subject_id": 4242,
    "address": "203.0.113.9",
    "request_id": "0000000000000000",
    "before": None,
    "after": '{"etat":"faux"}',
    "salt": "c" * 32,
    "commitment": "d" * 64,
    "previous": "a" * 64,
    "digest": "b" * 64,
    "key": "00000000",
}


@pytest.mark.parametrize("row", [1, 3, 5])
@pytest.mark.parametrize("column", sorted(set(FALSE) - {"key"}))
def test_an_altered_column_names_its_row(app, column, row):
    write()
    alter(row, **{column: FALSE[column]})
    assert check() == broken(row, "modifiee")


def test_every_column_of_the_journal_is_attacked_here():
    assert set(FALSE) == set(chain.Row._fields) - {"id"}


def test_the_name_of_a_key_alone_changes_nothing_that_the_journal_says(app):
    # It only tells which key to try: the row is then proved by the seal of those that follow.
    write()
    alter(3, key="00000000")
    assert rows_if_sound() == 5


@pytest.mark.parametrize("row", [1, 3, 4])
def test_a_row_altered_under_a_made_up_key_is_named(app, row):
    write()
    alter(row, key="00000000", subject_id=4242)
    assert check() == broken(row, "modifiee")


def test_a_last_row_altered_under_a_made_up_key_is_named(app):
    write()
    alter(5, key="00000000", event="connexion")
    assert check() == broken(5, "tete")


@pytest.mark.parametrize("row", [1, 3, 5])
def test_a_removed_row_is_named(app, row):
    write()
    remove(row)
    assert check() == broken(row, "retiree")


def test_a_removed_row_whose_place_is_closed_up_is_named(app):
    write()
    remove(2)
    for row in (3, 4, 5):
        move(row, row - 1)
    assert check() == broken(2, "deplacee")


def test_the_last_rows_removed_with_their_count_are_noticed(app):
    write()
    tamper("DELETE FROM journal WHERE id > 3", "UPDATE journal_head SET rows = 3")
    assert check() == broken(3, "tete")


def test_a_head_that_is_moved_back_with_its_link_still_lacks_its_seal(app):
    write()
    tamper(
        "UPDATE journal_head SET rows = 3, link = (SELECT previous FROM journal WHERE id = 4)",
        "DELETE FROM journal WHERE id > 3",
    )
    assert check() == broken(3, "tete")


def test_what_was_done_to_the_head_is_not_made_good_by_the_next_row(app):
    write()
    tamper(
        "UPDATE journal_head SET rows = 3, link = (SELECT previous FROM journal WHERE id = 4)",
        "DELETE FROM journal WHERE id > 3",
    )
    write(2)
    assert check() == broken(5, "tete")


def test_a_head_passed_off_as_sealed_by_a_former_key_leaves_a_row_that_tells(app):
    write()
    tamper(
        "UPDATE journal_head SET rows = 3, link = (SELECT previous FROM journal WHERE id = 4), key = '00000000'",
        "DELETE FROM journal WHERE id > 3",
    )
    write(1)
    with reading() as session:
        told = [(row.id, row.event, row.before) for row in store.rows(session)][3]
    assert told == (4, "journal_repris", '{"sceau":"00000000"}')


def test_two_swapped_rows_are_named(app):
    write()
    move(2, 100)
    move(3, 2)
    move(100, 3)
    assert check() == broken(2, "deplacee")


def test_a_replayed_row_at_the_end_is_named(app):
    write()
    replay(2, place=6)
    tamper("UPDATE journal_head SET rows = 6")
    assert check() == broken(6, "deplacee")


def test_a_replayed_row_in_the_middle_is_named(app):
    write()
    remove(4)
    replay(2, place=4)
    assert check() == broken(4, "deplacee")


@pytest.mark.parametrize("place", [-1, 0, 6])
def test_a_row_beyond_the_ends_is_named(app, place):
    write()
    replay(2, place=place)
    assert check() == broken(place, "ajoutee")


def test_a_history_rewritten_with_plain_hashes_is_named_where_it_was_changed(app):
    write()
    _rewrite_from(2, seal=lambda link: hashlib.sha256(link.encode()).hexdigest())
    assert check() == broken(2, "modifiee")


def test_a_history_rewritten_with_a_key_of_ones_own_is_named_where_it_was_changed(app):
    write()
    mine = chain.sealing_key("m" * 32)
    _rewrite_from(2, seal=lambda link: chain.digest(mine, link), name=mine.name)
    assert check() == broken(2, "tete")


def _rewrite_from(first, *, seal, name=None):
    """Alter row `first`, then recompute everything after it as far as one can without the key."""
    link = GENESIS
    with reading() as session:
        rows = list(store.rows(session))
    for row in rows:
        forged = row._replace(previous=link, after='{"etat":"faux"}' if row.id == first else row.after)
        forged = forged._replace(commitment=erasable.commitment(forged.salt, forged.people))
        link = chain.link(link, forged)
        if row.id >= first:
            changed = {"previous": forged.previous, "after": forged.after, "commitment": forged.commitment}
            alter(row.id, **changed, digest=seal(link), key=name or row.key)
    tamper("UPDATE journal_head SET link = :link", link=link)


def test_a_head_that_was_removed_is_noticed(app):
    write()
    tamper("DELETE FROM journal_head")
    assert check() == broken(1, "sans_tete")


def test_an_empty_journal_is_sound(app):
    assert rows_if_sound() == 0


def test_rows_sealed_by_the_former_key_stay_proved_while_it_is_kept(app, configure):
    configure(secret_keys=(OLD,))
    write(3)
    configure(secret_keys=(NEW, OLD))
    write(2)
    assert rows_if_sound() == 5


def _change_key(configure):
    """Write three rows under the old key and two under the new one; then the old one goes."""
    configure(secret_keys=(OLD,))
    write(3)
    configure(secret_keys=(NEW, OLD))
    write(2)
    configure(secret_keys=(NEW,))


def test_rows_sealed_by_a_key_now_gone_are_proved_by_the_next_seal(app, configure):
    _change_key(configure)
    assert rows_if_sound() == 5


@pytest.mark.parametrize(("row", "why"), [(1, "modifiee_ou_la_suivante"), (3, "modifiee")])
def test_a_row_sealed_by_a_key_now_gone_is_still_named_when_altered(app, configure, row, why):
    _change_key(configure)
    alter(row, event="connexion")
    assert check() == broken(row, why)


def test_what_a_row_sealed_by_a_key_now_gone_tells_of_people_is_proved_without_any_key(app, configure):
    _change_key(configure)
    alter(1, subject_id=4242)
    assert check() == broken(1, "modifiee")


def test_a_key_that_went_too_soon_leaves_a_row_that_tells(app, configure):
    configure(secret_keys=(OLD,))
    write(3)
    configure(secret_keys=(NEW,))
    write(2)
    with reading() as session:
        assert [row.event for row in store.rows(session)].index("journal_repris") == 3
    assert rows_if_sound() == 6


def test_the_former_key_cannot_rewrite_what_the_new_one_has_sealed_since(app, configure):
    configure(secret_keys=(OLD,))
    write(3)
    configure(secret_keys=(NEW, OLD))
    write(2)
    stolen = chain.sealing_key(OLD)
    _rewrite_from(2, seal=lambda link: chain.digest(stolen, link), name=stolen.name)
    assert check() == broken(5, "tete")


def test_a_journal_that_no_known_key_proves_says_from_which_row(app, configure):
    configure(secret_keys=(OLD,))
    write(3)
    configure(secret_keys=(NEW,))
    assert check() == broken(1, "sans_preuve")


def test_a_witness_noted_earlier_is_found_again(app):
    write(3)
    noted = check().witness
    write(2)
    assert check(noted).rows == 5


def test_a_journal_put_back_to_an_earlier_state_is_betrayed_by_the_witness(app):
    write(3)
    head = _head()
    write(2)
    noted = check().witness
    tamper(
        "DELETE FROM journal WHERE id > 3",
        "UPDATE journal_head SET rows = :rows, link = :link, key = :key, seal = :seal",
        **head,
    )
    assert rows_if_sound() == 3  # nothing in the database can tell
    assert check(noted) == broken(4, "retiree")


def test_a_journal_made_anew_with_the_key_is_betrayed_by_the_witness(app):
    write(3)
    noted = check().witness
    tamper("DELETE FROM journal", "DELETE FROM journal_head")
    write(5)
    assert check(noted) == broken(3, "temoin")


def _head():
    with database().engine.connect() as connection:
        return dict(connection.execute(text("SELECT rows, link, key, seal FROM journal_head")).mappings().one())


def test_a_journal_without_its_head_refuses_to_go_on(app):
    write(3)
    tamper("DELETE FROM journal_head")
    with pytest.raises(Exception, match=r"UNIQUE|duplicate|journal"), transaction() as session:
        record(session, Event.SIGN_IN, subject=1)
    assert check() == broken(1, Fault.NO_HEAD)
