"""A structure that is closed while something else is done."""

from collections.abc import Callable
from threading import Event
from time import sleep
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Account
from portal.db import reading, transaction
from portal.medimail.administration.shaping import store as shaping
from portal.medimail.structures import service, store
from portal.medimail.structures.models import Structure
from tests.attacks.crowd import at_once

# Longer than a request takes that waits for nobody.
_WHILE = 0.5


def while_closing(app: Flask, structure: Structure, act: Callable[[], Any]) -> Any:
    """What an act comes to that begins once a closing has counted the accounts, and before it is done."""
    has_counted = Event()

    def close() -> None:
        with app.app_context(), transaction() as session:
            service.lock_tree(session)
            found = store.get(session, structure.id, lock=True)
            assert found
            accounts = shaping.accounts(session, found.id)
            has_counted.set()
            sleep(_WHILE)
            somebody = session.scalars(select(Account.id).order_by(Account.id)).first() or 0
            service.close(session, somebody, found, accounts=accounts)

    def enter() -> Any:
        assert has_counted.wait(5)
        return act()

    came = at_once([close, enter])[1]
    with reading() as session:
        closed = store.get(session, structure.id)
        assert closed
        assert closed.closed_at
        assert not shaping.accounts(session, structure.id)
    return came
