"""Where one administers Medimail, by name, for « Mon compte »: accounts know the key of a structure alone."""

from collections.abc import Mapping, Sequence

from flask import url_for
from sqlalchemy.orm import Session

from portal.accounts.scopes import Place
from portal.medimail.structures import store

EVERYWHERE = Place("toutes les structures (GRADeS)")


def places(session: Session, scopes: Sequence[str]) -> Mapping[str, Place]:
    """The structures of these scopes; a closed one opens for the GRADeS alone, and has no page here."""
    found = store.named(session, [int(scope) for scope in scopes if scope])
    return {"": EVERYWHERE} | {
        str(key): Place(f"{name} (fermée)") if is_closed else Place(name, url_for("structures.home", structure_id=key))
        for key, name, is_closed in found
    }
