"""Two may keep an account closed, and each opens only what they have closed: in whatever order, and at once."""

import itertools

import pytest

from portal.accounts import closing, store
from portal.accounts.rules import Closer, left_by
from portal.db import reading, transaction
from tests.attacks.crowd import at_once

ACTORS = (Closer.OPERATOR, Closer.MEDIMAIL)


@pytest.mark.one_database
def test_in_every_order_an_account_is_open_when_nobody_keeps_it_closed(build):
    person = build.administrator()
    acts = list(itertools.product(("shut", "release"), ACTORS))
    for order in itertools.product(acts, repeat=4):
        holding = set()
        with transaction() as session:
            account = store.get(session, person.id, lock=True)
            account.closed_at = account.closed_by = None
            for act, by in order:
                if act == "shut":
                    closing.shut(session, account, by)
                    holding.add(by)
                else:
                    closing.release(account, by)
                    holding.discard(by)
                assert (account.closed_at is None) == (not holding), order
                assert {by for by in ACTORS if left_by(account.closer, by) is not account.closer} == holding, order


def test_an_account_closed_by_nobody_who_is_named_is_an_operator_s(build):
    person = build.administrator()
    with transaction() as session:
        account = store.get(session, person.id, lock=True)
        account.closed_at = account.created_at
        closing.release(account, Closer.MEDIMAIL)
    with reading() as session:
        assert store.find_by_key(session, person.id) is None


def test_the_day_of_the_first_closing_stays(build):
    person = build.administrator()
    with transaction() as session:
        account = store.get(session, person.id, lock=True)
        closing.shut(session, account, Closer.MEDIMAIL)
        account.closed_at = account.created_at
        closing.shut(session, account, Closer.OPERATOR)
        closing.release(account, Closer.MEDIMAIL)
        assert (account.closed_at, account.closer) == (account.created_at, Closer.OPERATOR)


def test_closed_by_an_operator_while_medimail_opens_it_stays_closed(app, build):
    """Read before and written after, the one would undo the other."""
    person = build.administrator()

    def close():
        with app.app_context(), transaction() as session:
            closing.close(session, store.find_even_closed(session, person.email))

    def open_():
        with app.app_context(), transaction() as session:
            closing.release(store.get(session, person.id, lock=True), Closer.MEDIMAIL)

    for _ in range(5):
        with transaction() as session:
            account = store.get(session, person.id, lock=True)
            account.closed_at = account.closed_by = None
            closing.shut(session, account, Closer.MEDIMAIL)
        at_once([close, open_])
        with reading() as session:
            account = store.get(session, person.id)
            assert account.closed_at
            assert account.closer is Closer.OPERATOR
