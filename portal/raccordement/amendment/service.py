"""The list of establishments that a gestionnaire changes: where it begins, and whether it is still that one."""

import hashlib

from sqlalchemy.orm import Session

from portal.raccordement.picker.rules import Choice
from portal.raccordement.record import store
from portal.raccordement.record.models import EstablishmentsRequest, Raccordement


def begun(session: Session, record: Raccordement, asked: EstablishmentsRequest | None) -> Choice:
    """The choice to begin with: the list that waits for the instructeur if there is one, else the live one."""
    rows = store.attached(session, asked.wanted) if asked else record.establishments
    pairs = [(row.finess_ej, row.finess_et) for row in rows]
    return Choice(tuple(dict.fromkeys(ej for ej, _ in pairs)), frozenset(et for _, et in pairs))


def mark(record: Raccordement, asked: EstablishmentsRequest | None) -> str:
    """What tells this state of the lists, live and asked for, from any other."""
    live = sorted(row.finess_et for row in record.establishments)
    told = "|".join([",".join(live), ",".join(sorted(asked.wanted)) if asked else "-"])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
