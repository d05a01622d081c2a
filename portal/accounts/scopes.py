"""Where a right is held, by its name: the factory says which rooms know, so that accounts know of none of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from flask import Flask, current_app
from sqlalchemy.orm import Session

from portal.accounts.models import AccountRight
from portal.accounts.rules import RIGHT_LABELS, Right


class Place(NamedTuple):
    """Where a right is held, and the page of it where there is one."""

    name: str
    url: str = ""


# The places of these scopes; a scope that it leaves out is shown as it is.
Namer = Callable[[Session, Sequence[str]], Mapping[str, Place]]


class Shown(NamedTuple):
    """A right as its holder reads it: `scope` where no room names the place."""

    label: str
    scope: str
    place: Place | None


def init(app: Flask, namers: Mapping[Right, Namer]) -> None:
    """Name so the places of these rights."""
    app.extensions["portal_scopes"] = dict(namers)


def shown(session: Session, rights: Iterable[AccountRight]) -> list[Shown]:
    """These rights in their order, each with its place."""
    rights = list(rights)
    namers: Mapping[Right, Namer] = current_app.extensions["portal_scopes"]
    held = {name: [right.scope for right in rights if right.name is name] for name in namers}
    places = {name: namers[name](session, scopes) for name, scopes in held.items() if scopes}
    return [
        Shown(RIGHT_LABELS[right.name], right.scope, places.get(right.name, {}).get(right.scope)) for right in rights
    ]
