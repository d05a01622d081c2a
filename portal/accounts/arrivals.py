"""Whom else a sign-in concerns: the factory says which rooms, so that accounts know of none of them."""

from collections.abc import Callable, Sequence

from flask import Flask, current_app
from sqlalchemy.orm import Session

# Called in the transaction of a sign-in, the person's account being locked: it reads, and leaves the rest to a task.
Told = Callable[[Session, int], None]


def init(app: Flask, told: Sequence[Told]) -> None:
    """Tell these, in this order."""
    app.extensions["portal_arrivals"] = tuple(told)


def tell(session: Session, account_id: int) -> None:
    """Somebody has just signed in."""
    for one in current_app.extensions["portal_arrivals"]:
        one(session, account_id)
