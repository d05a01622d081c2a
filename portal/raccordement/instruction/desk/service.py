"""What an instructeur does on one request; each act is that of the record's own room, under its lock."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.raccordement.record import perimeter, store
from portal.raccordement.record.models import EstablishmentsRequest, Raccordement
from portal.raccordement.record.rules import ReasonMissing, Unchanged, Updated
from portal.raccordement.record.service import Actor


@dataclass(frozen=True)
class OtherList:
    """What waits is no longer the list that was shown: the gestionnaire has changed it since."""


def mark(asked: EstablishmentsRequest) -> str:
    """What tells a list of establishments from the one that replaces it."""
    return asked.asked_at.isoformat()


def judge_places(
    session: Session, record: Raccordement, actor: Actor, *, accepted: bool, reason: str, seen: str
) -> Updated | Unchanged | ReasonMissing | OtherList:
    """Accept or refuse the list of establishments that waits, if it is still the one that was `seen`."""
    waiting = store.establishments_asked(session, record.id, lock=True)
    if waiting and mark(waiting) != seen:
        return OtherList()
    return perimeter.decide(session, record, actor, accepted=accepted, reason=reason)


def variables(record: Raccordement, place: str, instructor: str) -> dict[str, str]:
    """What the variables of a reply template become for this request."""
    return {
        "numero": record.number or "",
        "systeme": record.si_name,
        "version": record.si_version,
        "prenom": record.first_name,
        "nom": record.last_name,
        "etat": record.state.label,
        "etablissement": place,
        "instructeur": instructor,
    }
