"""The night of addresses (03:00): each change in a transaction of its own, so that one that fails stops no other."""

from collections.abc import Iterator

from sqlalchemy.exc import IntegrityError

from portal.db import reading, transaction
from portal.medimail.mailboxes.addresses import service, store


def change() -> None:
    """Do what was asked; run twice, or again after having been killed, it finds only what still waits."""
    for change_id in _waiting():
        try:
            _carry_out(change_id)
        except IntegrityError:
            _carry_out(change_id)


def _waiting() -> Iterator[int]:
    after = 0
    while True:
        with reading() as session:
            keys = store.waiting(session, after)
        if not keys:
            return
        yield from keys
        after = keys[-1]


def _carry_out(change_id: int) -> None:
    with transaction() as session:
        service.carry_out(session, change_id)
